import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { IncomingBill } from '../../../electron/engine/ports/bill-uploads.ts';
import { portPair } from '../../../electron/engine/ports/transports.ts';
import { type IncomingFile, receiveFiles } from '../../../electron/engine/ports/uploads.ts';
import { IncomingWav } from '../../../electron/engine/ports/wav-uploads.ts';
import type { PortMessage } from '../../../shared/contract/ports.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { until } from '../../integration/support/until.ts';

const unlucky: IncomingFile = {
  complete: false,
  add: () => Promise.reject(new Error('the disk is gone')),
  finish: () => Promise.resolve(ok({})),
  abandon: () => Promise.reject(new Error('the folder cannot be deleted')),
};
const lucky: IncomingFile = { ...unlucky, complete: true, finish: () => Promise.resolve(ok({ came: 'whole' })) };

const path = (): Promise<string> => mkdtemp(join(tmpdir(), 'voxtally-incoming-'));
const isRefused = async (result: Promise<Result>): Promise<boolean> => !(await result).ok;

it('a file of sound whose disk fails takes nothing more, and comes to an end', async () => {
  const folder = join(await path(), 'gone');
  const read = (): Promise<never> => Promise.reject(new Error('It was read.'));
  const incoming = new IncomingWav({ wavId: 'w', folder, name: 'a.wav', sizeBytes: 4, read, keep: () => undefined });
  // No byte of it, until the system has said that there is no such folder.
  await until(() => isRefused(incoming.add(new Uint8Array(0))), 'the failure of the disk');
  const refused = { ok: false, error: { reason: 'disk', message: expect.stringContaining('a.wav') as string } };
  expect(await incoming.add(new Uint8Array(4))).toMatchObject(refused);
  expect(incoming.complete).toBe(false);
  expect(await incoming.finish()).toMatchObject(refused);
});

it('and a file of a bill likewise, one without a byte too', async () => {
  const file = join(await path(), 'gone', 'a.csv');
  const upload = { uploadId: 'u', path: 'a.csv', sizeBytes: 0, writtenAtMs: 0 };
  const incoming = new IncomingBill(file, upload);
  await until(() => isRefused(incoming.add(new Uint8Array(0))), 'the failure of the disk');
  expect(await incoming.finish()).toMatchObject({ ok: false, error: { reason: 'disk' } });
});

it('a fault in the middle of one file is answered, and the next file is received all the same', async () => {
  const [page, engine] = portPair();
  const answers: PortMessage[] = [];
  const logged: string[] = [];
  const files = [unlucky, lucky];
  receiveFiles(
    engine,
    () => Promise.resolve(ok({ incoming: files.shift() ?? unlucky })),
    (line) => void logged.push(line),
  );
  page.onMessage((message) => void answers.push(message));
  page.post({ name: 'one' });
  page.post(new Uint8Array([1]));
  page.post({ name: 'two' });
  await expect.poll(() => answers).toHaveLength(2);
  expect(answers).toMatchObject([
    { ok: false, error: { reason: 'engine' } },
    { ok: true, came: 'whole' },
  ]);
  expect(logged.join('\n')).toContain('the disk is gone');
  expect(JSON.stringify(answers)).not.toContain('the disk is gone');
});
