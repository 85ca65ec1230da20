import { spawn } from 'node:child_process';
import { frameMs } from '../../../shared/audio/frames.ts';
import { between, type Interval } from './intervals.ts';

/** All it does: it wakes up as often as frames come, and says when that was. */
const script = `
const moments = [];
setInterval(() => moments.push(Date.now()), ${frameMs});
process.stdin.on('end', () => { process.stdout.write(JSON.stringify(moments), () => process.exit()); }).resume();
`;

/**
 * A process beside the bench with a timer and nothing else, at ordinary priority, while `work` goes on: where that has to wait, the
 * machine has no processor to give. Returns the intervals between its ticks.
 */
export async function withTimerBeside(work: () => Promise<void>): Promise<Interval[]> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    await work();
  } finally {
    child.stdin.end();
    await ended;
  }
  return between(JSON.parse(said) as number[]);
}
