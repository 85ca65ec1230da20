import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOnCommandLine } from '../../../electron/cli/input/flags.ts';
import { inItsOwnProcess, inThisProcess } from '../support/cli.ts';

const canary = 'Zq7canary0Value1';
/** What people paste where it does not belong, each with a secret that must be found nowhere. */
const pasted: readonly string[] = [
  `sk-proj-${canary}abcdefghijkl`,
  `ek_${canary}abcdefghijkl`,
  `Bearer ${canary}abcdefghijkl`,
  `eyJhbGciOiJSUzI1NiJ9.${canary}.abcdefgh`,
  `AccountKey=${canary}abcdefghijkl==`,
  `wss://me:${canary}@gateway.example.com/v1?x-api-key=${canary}&tenant=${canary}`,
  `https://gateway.example.com/v1;secret=${canary}?code=${canary}#${canary}`,
  `password=${canary}`,
];
/** The place of the pasted text. */
const here = '@';

/** Every place of the command line that takes a word, in a command that goes as far as it can. */
const commands: readonly (readonly string[])[] = [
  [here],
  [`--${here}`],
  ['run', here],
  ['run', `--${here}`],
  ['run', '--wav', here],
  ['run', '--wav', 'WAV', '--out', here],
  ['run', '--wav', 'WAV', '--url', here],
  ['run', '--wav', 'WAV', `--url=${here}`],
  ['run', '--wav', 'WAV', '--url', 'ws://127.0.0.1:9/v1', '--allow-parameter', here],
  ['run', '--wav', 'WAV', '--url', 'ws://127.0.0.1:9/v1', '--auth', here],
  ['run', '--wav', 'WAV', '--url', `ws://127.0.0.1:9/v1?model=${here}`],
  ['run', '--wav', 'WAV', '--url', `ws://127.0.0.1:9/${here}/v1`],
  ['run', '--wav', 'WAV', '--azure', here, '--deployment', 'v'],
  ['run', '--wav', 'WAV', '--azure', 'contoso.openai.azure.com', '--deployment', here],
  ['run', '--wav', 'WAV', '--azure', '127.0.0.1:9', '--deployment', here],
  ['run', '--wav', 'WAV', '--openai', '--model', here],
  ['run', '--wav', 'WAV', '--model', here],
  ['run', '--wav', 'WAV', '--url', 'wss://127.0.0.1:9/v1', '--auth', 'entra', '--entra-method', here],
  ['run', '--wav', 'WAV', '--url', 'wss://127.0.0.1:9/v1', '--auth', 'entra', '--tenant', here],
  ['run', '--wav', 'WAV', '--profile', here],
  ['run', '--wav', 'WAV', '--url', 'wss://127.0.0.1:9/v1', '--proxy', here],
  ['run', '--wav', 'WAV', '--url', 'wss://127.0.0.1:9/v1', '--ca-file', here],
  ['run', '--wav', 'WAV', '--url', 'ws://127.0.0.1:9/v1', '--option', here],
  ['run', '--wav', 'WAV', '--url', 'ws://127.0.0.1:9/v1', '--option', `${here}=1`],
  ['run', '--wav', 'WAV', '--url', 'ws://127.0.0.1:9/v1', '--option', `temperature=${here}`],
  ['run', '--wav', 'WAV', '--url', 'ws://127.0.0.1:9/v1', '--option', `vad.type=${here}`],
  ['run', '--wav', 'WAV', '--url', 'ws://127.0.0.1:9/v1', '--option', `tools=[${here}`],
  ['run', '--wav', 'WAV', '--url', 'ws://127.0.0.1:9/v1', '--option', `tools={"a":"${here}"}`],
  ['run', '--wav', 'WAV', '--trailing-silence', here],
  ['run', '--wav', 'WAV', '--turns', here],
  ['options', here],
  ['resample', here, 'out.wav'],
  ['resample', 'WAV', here],
  ['resample', 'WAV', 'out.wav', '--rate', here],
  ['replay', here],
  ['usage', here],
  ['usage', here, '--book', here],
  ['usage', 'SESSION', '--book', here],
  ['usage', 'SESSION', '--model', here],
  ['usage', 'SESSION', '--scope', here],
  ['prices', here],
  ['prices', 'refresh', '--region', here],
  ['prices', 'refresh', '--region', 'swedencentral', '--currency', here],
  ['prices', 'refresh', '--region', 'swedencentral', '--url', here],
  ['prices', 'import', here],
  ['prices', 'export', here],
  ['prices', 'remove', here],
  ['profiles', here],
  ['profiles', 'export', here],
  ['profiles', 'export', '-', here],
  ['profiles', 'import', here],
  ['profiles', 'delete', here],
  ['bill', here],
  ['bill', 'fetch', '--scope', here, '--from', '2026-11-01', '--to', '2026-11-02'],
  ['bill', 'fetch', '--scope', '3f2504e0-4f89-41d3-9a0c-0305e82c3301', '--from', here, '--to', '2026-11-02'],
  ['bill', 'fetch', '--scope', '3f2504e0-4f89-41d3-9a0c-0305e82c3301', '--from', '2026-11-01', '--to', here],
  [
    'bill',
    'fetch',
    '--scope',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '--from',
    '2026-11-01',
    '--to',
    '2026-11-02',
    '--api',
    here,
  ],
  [
    'bill',
    'fetch',
    '--scope',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '--from',
    '2026-11-01',
    '--to',
    '2026-11-02',
    '--sign-in',
    here,
  ],
  [
    'bill',
    'fetch',
    '--scope',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '--from',
    '2026-11-01',
    '--to',
    '2026-11-02',
    '--cloud',
    here,
  ],
  [
    'bill',
    'fetch',
    '--scope',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '--from',
    '2026-11-01',
    '--to',
    '2026-11-02',
    '--dates',
    here,
  ],
  [
    'bill',
    'fetch',
    '--scope',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '--from',
    '2026-11-01',
    '--to',
    '2026-11-02',
    '--tenant',
    here,
  ],
  [
    'bill',
    'fetch',
    '--scope',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '--from',
    '2026-11-01',
    '--to',
    '2026-11-02',
    '--application',
    here,
  ],
  ['bill', 'fetch-openai', '--from', here, '--to', '2026-11-02'],
  ['bill', 'fetch-openai', '--from', '2026-11-01', '--to', here],
  ['bill', 'fetch-openai', '--from', '2026-11-01', '--to', '2026-11-02', '--project', here],
  ['reconcile', here],
  ['reconcile', '--usage', here, '--meters', 'METERS'],
  ['reconcile', '--sessions', here, '--meters', 'METERS'],
  ['reconcile', '--usage', 'USAGE', '--meters', here],
  ['reconcile', '--usage', 'USAGE', '--bill', here],
  ['reconcile', '--usage', 'USAGE', '--meters', 'METERS', '--prices', here],
  ['reconcile', '--usage', 'USAGE', '--meters', 'METERS', '--model', here],
  ['reconcile', '--usage', 'USAGE', '--meters', 'METERS', '--metrics', here],
  ['reconcile', '--usage', 'USAGE', '--meters', 'METERS', '--others', here],
  ['reconcile', '--usage', 'USAGE', '--meters', 'METERS', '--html', here],
  ['reconcile', '--usage', 'USAGE', '--meters', 'METERS', '--plan', here],
  ['reconcile', '--usage', 'USAGE', '--bill', 'METERS', '--day', here],
  ['reconcile', '--usage', 'USAGE', '--bill', 'METERS', '--resource', here],
  ['reconcile', '--usage', 'USAGE', '--bill', 'METERS', '--dates', here],
  ['reconcile', '--usage', 'USAGE', '--bill', 'METERS', '--decimals', here],
  ['simulate', here],
  ['simulate', '--port', here],
];

const fixture = (path: string): string => new URL(`../../fixtures/billing/${path}`, import.meta.url).pathname;
const files: Readonly<Record<string, string>> = {
  WAV: new URL('../../../assets/speech/questions/thank-you.wav', import.meta.url).pathname,
  USAGE: fixture('thread-usage.json'),
  METERS: fixture('thread-meters.txt'),
  SESSION: 'no-such-session',
};

interface Ran {
  readonly code: number | null;
  readonly printed: string;
  /** Names and contents of everything in the data folder and the working folder. */
  readonly kept: string;
}

/** A command line with a key in its environment, over folders of its own. */
async function run(args: readonly string[], start = inThisProcess): Promise<Ran> {
  const place = await mkdtemp(join(tmpdir(), 'voxtally-keys-'));
  const [home, work] = [join(place, 'home'), join(place, 'work')];
  await mkdir(work);
  const { code, out, err } = await start(args, {
    cwd: work,
    env: {
      // A proxy and a sign-in of this machine would lead out of it.
      HTTPS_PROXY: undefined,
      https_proxy: undefined,
      PATH: work,
      VOXTALLY_HOME: home,
      VOXTALLY_API_KEY: 'planted-key-0123456789',
    },
  });
  let kept = '';
  for (const entry of await readdir(place, { recursive: true, withFileTypes: true })) {
    kept += `${entry.name}\n`;
    if (entry.isFile()) kept += await readFile(join(entry.parentPath, entry.name), 'latin1');
  }
  await rm(place, { recursive: true, force: true });
  return { code, printed: out + err, kept };
}

const filled = (command: readonly string[], text: string): string[] =>
  command.map((word) => files[word] ?? word.replace(here, () => text));

/** Commands that go on to their own readers with a form in them; every other is refused before any command sees it. */
const seenByCommands = commands.flatMap((command) => {
  const passed = pasted.filter((text) => keyOnCommandLine(filled(command, text)) === null);
  return passed.length === 0 ? [] : [[command.join(' '), command, passed] as const];
});

describe(`a secret at ${commands.length} places of the command line, in ${pasted.length} forms each`, () => {
  it('is told before any command sees it, and not repeated, but where an address or an option belongs', () => {
    for (const command of commands) {
      for (const text of pasted) {
        const error = keyOnCommandLine(filled(command, text));
        expect(JSON.stringify(error)).not.toContain(canary);
      }
    }
    const own = seenByCommands.map(([name]) => name);
    expect(own.filter((name) => !/--(?:url|azure|scope|option|proxy|allow-parameter|@)/.test(name))).toEqual([]);
    expect(own.length).toBeGreaterThan(10);
  });

  it('is told so by the command line as it is run', async () => {
    for (const [index, text] of pasted.entries()) {
      const start = index === 0 ? inItsOwnProcess : inThisProcess;
      const { code, printed, kept } = await run(['run', '--wav', text], start);
      expect([text, code, printed.includes(canary), kept.includes(canary)]).toEqual([text, 2, false, false]);
    }
  });

  it.each(seenByCommands)(
    'voxtally %s says what is wrong, repeats nothing and keeps nothing',
    async (_name, command, forms) => {
      for (const text of forms) {
        const { code, printed, kept } = await run(filled(command, text));
        expect([text, printed.includes(canary), kept.includes(canary)]).toEqual([text, false, false]);
        expect([text, code]).not.toEqual([text, null]);
        expect(printed).not.toContain('fault of its own');
      }
    },
  );

  it('says that it is a key, where one belongs, and that nothing was done', async () => {
    const { code, printed } = await run([
      'run',
      '--wav',
      files['WAV'] ?? '',
      '--azure',
      'contoso',
      '--deployment',
      pasted[0] ?? '',
    ]);
    expect(code).toBe(2);
    expect(printed).toContain('after --deployment, has the form of an API key, so nothing was done');
    expect(printed).toContain('VOXTALLY_API_KEY');
  });

  it('takes 32 hexadecimal digits for a key, unless a file is called so', async () => {
    const hex = '0123456789abcdef0123456789abcdef';
    const taken = await run(['replay', hex]);
    expect([taken.code, taken.printed.includes(hex)]).toEqual([2, false]);
    const folder = await mkdtemp(join(tmpdir(), 'voxtally-keys-'));
    const at = join(folder, hex);
    await writeFile(at, '');
    const file = await run(['prices', 'import', at]);
    expect(file.printed).toContain(hex);
    await rm(folder, { recursive: true });
  });
});
