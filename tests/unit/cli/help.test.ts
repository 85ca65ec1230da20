import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Command, form, type Outcome, runCommand } from '../../../electron/cli/input/command.ts';
import { commands } from '../../../electron/cli/all-commands.ts';
import { commandHelp, helpText } from '../../../electron/cli/help.ts';
import type { Flag } from '../../../electron/cli/input/flags.ts';
import { forkChild } from '../../../electron/hosts/child-process.ts';
import { findInstallation } from '../../../electron/hosts/installation.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';

const loaded = await Promise.all(commands.map(async (entry) => ({ entry, command: await entry.load() })));
const forms = loaded.flatMap(({ entry, command }) =>
  command.forms.map((one) => ({
    form: one,
    called: one.name === '' ? entry.name : `${entry.name} ${one.name}`,
    help: commandHelp(entry, command, one.name),
  })),
);

/** A value that a flag takes. */
const valueFor = (flag: Flag): string[] =>
  flag.type === 'boolean' ? [] : [flag.choices?.[0] ?? (flag.whole === undefined ? 'x' : String(flag.whole[0]))];
/** The flags that a help lists: each begins a line. */
const listed = (help: string): string[] => [...help.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name = '']) => name);
const unwrapped = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('the help of a command', () => {
  it.each(forms)('lists each flag that $called takes, and no other', ({ form: { flags }, help }) => {
    expect(listed(help)).toEqual(Object.keys(flags));
  });

  it.each(forms)('lists flags of $called that its parser takes', ({ form: one, called, help }) => {
    for (const name of listed(help)) {
      const flag = one.flags[name];
      if (flag === undefined) throw new Error(`${called} has no --${name}`);
      const words = one.words.map(() => 'word');
      const checked = one.check(called, [...words, `--${name}`, ...valueFor(flag)]);
      const complaint = checked.ok ? '' : checked.error.message;
      expect(complaint).not.toMatch(/knows no flag|takes no value|needs a value|is a whole number|, not x\./);
      // Given with or without a value as the help shows it, and not the other way.
      const other = flag.type === 'boolean' ? [`--${name}=x`] : [`--${name}`];
      const wrong = one.check(called, [...words, ...other]);
      expect(wrong).toMatchObject({
        ok: false,
        error: { message: expect.stringMatching(/takes no value|needs a value/) as unknown },
      });
    }
    expect(one.check(called, ['--no-such-flag'])).toMatchObject({
      error: { message: `voxtally ${called} knows no flag --no-such-flag; see voxtally ${called} --help.` },
    });
  });

  it.each(forms)('says of each flag of $called its words, its value, its default and whether it comes again', (one) => {
    const text = unwrapped(one.help);
    for (const [name, flag] of Object.entries(one.form.flags)) {
      if (flag.type === 'boolean') {
        expect(text).toContain(`--${name} ${unwrapped(flag.says)}`);
        continue;
      }
      const value = flag.value ?? flag.choices?.join('|') ?? 'N';
      const many = flag.many === 'words' ? '… ' : ' ';
      expect(text).toContain(`--${name} ${value}${many}${unwrapped(flag.says)}`);
      const holds = flag.otherwise ?? flag.default ?? '';
      if (holds !== '') expect(text).toContain(`Default: ${holds}.`);
    }
    for (const word of one.form.words) expect(text).toContain(`${word.name} ${word.says}`);
  });

  it('says how it is called, with what it needs and nothing that it does not', () => {
    const first = (name: string, only: string): string =>
      forms.find(({ called }) => called === `${name}${only}`)?.help.split('\n')[2] ?? '';
    expect(first('prices', ' refresh')).toBe('voxtally prices refresh --region REGION [FLAGS]');
    expect(first('profiles', ' export')).toBe('voxtally profiles export FILE [NAME…]');
    expect(first('replay', '')).toBe('voxtally replay SESSION [FLAGS]');
  });

  it('shows every form of a command where none is named, and which one holds without a name', () => {
    const prices = loaded.find(({ entry }) => entry.name === 'prices');
    if (prices === undefined) throw new Error('there is no command prices');
    const help = commandHelp(prices.entry, prices.command);
    for (const { name } of prices.command.forms) expect(help).toContain(`voxtally prices ${name}`);
    expect(help).toContain('voxtally prices by itself is voxtally prices list.');
  });

  it('has no line wider than its width, but for what has no space in it', () => {
    for (const { help } of forms) for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });
});

describe('the list of commands', () => {
  it('holds every file of commands, and its names and summaries stand in voxtally --help', async () => {
    const folder = fileURLToPath(new URL('../../../electron/cli/commands', import.meta.url));
    const files = (await readdir(folder)).map((name) => name.replace(/\.ts$/, ''));
    expect(commands.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
    const text = unwrapped(helpText('1.2.3', commands));
    expect(text).toContain('Voxtally 1.2.3:');
    for (const { name, summary } of commands) expect(text).toContain(`${name} ${summary}`);
    for (const variable of ['VOXTALLY_API_KEY', 'VOXTALLY_HOME', 'VOXTALLY_PROXY_PASSWORD'])
      expect(text).toContain(variable);
    expect(text).toMatch(/Exit codes: 0 done, 1 .*, 2 the command was not understood\./);
  });
});

describe('the end of a command', () => {
  const error = benchError('not-found', 'It is gone.', { nextStep: 'Look elsewhere.' });
  const ending = (outcome: Outcome): Command => ({
    forms: [form({ flags: { json: { type: 'boolean', says: '' } }, run: () => outcome })],
  });
  const ran = async (command: Command, ...args: string[]): Promise<readonly [number, string, string]> => {
    let out = '';
    let err = '';
    const terminal = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
    const code = await runCommand('try', command, args, {
      installation: findInstallation(),
      terminal,
      launch: forkChild,
    });
    return [code, out, err];
  };

  it('prints results to one stream and notes to the other', async () => {
    expect(await ran(ending({ ok: true, out: 'all\n', notes: ['one', 'two'] }))).toEqual([0, 'all\n', 'one\ntwo\n']);
    expect(await ran(ending({ ok: true, out: 'half\n', code: 1 }))).toEqual([1, 'half\n', '']);
  });

  it('tells a refusal in sentences, with --json as an object', async () => {
    expect(await ran(ending(refuse(error)))).toEqual([1, '', 'It is gone.\nLook elsewhere.\n']);
    const [code, out, err] = await ran(ending({ ...refuse(error), code: 2 }), '--json');
    expect([code, JSON.parse(out), err]).toEqual([2, { voxtally: 1, error }, '']);
  });

  it('says what is wrong with a command line in a sentence, with --json too', async () => {
    const [code, out, err] = await ran(ending(ok({ out: '' })), '--json', '--loud');
    expect([code, out, err]).toEqual([2, '', 'voxtally try knows no flag --loud; see voxtally try --help.\n']);
    expect(await ran(ending(ok({ out: '' })), 'word')).toEqual([
      2,
      '',
      'voxtally try does not know what to do with "word".\n',
    ]);
  });
});
