import { rm } from 'node:fs/promises';
import type { EngineServices } from '../../electron/engine/engine.ts';
import type { BenchPush } from '../../shared/contract/bench-api.ts';
import { seeded } from '../findings/random.ts';
import { toneFile } from '../integration/support/audio.ts';
import type { TestBench } from '../integration/support/bench.ts';
import { watchCrashes, type Crashes } from './crashes.ts';
import { frameKinds, frameWords, hugeFrame, type Frame, type FrameKind } from './frames.ts';
import type { Fault } from './fault.ts';
import { startService, type Service } from './service.ts';
import { planOf, runSession, startEngine, type Outcome, type Plan } from './session.ts';
import { shrink } from './shrink.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** Frames that reach the engine, at least. */
  readonly frames: number;
  readonly perSession: number;
  /** Bytes of one frame beyond all the others. */
  readonly hugeBytes: number;
  /** A fault of the window, to see that it is found. */
  readonly plant?: (push: BenchPush) => void;
  /** What the host lends the engine beside the usual. */
  readonly services?: Partial<EngineServices>;
  readonly progress?: (said: string) => void;
}

export interface Failure {
  readonly fault: Fault;
  readonly seed: number;
  /** The frames that matter, as text. */
  readonly frames: readonly string[];
}

export interface Fuzzed {
  readonly sent: number;
  readonly byKind: ReadonlyMap<FrameKind, number>;
  readonly sessions: number;
  /** What the bench did meanwhile: how often it sent or said something of a type. */
  readonly did: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
  readonly tookMs: number;
}

const mostTries = 120;
/** A folder of sessions is cleared after so many. */
const sessionsAnEngine = 50;

class Runs {
  readonly #service: Service;
  readonly #crashes: Crashes;
  readonly #services: Partial<EngineServices>;
  #bench: TestBench | null = null;
  #ran = 0;

  constructor(service: Service, crashes: Crashes, services: Partial<EngineServices>) {
    this.#services = services;
    this.#service = service;
    this.#crashes = crashes;
  }

  async run(plan: Plan, plant?: (push: BenchPush) => void): Promise<Outcome> {
    this.#bench ??= await startEngine(this.#services);
    const outcome = await runSession(this.#bench, this.#service, plan, this.#crashes, plant);
    this.#ran += 1;
    // After a fault the engine may be in any state.
    if (outcome.faults.length > 0 || this.#ran % sessionsAnEngine === 0) await this.close();
    return outcome;
  }

  async close(): Promise<void> {
    const bench = this.#bench;
    this.#bench = null;
    if (bench === null) return;
    await Promise.race([bench.engine.shutdown(0), new Promise((resolve) => setTimeout(resolve, 5000))]);
    await rm(bench.dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs sessions until so many frames have gone through the engine; the same ones for the same seed. */
export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const { seed, frames, perSession, hugeBytes, plant, progress } = options;
  const service = await startService();
  const crashes = watchCrashes();
  const runs = new Runs(service, crashes, options.services ?? {});
  const wav = await toneFile(600);
  const byKind = new Map<FrameKind, number>(frameKinds.map((kind) => [kind, 0]));
  const failures: Failure[] = [];
  const seeds = seeded(seed);
  const startedMs = performance.now();
  const did = new Map<string, number>();
  let [sent, sessions] = [0, 0];
  try {
    while (sent < frames) {
      const made = planOf(Math.floor(seeds() * 2 ** 31), Math.min(perSession, Math.max(1, frames - sent)), wav);
      const plan = sessions === 0 && hugeBytes > 0 ? { ...made, frames: [hugeFrame(hugeBytes), ...made.frames] } : made;
      const outcome = await runs.run(plan, plant);
      sessions += 1;
      for (const type of outcome.did) did.set(type, (did.get(type) ?? 0) + 1);
      sent += outcome.sent.length;
      for (const { kind } of outcome.sent) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
      for (const fault of newOnes(outcome.faults, failures)) {
        failures.push({ fault, seed: plan.seed, frames: await smallest(runs, plan, fault, plant) });
        progress?.(failureWords(failures.at(-1) as Failure));
      }
      progress?.(`${sent} frames, ${sessions} sessions, ${failures.length} faults`);
    }
  } finally {
    await runs.close();
    crashes.stop();
    await service.close();
  }
  return { sent, byKind, sessions, did, failures, tookMs: performance.now() - startedMs };
}

/** One of each kind that has not been seen before. */
const newOnes = (faults: readonly Fault[], seen: readonly Failure[]): Fault[] =>
  faults.filter(
    ({ what }, n) =>
      faults.findIndex((other) => other.what === what) === n && !seen.some(({ fault }) => fault.what === what),
  );

async function smallest(
  runs: Runs,
  plan: Plan,
  { what }: Fault,
  plant?: (push: BenchPush) => void,
): Promise<readonly string[]> {
  const fails =
    (more: Partial<Plan>) =>
    async (frames: readonly Frame[]): Promise<boolean> => {
      const { faults } = await runs.run({ ...plan, ...more, frames }, plant);
      return faults.some((fault) => fault.what === what);
    };
  const alone = fails({ actions: new Map(), wav: null, end: 'stopped', burst: 40 });
  const least = (await alone(plan.frames))
    ? await shrink(plan.frames, alone, mostTries)
    : await shrink(plan.frames, fails({}), mostTries);
  return least.map(frameWords);
}

/** A failure for people: what, how to see it again, and the frames. */
export const failureWords = ({ fault, seed, frames }: Failure): string =>
  [`${fault.what} (session of seed ${seed})`, fault.detail, ...frames.map((said) => `  ${said}`)].join('\n');
