import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wavHeader } from '../../../shared/audio/wav.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { assetsFolder } from '../support/bench.ts';
import { builtScript, inItsOwnProcess, inThisProcess, type Ran } from '../support/cli.ts';
import { until } from '../support/until.ts';

const question = join(assetsFolder, 'speech', 'questions', 'thank-you.wav');
let work = '';
let script = '';

beforeAll(async () => {
  script = await builtScript();
  work = await mkdtemp(join(tmpdir(), 'voxtally-cli-'));
}, 120_000);
afterAll(() => rm(work, { recursive: true, force: true }));

const env = (): { VOXTALLY_HOME: string } => ({ VOXTALLY_HOME: join(work, 'home') });
const voxtally = (...args: string[]): Promise<Ran> => inThisProcess(args, { env: env() });
const alone = (...args: string[]): Promise<Ran> => inItsOwnProcess(args, { env: env() });

const json = ({ out }: Ran): JsonObject => JSON.parse(out) as JsonObject;

describe('a session that is none', () => {
  it.each(['replay', 'usage'])(
    'is refused by %s in one sentence, a folder in place of its log and an empty name',
    async (name) => {
      const folder = join(work, `no-session-${name}`);
      await mkdir(join(folder, 'events.jsonl'), { recursive: true });
      const inPlace = await voxtally(name, folder);
      expect(inPlace.code).toBe(1);
      expect(inPlace.err).toContain(`The log of ${folder}, events.jsonl, cannot be read: it is a folder.`);
      const empty = await voxtally(name, '');
      expect(empty.code).toBe(1);
      expect(empty.err).toContain('There is no recorded session at an empty name.');
    },
  );

  it('is a folder where prices import and resample want a file', async () => {
    for (const args of [
      ['prices', 'import', work],
      ['resample', work, join(work, 'out.wav')],
    ]) {
      const ran = await voxtally(...args);
      expect(ran.code).toBe(1);
      expect(ran.err).toContain(`${work} cannot be read: it is a folder.`);
    }
  });
});

describe('voxtally run', () => {
  it('speaks a file, records the session, prints usage and exact cost; replay says the same of the record', async () => {
    const sessions = join(work, 'sessions');
    const option = ['--option', 'transcription.model=whisper-1'];
    const ran = await alone('run', '--wav', question, '--out', sessions, '--json', ...option);
    expect(ran.err).toBe('');
    expect(ran.code).toBe(0);
    const report = json(ran);
    expect(report).toMatchObject({
      voxtally: 1,
      phase: 'closed',
      error: null,
      input: { kind: 'wav', label: 'thank-you.wav' },
      responses: [{ status: 'completed' }],
      unfinished: [],
    });
    const said = (report['conversation'] as JsonObject[]).map(({ role, text }) => [role, text]);
    expect(said).toEqual([
      ['user', 'Thank you, that is all.'],
      ['assistant', 'You are welcome. Have a good day.'],
    ]);
    const cost = report['cost'] as JsonObject;
    expect(cost['unpriced']).toEqual([]);
    expect(cost['totalUsd']).toMatch(/^0\.00\d+$/);
    const lines = cost['lines'] as JsonObject[];
    const sum = lines.reduce((total, line) => total + Number(line['costUsd']), 0);
    expect(Number(cost['totalUsd'])).toBeCloseTo(sum, 12);
    const total = (report['usage'] as JsonObject[]).find((row) => row['path'] === 'total_tokens');
    const response = (report['responses'] as JsonObject[])[0]?.['usage'] as JsonObject;
    expect(total?.['total']).toBe(response['total_tokens']);

    const [name = ''] = await readdir(sessions);
    const folder = join(sessions, name);
    expect(report['folder']).toBe(folder);
    expect((await readdir(folder)).toSorted()).toEqual(['events.jsonl', 'input.wav', 'output.wav', 'summary.json']);
    const before = await readFile(join(folder, 'events.jsonl'));
    const replayed = await voxtally('replay', folder, '--json');
    expect(replayed.code).toBe(0);
    expect(json(replayed)).toEqual(report);
    expect((await readFile(join(folder, 'events.jsonl'))).equals(before)).toBe(true);
    const tables = await voxtally('replay', folder);
    expect(tables.out).toContain('You are welcome. Have a good day.');
    expect(tables.out).toContain(JSON.stringify(total?.['total']));
  });

  it('talks to a simulator that runs by itself, which an interrupt ends in order', async () => {
    const simulator: ChildProcess = spawn(process.execPath, [script, 'simulate'], {
      env: { ...process.env, ...env() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    simulator.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
    await until(() => printed.includes('\n'), 'the address of the simulator');
    const address = new URL('/v1/realtime?model=gpt-realtime-mini', printed.trim().replace(/^http/, 'ws'));
    const ran = await voxtally('run', '--wav', question, '--url', address.href, '--turns', '1', '--json');
    expect(json(ran)).toMatchObject({ endpoint: { url: address.href }, responses: [{ status: 'completed' }] });
    expect(ran.code).toBe(0);
    simulator.kill('SIGINT');
    expect((await once(simulator, 'exit'))[0]).toBe(0);
  });

  it('refuses what is no sound before it calls anybody, in a sentence on the right stream', async () => {
    const broken = join(work, 'broken.wav');
    const empty = join(work, 'empty.wav');
    await writeFile(broken, 'not sound at all, whatever the name says');
    await writeFile(empty, wavHeader(24_000, 0));
    const cases = [
      { wav: broken, says: 'broken.wav is not a sound file' },
      { wav: empty, says: 'empty.wav' },
      { wav: join(work, 'none.wav'), says: 'there is no such file' },
      { wav: work, says: 'it is a folder' },
    ];
    for (const { wav, says } of cases) {
      const ran = await voxtally('run', '--wav', wav, '--out', join(work, 'nothing'));
      expect(ran.code).toBe(1);
      expect(ran.out).toBe('');
      expect(ran.err).toContain(says);
    }
    const told = json(await voxtally('run', '--wav', broken, '--json'));
    expect(told).toMatchObject({ voxtally: 1, error: { reason: 'invalid-audio-file' } });
    expect(await readdir(join(work, 'nothing')).catch(() => [])).toEqual([]);
  });

  it('says why an endpoint cannot be had: an address that is none, nobody there, a key that is missing', async () => {
    const port = await freePort();
    const nobody = await voxtally('run', '--wav', question, '--url', `ws://127.0.0.1:${port}/v1/realtime`, '--json');
    expect(nobody.code).toBe(1);
    expect(json(nobody)).toMatchObject({ error: { reason: 'unreachable' } });
    const nonsense = await voxtally('run', '--wav', question, '--url', 'not an address');
    expect(nonsense.code).not.toBe(0);
    expect(nonsense.err).toContain('not an address');
    const keyless = await voxtally(
      'run',
      '--wav',
      question,
      '--azure',
      'contoso.openai.azure.com',
      '--deployment',
      'x',
    );
    expect(keyless.code).toBe(3);
    expect(keyless.err).toContain('key');
  });

  it('does not understand a wrong command line, and says which part', async () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [['run'], '--wav'],
      [['run', '--wav'], '--wav'],
      [['run', '--wav', question, '--silence', '1'], '--silence'],
      [['run', '--wav', question, '--turns', 'two'], 'two'],
      [['run', '--wav', question, '--option', 'vad.silence=soon'], 'vad.silence'],
      [['run', '--wav', question, '--option', 'no.such=1'], 'no.such'],
      [['run', '--wav', question, '--openai', '--azure', 'x'], '--openai'],
      [['replay'], 'session'],
      [['simulate', '--port', '70000'], '70000'],
      [['sing'], 'sing'],
    ];
    for (const [args, says] of wrong) {
      const ran = await voxtally(...args);
      expect(ran.code, args.join(' ')).toBe(2);
      expect(ran.out).toBe('');
      expect(ran.err, args.join(' ')).toContain(says);
    }
  });
});

describe('the other commands', () => {
  it('replay says where it looked when there is no session', async () => {
    await mkdir(join(work, 'hollow'), { recursive: true });
    await writeFile(join(work, 'hollow', 'events.jsonl'), 'hello\n');
    const nothing = await voxtally('replay', join(work, 'nowhere'));
    expect(nothing).toMatchObject({ code: 1, out: '' });
    expect(nothing.err).toContain(join(work, 'nowhere'));
    const hollow = await voxtally('replay', join(work, 'hollow'));
    expect(hollow.code).toBe(1);
    expect(hollow.err).toContain('does not begin with the header of a session');
  });

  it('simulate says that a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ran = await voxtally('simulate', '--port', String(port));
    server.close();
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain(`port ${port} is taken`);
  });

  it('runs as the bin of the package, by a link as npm makes one', async () => {
    const link = join(work, 'voxtally');
    await chmod(script, 0o755);
    await symlink(script, link);
    const child = spawn(link, ['--version'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await alone('--help')).out).toContain('Exit codes: 0 done');
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
