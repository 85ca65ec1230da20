import { expect, it } from 'vitest';
import { portPair } from '../../../electron/engine/ports/transports.ts';
import { type IncomingFile, receiveFiles } from '../../../electron/engine/ports/uploads.ts';
import type { PortMessage } from '../../../shared/contract/ports.ts';
import { ok } from '../../../shared/kit/errors.ts';

const unlucky: IncomingFile = {
  complete: false,
  add: () => Promise.reject(new Error('the disk is gone')),
  finish: () => Promise.resolve(ok({})),
  abandon: () => Promise.reject(new Error('the folder cannot be deleted')),
};
const lucky: IncomingFile = { ...unlucky, complete: true, finish: () => Promise.resolve(ok({ came: 'whole' })) };

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
