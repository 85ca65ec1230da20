import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startSimulator } from '../../electron/simulator/server.ts';
import { Resampler } from '../../shared/audio/resampler.ts';
import { floatToPcm16 } from '../../shared/audio/samples.ts';
import { readSoundFile } from '../../electron/engine/sound/read-sound-file.ts';
import { readMono } from '../../shared/audio/sound-file.ts';
import { readJson } from '../../shared/kit/json.ts';
import { atLeast, atMost, figure, unmeasured, type BenchLine, type BenchRow, type BenchTable } from './table.ts';

const run = promisify(execFile);

/** A public kit that speaks the protocol as a client, unmodified. */
interface Kit {
  readonly name: string;
  /** Its driver, in `sdks/`. */
  readonly driver: string;
  readonly arguments?: readonly string[];
  /** `tls`: it takes no other address. */
  readonly reached: 'tls' | 'http' | 'ws';
  /** What is installed for it, in a folder of its own; none: it is a dependency of the project. */
  readonly packages: readonly string[];
}

/** One entry a kit. `openai` is the version that the project has. */
const kitsWith = (openai: string): readonly Kit[] => [
  { name: `openai ${openai}`, driver: 'openai.mjs', reached: 'tls', packages: [] },
  {
    name: `openai ${openai}, its Azure client`,
    driver: 'openai.mjs',
    arguments: ['azure'],
    reached: 'tls',
    packages: [],
  },
  {
    name: '@openai/agents-realtime 0.20.0',
    driver: 'agents.mjs',
    reached: 'ws',
    packages: ['@openai/agents-realtime@0.20.0', 'zod@4.6.7'],
  },
  {
    name: '@livekit/agents-plugin-openai 1.9.0',
    driver: 'livekit.mjs',
    reached: 'http',
    packages: [
      '@livekit/agents@1.9.0',
      '@livekit/agents-plugin-openai@1.9.0',
      '@livekit/rtc-node@0.13.35',
      'zod@4.6.7',
    ],
  },
];

const installLimitMs = 600_000;
const turnLimitMs = 120_000;

const failureSchema = z.object({ code: z.unknown(), stderr: z.string().default('') });

/** Installs a kit; the reason when that cannot be done, without addresses. */
async function install(folder: string, packages: readonly string[]): Promise<string | null> {
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  // No package runs anything of its own here.
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
  try {
    await run('npm', words, { cwd: folder, timeout: installLimitMs });
    return null;
  } catch (error) {
    const failure = failureSchema.safeParse(error);
    const code = failure.success ? /npm error code (\w+)/.exec(failure.data.stderr)?.[1] : undefined;
    return code === undefined ? 'npm did not end' : `npm says ${code}`;
  }
}

const tallySchema = z.object({
  turns: z.number(),
  events: z.number(),
  refused: z.number().nullable(),
  errors: z.array(z.string()),
});
type Tally = z.infer<typeof tallySchema>;

const nothing = (error: string): Tally => ({ turns: 0, events: 0, refused: null, errors: [error] });

/** One turn in a process of the kit's own. */
async function turn(folder: string, kit: Kit, words: readonly string[], trusted: string): Promise<Tally> {
  const driver = join(folder, kit.driver);
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted };
  try {
    const { stdout } = await run(process.execPath, [driver, ...words, ...(kit.arguments ?? [])], {
      cwd: folder,
      env,
      timeout: turnLimitMs,
    });
    const last = readJson(stdout.trimEnd().split('\n').at(-1) ?? '');
    const read = tallySchema.safeParse(last.ok ? last.value : null);
    return read.success ? read.data : nothing('it told nothing');
  } catch (error) {
    const failure = failureSchema.safeParse(error);
    return nothing(failure.success ? `its process ended: ${failure.data.stderr.slice(0, 300)}` : 'it could not start');
  }
}

/** A sample question and the silence that ends its turn, as PCM16 at 24 kHz. */
async function writeQuestion(root: string, path: string): Promise<void> {
  const from = join(root, 'assets', 'speech', 'questions', 'thank-you.wav');
  const read = await readSoundFile({ path: from, name: from, mostBytes: 2 ** 24 });
  if (!read.ok) throw new Error(read.error.message);
  const wav = read.sound;
  const resampler = new Resampler(wav.rateHz, 24_000);
  const out = new Float32Array(resampler.maxOutput(wav.samples));
  const samples = resampler.process(readMono(wav, 0, wav.samples), out);
  const pcm = new Int16Array(samples + 24_000 * 1.5);
  floatToPcm16(out, pcm, samples);
  await writeFile(path, Buffer.from(pcm.buffer));
}

interface Front {
  readonly port: number;
  close(): void;
}

/** TLS in front of the simulator, by a certificate for localhost that the kit's process is told to trust. */
async function tlsFront(root: string, port: number): Promise<Front> {
  const fixture = (name: string): Promise<Buffer> => readFile(join(root, 'tests', 'fixtures', 'tls', name));
  const [key, cert] = [await fixture('server.key'), await fixture('server.pem')];
  const server = createServer({ key, cert }, (socket) => {
    const inner = connect(port, '127.0.0.1');
    // Whichever end breaks takes the other with it.
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** The version of a dependency of the project. */
async function versionOf(root: string, name: string): Promise<string> {
  const read = readJson(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(read.ok ? read.value : null).version;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function line(kit: Kit, tallies: readonly Tally[]): BenchLine {
  const schemas = tallies.map(({ refused }) => refused).filter((count) => count !== null);
  return {
    name: kit.name,
    cells: [
      atLeast('turns done', sum(tallies.map(({ turns }) => turns)), '', 2),
      figure('events seen', sum(tallies.map(({ events }) => events)), ''),
      schemas.length === 0 ? null : atMost('refused by its schema', sum(schemas), '', 0),
      atMost('errors', sum(tallies.map(({ errors }) => errors.length)), '', 0),
    ],
  };
}

interface Place {
  readonly root: string;
  readonly scratch: string;
  readonly port: number;
  readonly tlsPort: number;
}

/** The two turns of a kit, or why it is not there. */
async function tryKit(kit: Kit, place: Place): Promise<{ line: BenchLine } | { missing: BenchRow }> {
  const { root, scratch, port, tlsPort } = place;
  const drivers = join(root, 'tests', 'bench', 'sdks');
  let folder = drivers;
  if (kit.packages.length > 0) {
    folder = await mkdtemp(join(scratch, 'kit-'));
    const why = await install(folder, kit.packages);
    if (why !== null) return { missing: unmeasured(kit.name, `not installed: ${why}`) };
    await cp(drivers, folder, { recursive: true });
  }
  const base = kit.reached === 'tls' ? `https://localhost:${tlsPort}` : `${kit.reached}://127.0.0.1:${port}`;
  const trusted = join(root, 'tests', 'fixtures', 'tls', 'ca.pem');
  const tallies: Tally[] = [];
  for (const mode of ['text', 'audio']) {
    const tally = await turn(folder, kit, [base, mode, join(scratch, 'question.pcm')], trusted);
    for (const error of tally.errors) process.stderr.write(`${kit.name}, ${mode}: ${error}\n`);
    tallies.push(tally);
  }
  return { line: line(kit, tallies) };
}

/**
 * Public kits hold a typed and a spoken turn with the simulator, each in a process of its own. Those that are no dependency of the
 * project are installed into a temporary folder for it.
 * @param root the checkout
 */
export async function benchSdks(root: string): Promise<BenchTable> {
  const scratch = await mkdtemp(join(tmpdir(), 'voxtally-sdks-'));
  const simulator = await startSimulator({ assetsFolder: join(root, 'assets'), seed: 1 });
  const port = Number(new URL(simulator.url).port);
  const front = await tlsFront(root, port);
  try {
    await writeQuestion(root, join(scratch, 'question.pcm'));
    const place = { root, scratch, port, tlsPort: front.port };
    const lines: BenchLine[] = [];
    const rows: BenchRow[] = [];
    for (const kit of kitsWith(await versionOf(root, 'openai'))) {
      const tried = await tryKit(kit, place);
      if ('line' in tried) lines.push(tried.line);
      else rows.push(tried.missing);
    }
    return {
      title: 'Public SDKs against the simulator',
      note: 'A typed turn answered in writing and a spoken one answered aloud, by each kit unmodified and in a process of its own: its own defaults, its own client, TLS where it insists on that. Kits that are no dependency of the project are installed by npm into a temporary folder, without running their scripts. A kit without a schema of events has no figure there; errors are events of type `error`, failed responses and whatever the kit itself reports.',
      rows,
      ...(lines.length === 0 ? {} : { grid: { corner: 'kit', lines } }),
    };
  } finally {
    front.close();
    await simulator.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
