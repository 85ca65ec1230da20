import { expect, it } from 'vitest';
import { Repairs } from '../../../electron/engine/record/repairs.ts';

/** A record that is repaired when the test says so. */
function crashed() {
  let finish: () => void = () => undefined;
  let phase = 'open';
  const repairs = new Repairs(
    new Promise((resolve) => {
      finish = () => {
        phase = 'closed';
        resolve();
      };
    }),
  );
  let reads = 0;
  const read = (): Promise<string> => {
    reads += 1;
    return Promise.resolve(phase);
  };
  const open = (): Promise<string> => repairs.read(read, (found) => found === 'open');
  return { open, finish, reads: () => reads, leave: () => (phase = 'open') };
}

it('a record that a crash left is shown as it is once it is repaired', async () => {
  const { open, finish, reads } = crashed();
  const opened = open();
  await Promise.resolve();
  finish();
  expect(await opened).toBe('closed');
  expect(reads()).toBe(2);
});

it('afterwards one that looks as if it ran is read once: another process records it', async () => {
  const { open, finish, reads, leave } = crashed();
  finish();
  expect(await open()).toBe('closed');
  const before = reads();
  leave();
  expect(await open()).toBe('open');
  expect(reads() - before).toBe(1);
});

it('one that is over is not held up', async () => {
  const repairs = new Repairs(new Promise(() => undefined));
  expect(
    await repairs.read(
      () => Promise.resolve('closed'),
      (found) => found === 'open',
    ),
  ).toBe('closed');
});
