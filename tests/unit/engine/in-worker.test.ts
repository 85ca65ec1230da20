import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inWorker } from '../../../electron/engine/data/in-worker.ts';
import { benchError, ok, type Result } from '../../../shared/kit/errors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-thread-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const job = (script: string, signal: AbortSignal, onMessage: () => void = () => {}) => ({
  script,
  order: { turns: new Int32Array(new SharedArrayBuffer(4)) },
  signal,
  answerOf: (message: unknown): Result<{ said: unknown }> | null => {
    onMessage();
    return message === 'begun' ? null : ok({ said: message });
  },
  died: (why: string) => benchError('engine', why),
  onCancel: () => benchError('refused', 'It was cancelled.'),
});

it('a thread that never looks up is ended by a cancel, and stands still after it', async () => {
  const script = join(folder, 'busy.mjs');
  await writeFile(
    script,
    `import { parentPort, workerData } from 'node:worker_threads';
parentPort.postMessage('begun');
for (;;) Atomics.add(workerData.turns, 0, 1);`,
  );
  const cancel = new AbortController();
  const busy = job(script, cancel.signal, () => cancel.abort());
  expect(await inWorker(busy)).toMatchObject({ ok: false, error: { message: 'It was cancelled.' } });
  // The thread counts until it is ended; once two looks a breath apart agree, it is.
  const { turns } = busy.order;
  let before = -1;
  while (before !== Atomics.load(turns, 0)) {
    before = Atomics.load(turns, 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // A next one need not wait for it.
  const quick = join(folder, 'quick.mjs');
  await writeFile(quick, `import { parentPort } from 'node:worker_threads'; parentPort.postMessage('done');`);
  expect(await inWorker(job(quick, new AbortController().signal))).toEqual(ok({ said: 'done' }));
  expect(await inWorker(job(quick, AbortSignal.abort()))).toMatchObject({ ok: false });
});

it('a thread that comes to no end is ended by its limit, and one that answers in time is not', async () => {
  const script = join(folder, 'endless.mjs');
  await writeFile(script, 'for (;;);');
  const { signal } = new AbortController();
  const limit = { ms: 1, onLate: () => benchError('engine', 'It took too long.') };
  expect(await inWorker({ ...job(script, signal), limit })).toMatchObject({ error: { message: 'It took too long.' } });
  const quick = join(folder, 'in-time.mjs');
  await writeFile(quick, `import { parentPort } from 'node:worker_threads'; parentPort.postMessage('done');`);
  const inTime = { ...limit, ms: 2 ** 31 - 1 };
  expect(await inWorker({ ...job(quick, signal), limit: inTime })).toEqual(ok({ said: 'done' }));
});
