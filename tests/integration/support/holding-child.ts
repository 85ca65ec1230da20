import { takeLock } from '../../../electron/engine/data/lock.ts';

/** Takes the lock of a folder, says whether it got it, and holds it until it is killed. With `day-ahead` its clock is wrong. */
const [folder = '', how = ''] = process.argv.slice(2);
if (how === 'day-ahead') {
  const { now } = Date;
  Date.now = () => now() + 86_400_000;
}
const lock = await takeLock(folder);
process.send?.({ held: lock !== null });
setInterval(() => undefined, 60_000);
