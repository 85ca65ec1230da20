import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../electron/cli/all-commands.ts';
import { assetsFolder, temporaryFolder } from '../support/bench.ts';
import { fixture, inItsOwnProcess, inThisProcess, type Ran } from '../support/cli.ts';

/* Most tests of commands run them in the process of the test. Here each is run as it is shipped, in a process that must end by itself. */

const usage = fixture('thread-usage.json');
const meters = fixture('thread-meters.txt');
const wav = join(assetsFolder, 'speech/questions/thank-you.wav');
const profile = { name: 'here', endpoint: { kind: 'custom', url: 'ws://127.0.0.1:9/v1?model=x', auth: 'none' } };

interface Case {
  /** Its command and form as a person writes them. */
  readonly form: string;
  /** What follows them, in a working folder that both processes have alike. */
  readonly words: readonly string[];
  readonly code: number;
  readonly input?: string;
}

/** One call of every form, in an order in which each finds what it needs. */
const cases: readonly Case[] = [
  { form: 'run', words: ['--wav', wav, '--url', 'ws://127.0.0.1:9/v1', '--json'], code: 1 },
  { form: 'options', words: [], code: 0 },
  { form: 'resample', words: [wav, 'out.wav', '--rate', '8000'], code: 0 },
  { form: 'replay', words: ['nowhere'], code: 1 },
  { form: 'usage', words: ['nowhere', '--json'], code: 1 },
  { form: 'export', words: ['--all'], code: 2 },
  { form: 'verify', words: ['nowhere'], code: 1 },
  { form: 'sessions', words: ['--json'], code: 0 },
  { form: 'show', words: ['nowhere', '--json'], code: 1 },
  { form: 'search', words: ['parcel', '--json'], code: 0 },
  { form: 'compare', words: ['nowhere', 'either'], code: 1 },
  { form: 'repair', words: ['nowhere'], code: 1 },
  { form: 'redact', words: ['nowhere', '--out', 'redacted'], code: 1 },
  { form: 'import', words: ['nowhere.zip'], code: 1 },
  { form: 'prices list', words: [], code: 0 },
  { form: 'prices export', words: ['list-2026-10-09'], code: 0 },
  { form: 'prices import', words: ['-'], code: 1, input: 'no book' },
  { form: 'prices remove', words: ['list-2026-10-09'], code: 1 },
  { form: 'prices refresh', words: [], code: 2 },
  { form: 'profiles import', words: ['profiles.json'], code: 0 },
  { form: 'profiles list', words: [], code: 0 },
  { form: 'profiles export', words: ['-'], code: 0 },
  { form: 'profiles delete', words: ['here'], code: 0 },
  { form: 'bill list', words: ['--json'], code: 0 },
  { form: 'bill fetch', words: ['--scope', 'none', '--from', 'soon', '--to', 'later'], code: 1 },
  { form: 'bill fetch-openai', words: ['--from', 'soon', '--to', 'later'], code: 1 },
  { form: 'reconcile', words: ['--usage', '-', '--meters', meters], code: 0, input: await readFile(usage, 'utf8') },
  { form: 'simulate', words: ['--port', '70000'], code: 2 },
];

it('tries every form of every command', async () => {
  const forms: string[] = [];
  for (const { name, load } of commands) {
    for (const form of (await load()).forms) forms.push(`${name} ${form.name}`.trim());
  }
  expect(cases.map(({ form }) => form).toSorted()).toEqual(forms.toSorted());
});

/** All of them, one after the other, over a data folder and in a working folder of their own. */
async function runAll(start: typeof inThisProcess): Promise<[form: string, ran: Ran][]> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'profiles.json'), JSON.stringify({ voxtally: 1, kind: 'profiles', profiles: [profile] }));
  const env = { VOXTALLY_HOME: join(cwd, 'home'), VOXTALLY_API_KEY: 'planted-key-0123456789' };
  const all: [string, Ran][] = [];
  for (const { form, words, input = '' } of cases) {
    const { code, out, err } = await start([...form.split(' '), ...words], { cwd, env, input });
    all.push([form, { code, out: out.replaceAll(cwd, '.'), err: err.replaceAll(cwd, '.') }]);
  }
  return all;
}

describe('a command in a process of its own', () => {
  it('ends by itself, with the words and the exit code that it has in another', async () => {
    const here = await runAll(inThisProcess);
    const alone = await runAll(inItsOwnProcess);
    expect(alone.map(([form, { code }]) => [form, code])).toEqual(cases.map(({ form, code }) => [form, code]));
    expect(alone).toEqual(here);
  }, 300_000);
});
