import { rm } from 'node:fs/promises';
import { type DeploymentSession, startDeployment } from '../integration/support/deployment.ts';
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
}

type Loads = Readonly<Record<Phase, Load>> & {
  /** Of the microphone, over the whole session. */
  readonly lostFrames: number;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function measure(program: Program, name: string, work: () => Promise<void>): Promise<Load> {
  const endProfile = closer === null ? null : await closer(program);
  const before = readCpu(program.roots);
  const beganMs = performance.now();
  await work();
  const tookSeconds = (performance.now() - beganMs) / 1000;
  const used = Object.entries(cpuBetween(before, readCpu(program.roots)));
  const cores = Object.fromEntries(used.map(([role, cpu]) => [role, cpu / tookSeconds])) as Load['cores'];
  if (endProfile !== null) process.stdout.write(`${name}\n${(await endProfile()).join('\n')}\n`);
  if (closer !== null) process.stdout.write(`${name}: ${JSON.stringify(cores)}\n`);
  return { cores, all: Object.values(cores).reduce((sum, one) => sum + one, 0) };
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

/** A program with its session, ready to be measured. */
interface Measured {
  /** Measures it while its session does this. */
  phase(which: Phase, work: (remote: DeploymentSession) => Promise<void>): Promise<Load>;
  stand(place: number): Promise<void>;
  hide(): Promise<void>;
  show(): Promise<void>;
  /** The most memory it takes while its session does this: the highest of one reading every two seconds. */
  peakMb(work: (remote: DeploymentSession) => Promise<void>): Promise<number>;
  stop(): Promise<void>;
  lostFrames(): Promise<number>;
  close(): Promise<void>;
}

async function open(host: HostName, folder: string, name: string, ways: Ways): Promise<Measured> {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const microphone = await microphoneFile([4000, 'where-is-my-parcel', 8000]);
  const program = await openProgram[host]({ folder, home, microphone });
  const close = async (): Promise<void> => {
    await program.close();
    await deployment.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await until(program, ways.ready);
    await program.page.evaluate(ways.start);
    const remote = await deployment.session();
    await remote.event('input_audio_buffer.append');
    if ((await program.page.evaluate('document.hidden')) !== false) throw new Error('the window cannot be seen');
    return {
      phase: (which, work) => measure(program, `${host}, ${name}: ${which}`, () => work(remote)),
      async hide() {
        await program.setHidden(true);
        for (let tries = 0; (await program.page.evaluate('document.hidden')) !== true; tries += 1) {
          if (tries > 100) throw new Error('the window could not be hidden');
          await pause(50);
        }
      },
      show: () => program.setHidden(false),
      stand: (place) => program.stand(place),
      async peakMb(work) {
        let highest = 0;
        const timer = setInterval(() => (highest = Math.max(highest, pssMb(program.roots))), 2000);
        await work(remote).finally(() => clearInterval(timer));
        return highest;
      },
      async stop() {
        await program.page.evaluate(ways.stop);
        await until(program, ways.ended);
      },
      async lostFrames() {
        const { lostFrames, droppedFrames } = capturedIn(await linesOf(await onlySession(home)));
        return lostFrames + droppedFrames;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The most memory it takes, by itself: two at once would share what is the system's, and each seem to take less of it. */
async function peakMbOf(host: HostName, folder: string, name: string, ways: Ways): Promise<number> {
  const alone = await open(host, folder, name, ways);
  try {
    return await alone.peakMb((remote) => talk(remote, seconds(30), 1));
  } finally {
    await alone.close();
  }
}

/**
 * The window, and beside it at the same time the floor: a machine that is shared is not always as fast, and so it is as fast
 * for both. Where one looks into the page there is the window alone.
 */
async function loadsOf(host: HostName, root: string, bare: string): Promise<{ ours: Loads; below: Loads }> {
  const opened: Measured[] = [];
  try {
    opened.push(await open(host, root, 'window', window));
    // Only reading the threads leaves the other one's figures right.
    if (closer === null || closer === byThread) {
      opened.push(await open(host, bare, 'floor', floor));
    }
    await Promise.all(opened.map((one, place) => one.stand(place)));
    const together = <T>(work: (one: Measured) => Promise<T>): Promise<T[]> => Promise.all(opened.map(work));
    await pause(3000);
    const alone = await together((one) => one.phase('microphone', () => pause(seconds(30))));
    if (alone[0]?.cores.drawing === 0) throw new Error('nothing of the window was drawn: another one lies over it');
    const answers = await together((one) => one.phase('answers', (remote) => talk(remote, seconds(60), 1)));
    await together((one) => one.hide());
    await pause(2000);
    const hidden = await together((one) => one.phase('hidden', (remote) => talk(remote, seconds(30), 100)));
    await together((one) => one.show());
    await together((one) => one.stop());
    await pause(3000);
    const ended = await together((one) => one.phase('ended', () => pause(seconds(20))));
    const lost = await together((one) => one.lostFrames());
    const [ours, below] = [0, opened.length - 1].map((at): Loads => {
      const of = <T>(all: readonly T[]): T => all[at] as T;
      return {
        microphone: of(alone),
        answers: of(answers),
        hidden: of(hidden),
        ended: of(ended),
        lostFrames: of(lost),
      };
    }) as [Loads, Loads];
    return { ours, below };
  } finally {
    await Promise.all(opened.map((one) => one.close()));
  }
}

const roles = ['page', 'drawing', 'engine', 'sound', 'browser'] as const;

const parts = ({ cores }: Load): string => roles.map((role) => `${role} ${cores[role].toFixed(3)}`).join(', ');

interface Peaks {
  readonly ours: number;
  readonly below: number;
}

function rowsOf(host: string, ours: Loads, bare: Loads, peakMb: Peaks): BenchRow[] {
  const compared = (name: string, which: Phase, limit: number): BenchRow[] => [
    atMost(`${host}: ${name}`, ours[which].all / bare[which].all, '× the floor', limit),
    figure(`${host}: ${name}, cores`, ours[which].all, '', parts(ours[which])),
    figure(`${host}: the floor of that, cores`, bare[which].all, '', parts(bare[which])),
  ];
  return [
    ...compared('microphone alone', 'microphone', 1.5),
    ...compared('with answers', 'answers', 2),
    ...compared('hidden, with answers', 'hidden', 1.1),
    atMost(`${host}: an ended session, cores`, ours.ended.all, '', 0.02, parts(ours.ended)),
    atMost(`${host}: memory, peak`, peakMb.ours / peakMb.below, '× the floor', 1.3),
    figure(`${host}: memory, peak PSS`, peakMb.ours, 'MB', `${Math.round(peakMb.below)} MB the floor`),
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
        const { ours, below } = await loadsOf(host, root, bare.folder);
        if (closer !== null) continue;
        const peakMb = {
          ours: await peakMbOf(host, root, 'window', window),
          below: await peakMbOf(host, bare.folder, 'floor', floor),
        };
        rows.push(...rowsOf(name, ours, below, peakMb));
      } catch (error) {
        rows.push(unmeasured(name, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)));
      }
    }
  } finally {
    await bare.remove();
  }
  return {
    title: 'Processor and memory',
    note: `User and system time of all processes of the application, the browser's among them, over ${seconds(30) / 1000} s with the microphone alone, ${seconds(60) / 1000} s of answers at the pace of speech, ${seconds(30) / 1000} s of them hidden and ${seconds(20) / 1000} s after the end, as cores in use; memory as proportional set size, so that what processes share counts once, read every two seconds over ${seconds(30) / 1000} s of answers by itself. The floor is a page with the same worklets, ports, engine and deployment and nothing on screen, measured beside it at the same time, for a shared machine is not always as fast. No driver is attached but the debugging port, and the graphics are software, for there is no card here: with one, drawing costs less.`,
    rows,
  };
}
