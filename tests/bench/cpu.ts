import { rm } from 'node:fs/promises';
import { startDeployment } from '../integration/support/deployment.ts';
import type { HostName } from '../e2e/support/bench.ts';
import { capturedIn } from '../e2e/support/captured.ts';
import { microphoneFile } from '../e2e/support/microphone.ts';
import { homeFor } from '../e2e/support/prepare.ts';
import { linesOf, onlySession } from '../e2e/support/record.ts';
import { floorApp } from './support/cpu/floor-app.ts';
import { cpuBetween, pssMb, readCpu, type Role } from './support/cpu/processes.ts';
import { byThread, profile, trace } from './support/cpu/profile.ts';
import { openProgram, type Program } from './support/cpu/programs.ts';
import { talk } from './support/cpu/talk.ts';
import { Yardstick } from './support/cpu/yardstick.ts';
import { hostsHere } from './support/hosts.ts';
import { atMost, type BenchRow, type BenchTable, figure, unmeasured } from './table.ts';

/** Fewer than 1 while one works on it: every phase is so much shorter. */
const pace = Number(process.env['VOXTALLY_BENCH_PACE'] ?? 1);
const seconds = (count: number): number => Math.max(10, Math.round(count * pace)) * 1000;
/** What it takes to look closer, which makes the figures themselves wrong. */
const closer =
  { functions: profile, work: trace, threads: byThread }[process.env['VOXTALLY_BENCH_PROFILE'] ?? ''] ?? null;

/** What the application does while it is measured. */
type Phase = 'microphone' | 'answers' | 'hidden' | 'ended';

interface Load {
  /** Cores in use, by what they are used for. */
  readonly cores: Readonly<Record<Role, number>>;
  readonly all: number;
  /** All of it, by what the machine was worth at the moment: runs of the yardstick a second. */
  readonly paced: number;
  /** The highest of one reading every two seconds. */
  readonly pssMb: number;
}

type Loads = Readonly<Record<Phase, Load>> & {
  /** Of the microphone, over the whole session. */
  readonly lostFrames: number;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How often processes are looked at. */
const lookMs = 2000;

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, one) => sum + one, 0);

async function measure(program: Program, name: string, work: () => Promise<void>): Promise<Load> {
  const yardstick = new Yardstick();
  await yardstick.begun;
  const endProfile = closer === null ? null : await closer(program);
  let highest = 0;
  let runs = 0;
  yardstick.takeMs();
  const beganMs = performance.now();
  const first = readCpu(program.roots);
  let before = first;
  const look = (): void => {
    const now = readCpu(program.roots);
    runs += (sumOf(Object.values(cpuBetween(before, now))) * 1000) / yardstick.takeMs();
    before = now;
  };
  const timer = setInterval(() => {
    highest = Math.max(highest, pssMb(program.roots));
    look();
  }, lookMs);
  await work().finally(() => clearInterval(timer));
  look();
  const tookSeconds = (performance.now() - beganMs) / 1000;
  yardstick.end();
  const used = Object.entries(cpuBetween(first, before));
  const cores = Object.fromEntries(used.map(([role, cpu]) => [role, cpu / tookSeconds])) as Load['cores'];
  if (endProfile !== null) process.stdout.write(`${name}\n${(await endProfile()).join('\n')}\n`);
  if (closer !== null) process.stdout.write(`${name}: ${JSON.stringify(cores)}\n`);
  return { cores, all: sumOf(Object.values(cores)), paced: runs / tookSeconds, pssMb: highest };
}

/** How a session is begun and ended in a page: by its buttons, or by what stands in their place. */
interface Ways {
  readonly ready: string;
  readonly start: string;
  readonly stop: string;
  readonly ended: string;
}

const button = (name: string): string =>
  `[...document.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent).startsWith('${name}'))`;

const window: Ways = {
  ready: `${button('Start')} !== undefined`,
  start: `${button('Start')}.click()`,
  stop: `${button('Stop safely')}.click()`,
  ended: `${button('Start again')} !== undefined`,
};

const floor: Ways = {
  ready: 'window.floor !== undefined',
  start: 'floor.start()',
  stop: 'floor.stop()',
  ended: 'true',
};

/** A page that is still being loaded has nothing to evaluate in. */
async function until(program: Program, expression: string): Promise<void> {
  while ((await program.page.evaluate(expression).catch(() => false)) !== true) await pause(50);
}

async function loadsOf(host: HostName, folder: string, name: string, ways: Ways): Promise<Loads> {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const microphone = await microphoneFile([4000, 'where-is-my-parcel', 8000]);
  const program = await openProgram[host]({ folder, home, microphone });
  const phase = (which: Phase, work: () => Promise<void>): Promise<Load> =>
    measure(program, `${host}, ${name}: ${which}`, work);
  try {
    await until(program, ways.ready);
    await program.page.evaluate(ways.start);
    const remote = await deployment.session();
    await remote.event('input_audio_buffer.append');
    await pause(3000);
    const alone = await phase('microphone', () => pause(seconds(30)));
    const answers = await phase('answers', () => talk(remote, seconds(60), 1));
    await program.setHidden(true);
    for (let tries = 0; (await program.page.evaluate('document.hidden')) !== true; tries += 1) {
      if (tries > 100) throw new Error('the window could not be hidden');
      await pause(50);
    }
    await pause(2000);
    const hidden = await phase('hidden', () => talk(remote, seconds(30), 100));
    await program.setHidden(false);
    await program.page.evaluate(ways.stop);
    await until(program, ways.ended);
    await pause(3000);
    const ended = await phase('ended', () => pause(seconds(20)));
    const { lostFrames, droppedFrames } = capturedIn(await linesOf(await onlySession(home)));
    return { microphone: alone, answers, hidden, ended, lostFrames: lostFrames + droppedFrames };
  } finally {
    await program.close();
    await deployment.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const roles = ['page', 'drawing', 'engine', 'sound', 'browser'] as const;

const parts = ({ cores }: Load): string => roles.map((role) => `${role} ${cores[role].toFixed(3)}`).join(', ');

const peakMb = (loads: Loads): number =>
  Math.max(...(['microphone', 'answers', 'hidden', 'ended'] as const).map((which) => loads[which].pssMb));

function rowsOf(host: string, ours: Loads, bare: Loads): BenchRow[] {
  const compared = (name: string, which: Phase, limit: number): BenchRow[] => [
    atMost(
      `${host}: ${name}`,
      ours[which].paced / bare[which].paced,
      '× the floor',
      limit,
      `${(ours[which].all / bare[which].all).toFixed(2)} by cores alone`,
    ),
    figure(`${host}: ${name}, cores`, ours[which].all, '', parts(ours[which])),
    figure(`${host}: the floor of that, cores`, bare[which].all, '', parts(bare[which])),
  ];
  return [
    ...compared('microphone alone', 'microphone', 1.5),
    ...compared('with answers', 'answers', 2),
    ...compared('hidden, with answers', 'hidden', 1.1),
    atMost(`${host}: an ended session, cores`, ours.ended.all, '', 0.02, parts(ours.ended)),
    atMost(`${host}: memory, peak`, peakMb(ours) / peakMb(bare), '× the floor', 1.3),
    figure(`${host}: memory, peak PSS`, peakMb(ours), 'MB', `${Math.round(peakMb(bare))} MB the floor`),
    atMost(`${host}: frames of the microphone lost meanwhile`, ours.lostFrames, '', 0, `${bare.lostFrames} the floor`),
  ];
}

/** Processor and memory of the whole application, beside a bare page with the same worklets, ports and engine. */
export async function benchCpu(root: string): Promise<BenchTable> {
  const rows: BenchRow[] = [];
  const bare = await floorApp(root);
  const only = process.env['VOXTALLY_BENCH_HOST'];
  try {
    for (const { host, name, missing } of hostsHere(root)) {
      if (only !== undefined && only !== host) continue;
      if (missing !== null) {
        rows.push(unmeasured(name, missing));
        continue;
      }
      try {
        const ours = await loadsOf(host, root, 'window', window);
        const below = closer === null ? await loadsOf(host, bare.folder, 'floor', floor) : ours;
        rows.push(...rowsOf(name, ours, below));
      } catch (error) {
        rows.push(unmeasured(name, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)));
      }
    }
  } finally {
    await bare.remove();
  }
  return {
    title: 'Processor and memory',
    note: `User and system time of all processes of the application, the browser's among them, over ${seconds(30) / 1000} s with the microphone alone, ${seconds(60) / 1000} s of answers at the pace of speech, ${seconds(30) / 1000} s of them hidden and ${seconds(20) / 1000} s after the end, as cores in use; memory as proportional set size, so that what processes share counts once, read every two seconds. The floor is a page with the same worklets, ports, engine and deployment and nothing on screen, measured in the same run. A shared machine is not always as fast: beside either runs one and the same piece of work ten times a second, and the multiples are of what was used, every two seconds, by the processor time that this took meanwhile. No driver is attached but the debugging port, and the graphics are software, for there is no card here: with one, drawing costs less.`,
    rows,
  };
}
