import { join } from 'node:path';
import type { EngineServices } from '../../electron/engine/engine.ts';
import type { BenchPush, OptionValues } from '../../shared/contract/bench-api.ts';
import type { Budget } from '../../shared/session/costs/budget.ts';
import { ok, type Result } from '../../shared/kit/errors.ts';
import type { RecordState } from '../../shared/session/record-state.ts';
import type { SessionView } from '../../shared/session/view.ts';
import type { Dialect } from '../../shared/protocol/dialects.ts';
import { between, chance, pick, seeded } from '../findings/random.ts';
import { startBench, type TestBench } from '../integration/support/bench.ts';
import { anyAction, type Action } from './actions.ts';
import { checkout } from './checkout.ts';
import type { Crashes } from './crashes.ts';
import { Follower } from './follower.ts';
import { makeFrames, type Frame } from './frames.ts';
import { errorName, parting, trace, type Fault } from './fault.ts';
import { judge } from './judge.ts';
import { lookAt } from './readers.ts';
import { ends, type End, type Line, type Service } from './service.ts';

/** One session to run, made whole from its seed. */
export interface Plan {
  readonly seed: number;
  readonly dialect: Dialect;
  readonly options: OptionValues;
  /** Path of a WAV that speaks; null: a microphone that nobody opened. */
  readonly wav: string | null;
  readonly frames: readonly Frame[];
  /** What a person does after so many frames. */
  readonly actions: ReadonlyMap<number, Action>;
  /** Frames in one turn of the loop. */
  readonly burst: number;
  /** `stopped`: by the person at the bench. */
  readonly end: End | 'stopped';
  /** What the session may use; with `stop` it closes itself, and the service talks on. */
  readonly budget: Budget;
}

const tools = [
  { type: 'function', name: 'weather', parameters: { type: 'object' } },
  { type: 'function', name: 'constructor', parameters: { type: 'object' } },
];

/** The same plan for the same seed, whatever ran before it. */
export function planOf(seed: number, count: number, wav: string): Plan {
  const random = seeded(seed);
  const dialect = pick(random, ['ga', 'ga', 'ga', 'preview'] as const);
  const transcribes = chance(random, 0.15);
  const vad = pick(random, ['server_vad', 'semantic_vad', null] as const);
  const actions = new Map<number, Action>();
  for (let left = between(random, 0, 12); left > 0; left -= 1) {
    actions.set(between(random, 0, count - 1), anyAction(random));
  }
  const options: OptionValues = transcribes
    ? { type: 'transcription', 'transcription.model': 'gpt-4o-transcribe' }
    : {
        'transcription.model': 'gpt-4o-transcribe',
        'vad.type': vad,
        tools,
        instructions: 'Answer in one sentence.',
        voice: 'alloy',
      };
  return {
    seed,
    dialect,
    options,
    wav: chance(random, 0.4) ? wav : null,
    frames: makeFrames(random, dialect, count),
    actions,
    burst: pick(random, [1, 7, 40, 200]),
    end: chance(random, 0.5) ? 'stopped' : pick(random, ends),
    budget: {
      limit: { unit: pick(random, ['tokens', 'money'] as const), amount: pick(random, ['1', '5000', '100000']) },
      warnAt: 0.5,
      stop: chance(random, 0.15),
    },
  };
}

/** A real engine that a fuzz runs sessions on, with everything that reacts switched on. */
export async function startEngine(services: Partial<EngineServices> = {}): Promise<TestBench> {
  const bench = await startBench({ assetsFolder: join(checkout(), 'assets'), ...services });
  const { api } = bench.client;
  const set = await api.call('preferences.write', {
    toolAnswers: {
      on: true,
      rules: [{ name: 'weather', when: { path: 'constructor.name', is: 'Object' }, output: '{"rain":true}' }],
      otherwise: 'unknown',
    },
  });
  if (!set.ok) throw new Error(set.error.message);
  // What it collects is never looked at, and would grow.
  api.detach();
  return bench;
}

export interface Outcome {
  readonly sent: readonly Frame[];
  /** Of its record. */
  readonly folder: string;
  /** Types of what the bench sent and said of itself, each as often as it stands in the record. */
  readonly did: readonly string[];
  readonly faults: readonly Fault[];
}

/** Longest time for something that has to come; only one that never comes is told by it. */
const patienceMs = 60_000;

async function come(condition: () => boolean): Promise<boolean> {
  const endMs = Date.now() + patienceMs;
  while (!condition()) {
    if (Date.now() > endMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return true;
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Own properties of what every value inherits from: none may come in by a frame. */
const inherited = (): string =>
  [
    Object.prototype,
    Array.prototype,
    String.prototype,
    Number.prototype,
    Function.prototype,
    Map.prototype,
    Promise.prototype,
  ]
    .map((prototype) => Object.getOwnPropertyNames(prototype).join(' '))
    .join('\n');

const crashesSince = (crashes: Crashes, since: number): Fault[] =>
  crashes.seen.slice(since).map((error) => ({ what: `the engine threw ${errorName(error)}`, detail: trace(error) }));

/** What a way of ending leaves in the entry of the close. A budget may have been quicker: then the bench said goodbye. */
const leaves: Readonly<Record<Plan['end'], (closed: NonNullable<SessionView['closed']>) => boolean>> = {
  stopped: ({ code }) => code === 1000,
  'cut in the middle of a frame': ({ code }) => code === 1006,
  'closed with a reason': ({ code }) => code === 4004,
  cut: ({ code }) => code === 1006,
};

/** A session ends in the way it was ended, and with a sentence. */
function endFaults(end: Plan['end'], { closed }: SessionView): Fault[] {
  const said = closed !== null && closed.explanation !== '' && (leaves[end](closed) || leaves.stopped(closed));
  return said ? [] : [{ what: `a session that was ${end} says otherwise`, detail: JSON.stringify(closed) }];
}

/** How a record that nobody touched stands. */
const sound: RecordState = { digest: 'intact', damaged: null, open: null, outOfOrder: null, missing: null };

/** A record opens as what was shown live, and says of itself that it is whole; a session that runs says nothing of its record. */
function readBackFaults(opened: SessionView | null, live: SessionView): Fault[] {
  const [read, expected] = [opened, { ...live, record: sound }].map((view) => JSON.stringify(view)) as [string, string];
  return read === expected
    ? []
    : [{ what: 'the engine opens another view than the live one', detail: parting(read, expected) }];
}

/** Runs one session to its end and judges it. `plant`: a fault of the window, to see that it is found. */
export async function runSession(
  bench: TestBench,
  service: Service,
  plan: Plan,
  crashes: Crashes,
  plant?: (push: BenchPush) => void,
): Promise<Outcome> {
  const faults: Fault[] = [];
  const prototypes = inherited();
  const crashedBefore = crashes.seen.length;
  const loggedBefore = bench.logged.length;
  const crashed = (): boolean => crashes.seen.length > crashedBefore;
  const info = await bench.client.api.call('app.info', {});
  if (!info.ok) throw new Error(info.error.message);
  const book = info.priceBook;
  const look = (view: SessionView): void => {
    for (const { reader, error } of lookAt(view, book)) {
      faults.push({ what: `${reader} threw ${errorName(error)}`, detail: trace(error) });
    }
  };
  const follower = new Follower(bench.engine, look, plant);
  const { api } = follower;

  /** An answer that says the engine met a fault of its own is one; any other refusal is an answer. */
  const asked = async (answer: Promise<Result>): Promise<void> => {
    const given = await Promise.race([answer, crashes.next().then(() => ok({}))]);
    if (!given.ok && given.error.reason === 'engine') {
      faults.push({ what: `a command failed: ${given.error.facts?.['fault'] ?? ''}`, detail: given.error.message });
    }
  };

  const budget = await bench.client.api.call('preferences.write', { budget: plan.budget });
  if (!budget.ok) throw new Error(budget.error.message);
  const connecting = service.next();
  const started = await api.call('session.start', {
    endpoint: { kind: 'custom', url: service.url, auth: 'bearer', dialect: plan.dialect },
    options: plan.options,
    input: plan.wav === null ? { kind: 'microphone' } : { kind: 'wav', path: plan.wav, trailingSilenceMs: 400 },
  });
  if (!started.ok) throw new Error(`The session did not start: ${started.error.message}`);
  const line = await connecting;
  const folder = join(bench.dataFolder, 'sessions', started.sessionId);
  await talk(plan, line, asked, api);

  const expected = line.sent.filter(({ opcode }) => opcode !== 'ping').length;
  if (!(await come(() => follower.heard >= expected || follower.closed || crashed()))) {
    faults.push({ what: 'frames did not arrive', detail: `${follower.heard} of ${expected} came.` });
  }
  if (plan.end !== 'stopped') {
    line.end(plan.end);
    if (!(await come(() => follower.closed || crashed()))) {
      faults.push({ what: 'the session did not end', detail: `The service ended it: ${plan.end}.` });
    }
  }
  if (crashed()) {
    // Whatever the rest would show follows from this.
    line.end('cut');
    api.detach();
    return { folder, sent: line.sent, did: follower.did, faults: crashesSince(crashes, crashedBefore) };
  }
  await asked(api.call('session.stop', { graceMs: 0 }));
  if (!(await come(() => follower.closed || crashed()))) {
    faults.push({ what: 'the session did not end', detail: 'The person stopped it.' });
  }
  faults.push(...endFaults(plan.end, follower.view));
  // The engine still answers, also about this session.
  const attached = await api.call('session.attach', { sessionId: started.sessionId });
  if (!attached.ok) faults.push({ what: 'the session cannot be opened', detail: attached.error.message });
  else faults.push(...readBackFaults(attached.view, follower.view));
  await asked(api.call('library.list', {}));
  api.detach();

  faults.push(...crashesSince(crashes, crashedBefore));
  faults.push(...follower.faults);
  for (const said of bench.logged.slice(loggedBefore)) {
    faults.push({ what: 'the engine complained in its log', detail: said.slice(0, 2000) });
  }
  if (inherited() !== prototypes) faults.push({ what: 'a prototype was changed', detail: inherited() });
  const left = await judge({
    folder,
    app: '0.0.0-test',
    book,
    sent: line.sent,
    received: line.received,
    follower,
  });
  return { folder, sent: line.sent, did: follower.did, faults: [...faults, ...left] };
}

/** Sends the frames, and does what a person does meanwhile. */
async function talk(
  { frames, actions, burst }: Plan,
  line: Line,
  asked: (answer: Promise<Result>) => Promise<void>,
  api: Follower['api'],
): Promise<void> {
  for (const [n, frame] of frames.entries()) {
    if (!line.send(frame)) return;
    const action = actions.get(n);
    if (action !== undefined) await asked(action(api));
    else if (n % burst === burst - 1) await breath();
  }
}
