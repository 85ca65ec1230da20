import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { wavHeader } from '../../../shared/audio/wav.ts';
import { isJsonObject, type JsonObject } from '../../../shared/kit/json.ts';
import { installedFolder } from '../support/bundle.ts';
import { smallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';

let installed = '';
let work = '';

beforeAll(async () => {
  installed = await installedFolder();
  work = await mkdtemp(join(tmpdir(), 'voxtally-interrupt-'));
}, 120_000);
afterAll(async () => {
  await rm(installed, { recursive: true, force: true });
  await rm(work, { recursive: true, force: true });
});

/** A minute of silence: the run is still speaking when it is interrupted. */
async function longFile(): Promise<string> {
  const path = join(work, 'a-minute.wav');
  const dataBytes = 60 * 48_000;
  await writeFile(path, Buffer.concat([wavHeader(24_000, dataBytes), Buffer.alloc(dataBytes)]));
  return path;
}

const benchEvents = (log: string, type: string): JsonObject[] =>
  log
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => (JSON.parse(line) as JsonObject)['event'])
    .filter((event): event is JsonObject => isJsonObject(event) && event['type'] === type);

describe.skipIf(process.platform === 'win32')('Ctrl-C during voxtally run', () => {
  it.each([
    { signal: 'SIGINT', how: 'as a terminal sends it' },
    { signal: 'SIGINT', how: 'and the runner around it passes it on', again: true },
    { signal: 'SIGTERM', how: 'as a service manager sends it' },
    { signal: 'SIGHUP', how: 'as a closed terminal sends it' },
  ] as const)(
    'closes the session in order when its whole group gets $signal $how: record, summary, report, exit code 1',
    async (told) => {
      const { signal } = told;
      const sessions = await mkdtemp(join(work, 'sessions-'));
      const tags = ['--tag', 'pilot', '--tag', ' customer=Contoso  Ltd '];
      const args = ['run', '--wav', await longFile(), '--out', sessions, '--json', ...tags];
      // A group of its own, as a terminal gives to what it starts: the signal reaches the simulator, too.
      const child = spawn(process.execPath, [join(installed, 'out', 'node', 'cli.js'), ...args], {
        env: { ...process.env, VOXTALLY_HOME: join(work, 'home') },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (text: Buffer) => (out += text.toString()));
      child.stderr.on('data', (text: Buffer) => (err += text.toString()));
      const ended = once(child, 'close');
      const log = async (): Promise<string> => {
        const [name = ''] = await readdir(sessions).catch(() => []);
        return await readFile(join(sessions, name, 'events.jsonl'), 'utf8').catch(() => '');
      };
      await until(async () => (await log()).includes('input_audio_buffer.append'), 'the first audio to be sent');
      process.kill(-(child.pid as number), signal);
      if ('again' in told) setTimeout(() => child.kill(signal), 20);
      expect(await ended).toEqual([1, null]);
      expect(err).toBe('');

      const report = JSON.parse(out) as JsonObject;
      expect(report).toMatchObject({ phase: 'closed', error: null, closed: { code: 1000 } });
      const record = await log();
      expect(benchEvents(record, 'bench.closing')).toMatchObject([{ by: 'person' }]);
      expect(benchEvents(record, 'bench.closed')).toMatchObject([{ code: 1000 }]);
      const folder = report['folder'] as string;
      expect((await readdir(folder)).toSorted()).toEqual(['about.json', 'events.jsonl', 'input.wav', 'summary.json']);
      // Tags are kept as the session begins: no interruption loses them.
      const about: unknown = JSON.parse(await readFile(join(folder, 'about.json'), 'utf8'));
      expect(about).toEqual({ name: null, note: null, tags: ['pilot', 'customer=Contoso Ltd'] });
      const summary = JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8')) as JsonObject;
      expect(summary).toMatchObject({ complete: true, logBytes: Buffer.byteLength(record) });
      const input = parseWav(await readFile(join(folder, 'input.wav')), 'input.wav');
      expect(input.ok && input.wav.durationMs).toBe((report['input'] as JsonObject)['sentMs']);
    },
  );

  it('ends a run that is still waiting to be let in, in a sentence, and leaves no session open', async () => {
    const silent = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const sessions = await mkdtemp(join(work, 'sessions-'));
    const args = ['run', '--wav', await longFile(), '--out', sessions, '--url', `ws://127.0.0.1:${port}/`];
    const child = spawn(process.execPath, [join(installed, 'out', 'node', 'cli.js'), ...args], {
      env: { ...process.env, VOXTALLY_HOME: join(work, 'home') },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const ended = once(child, 'close');
    await once(silent, 'connection');
    process.kill(-(child.pid as number), 'SIGINT');
    expect(await ended).toEqual([1, null]);
    expect(err).toContain('The run was interrupted before its session was open.');
    const [name = ''] = await readdir(sessions);
    expect(await readdir(join(sessions, name))).not.toContain('lock');
    silent.close();
  });
});

describe('voxtally run into a folder that takes nothing more', () => {
  it('prints what the session used, where no other folder takes it either', async (test) => {
    const disk = await smallDisk('48k');
    if (disk === null) {
      test.skip('needs the right to mount a small file system');
      return;
    }
    try {
      const wav = join(work, 'a-word.wav');
      const tone = Buffer.alloc(28_800);
      for (let n = 0; n < tone.length / 2; n += 1) tone.writeInt16LE(Math.round(12_000 * Math.sin(n / 20)), n * 2);
      await writeFile(wav, Buffer.concat([wavHeader(24_000, 2 * tone.length), tone, Buffer.alloc(tone.length)]));
      const nowhere = join(work, 'nowhere');
      const child = spawn(
        process.execPath,
        [join(installed, 'out', 'node', 'cli.js'), 'run', '--wav', wav, '--out', disk.path],
        {
          env: { ...process.env, VOXTALLY_HOME: join(work, 'home'), TMPDIR: nowhere, HOME: nowhere },
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      let out = '';
      child.stdout.on('data', (text: Buffer) => (out += text.toString()));
      await once(child, 'close');
      const [, used = 'null'] = /No other folder took it either\. What it used: (\{.*\})/.exec(out) ?? [];
      expect(JSON.parse(used)).toMatchObject({
        usage: expect.arrayContaining([expect.objectContaining({ path: 'total_tokens', known: true })]) as unknown,
      });
    } finally {
      disk.unmount();
    }
  });
});
