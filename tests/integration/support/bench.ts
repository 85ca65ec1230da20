import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine, type EngineServices } from '../../../electron/engine/engine.ts';
import type { BenchApi, BenchPush } from '../../../shared/contract/bench-api.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { isJsonObject, type JsonObject } from '../../../shared/kit/json.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';
import type { LogEntry, SessionHeader } from '../../../shared/session/entry.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { testKey } from './key.ts';
import { until } from './until.ts';

export const assetsFolder = fileURLToPath(new URL('../../../assets', import.meta.url));

export { testKey } from './key.ts';

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'voxtally-test-'));

export const endpointOf = (url: string): Endpoint => ({ kind: 'custom', url, auth: 'bearer' });

/** A client as a window is one: collects what is pushed. */
export class TestClient {
  readonly api: BenchApi & { detach(): void };
  readonly pushes: BenchPush[] = [];

  constructor(engine: Engine) {
    this.api = engine.client((push) => void this.pushes.push(push));
  }

  get header(): SessionHeader | null {
    const opened = this.pushes.filter((push) => push.type === 'session.opened').at(-1);
    return opened?.header ?? null;
  }

  get entries(): LogEntry[] {
    const id = this.header?.sessionId;
    return this.pushes.flatMap((push) =>
      push.type === 'entries' && (id === undefined || push.sessionId === id) ? push.entries : [],
    );
  }

  /** What a window would show: the fold of what was pushed. */
  get view(): SessionView {
    return foldSession(this.header, this.entries);
  }

  events(type: string): JsonObject[] {
    return this.entries.flatMap(({ event }) => (isJsonObject(event) && event['type'] === type ? [event] : []));
  }

  async event(type: string, count = 1): Promise<JsonObject> {
    await until(() => this.events(type).length >= count, `entry ${type}`);
    return this.events(type)[count - 1] as JsonObject;
  }
}

export interface TestBench {
  readonly engine: Engine;
  readonly client: TestClient;
  readonly dataFolder: string;
  readonly logged: string[];
}

/** A whole engine on a folder of its own. */
export async function startBench(services: Partial<EngineServices> = {}): Promise<TestBench> {
  const dataFolder = services.dataFolder ?? (await temporaryFolder());
  const logged: string[] = [];
  const engine = await createEngine({
    dataFolder,
    assetsFolder,
    version: '0.0.0-test',
    host: 'test',
    simulatorUrl: () => Promise.resolve(ok({ url: 'ws://127.0.0.1:1' })),
    secret: () => Promise.resolve(testKey),
    secretStatus: () => Promise.resolve({ present: true, from: 'environment', needed: true }),
    systemProxy: () => Promise.resolve(null),
    log: (line) => void logged.push(line),
    ...services,
  });
  return { engine, client: new TestClient(engine), dataFolder, logged };
}

/** Starts a session and fails the test when it is refused. */
export async function startSession(
  { client }: TestBench,
  url: string,
  more: { options?: JsonObject; wav?: string; trailingSilenceMs?: number; keep?: 'all' | 'usage' } = {},
): Promise<string> {
  const answer = await client.api.call('session.start', {
    endpoint: endpointOf(url),
    options: more.options ?? {},
    ...(more.keep === undefined ? {} : { keep: more.keep }),
    input:
      more.wav === undefined
        ? { kind: 'microphone' }
        : { kind: 'wav', path: more.wav, trailingSilenceMs: more.trailingSilenceMs ?? 0 },
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.sessionId;
}
