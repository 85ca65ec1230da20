import { readFile, writeFile } from 'node:fs/promises';
import type { BenchApi } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/kit/errors.ts';
import { repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import { authOf } from '../../../shared/protocol/endpoints/forms.ts';
import { createEngine } from '../../engine/engine.ts';
import { commandLineServices } from '../input/bench-services.ts';
import { textLine, type Terminal } from '../../hosts/terminal.ts';
import { type ExitCode, exitCodes, sayError, textTable } from '../output/terminal-text.ts';
import { findProfile } from '../input/session-start.ts';
import { readFlags } from '../input/flags.ts';
import type { Installation } from '../../hosts/installation.ts';

type Bench = Pick<BenchApi, 'call'>;
type Answer = Result<{ out: string; notes?: readonly string[] }>;
/** What one form of the command does, once its words are understood. */
interface Run {
  readonly run: (bench: Bench) => Promise<Answer>;
}

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

const fileError = (path: string, verb: string, error: unknown): Result<never> =>
  refuse(
    benchError(
      'not-found',
      `${repeatable(path, 300)} cannot be ${verb}: ${repeatable((error as Error).message, 300)}.`,
    ),
  );

function proxyWords({ network: { proxy, extraCa } }: Profile): string {
  const way = { system: 'proxy of the system', none: 'no proxy', explicit: 'proxy ' }[proxy.kind];
  return `${way}${proxy.kind === 'explicit' ? proxy.url : ''}${extraCa === null ? '' : `, trusts ${extraCa.name}`}`;
}

function row(profile: Profile): string[] {
  const { endpoint, options } = profile;
  const address = endpointUrl(endpoint);
  const count = Object.keys(options).length;
  return [
    profile.name,
    address.ok ? address.url : endpoint.kind,
    authOf(endpoint),
    count === 0 ? 'no options' : `${count} option${count === 1 ? '' : 's'}`,
    proxyWords(profile),
  ];
}

async function list(bench: Bench): Promise<Answer> {
  const listed = await bench.call('profiles.list', {});
  if (!listed.ok) return listed;
  if (listed.profiles.length === 0) return ok({ out: '', notes: ['No profile is saved yet.'] });
  const names = ['profile', 'address', 'let in by', 'holds', 'network'];
  const left = names.map(() => 'left' as const);
  return ok({ out: `${textTable([names, ...listed.profiles.map(row)], left)}\n` });
}

async function exportTo(bench: Bench, path: string, names: readonly string[]): Promise<Answer> {
  const ids: string[] = [];
  for (const name of names) {
    const found = await findProfile(bench, name);
    if (!found.ok) return found;
    ids.push(found.profile.id);
  }
  const file = await bench.call('profiles.export', { ids: names.length === 0 ? null : ids });
  if (!file.ok) return file;
  if (path === '-') return ok({ out: file.text, notes: file.notes });
  try {
    await writeFile(path, file.text);
  } catch (error) {
    return fileError(path, 'written', error);
  }
  return ok({ out: '', notes: file.notes });
}

async function importFrom(bench: Bench, path: string): Promise<Answer> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return fileError(path, 'read', error);
  }
  const added = await bench.call('profiles.import', { text });
  if (!added.ok) return added;
  return ok({ out: added.profiles.map(({ name }) => textLine(name)).join(''), notes: added.notes });
}

async function remove(bench: Bench, name: string): Promise<Answer> {
  const found = await findProfile(bench, name);
  if (!found.ok) return found;
  const removed = await bench.call('profiles.delete', { id: found.profile.id });
  return removed.ok ? ok({ out: '' }) : removed;
}

function planOf([name, ...args]: readonly string[]): Result<Run> {
  switch (name) {
    case undefined:
    case 'list': {
      const read = readFlags('profiles list', args, {});
      return read.ok ? ok<Run>({ run: list }) : read;
    }
    case 'export': {
      const [path, ...names] = args;
      if (path === undefined) return bad('voxtally profiles export needs a file.', 'Give its path, or - to print it.');
      const flag = args.find((word) => word.startsWith('-') && word !== '-');
      if (flag !== undefined)
        return bad(`voxtally profiles export knows no flag ${repeatable(flag)}.`, 'See voxtally --help.');
      return ok<Run>({ run: (bench) => exportTo(bench, path, names) });
    }
    case 'import': {
      const read = readFlags('profiles import', args, {}, ['a file']);
      return read.ok ? ok<Run>({ run: (bench) => importFrom(bench, read.words[0] ?? '') }) : read;
    }
    case 'delete': {
      const read = readFlags('profiles delete', args, {}, ['the name of a profile']);
      return read.ok ? ok<Run>({ run: (bench) => remove(bench, read.words[0] ?? '') }) : read;
    }
    default:
      return bad(`voxtally profiles does not know ${repeated(name)}.`, 'It knows list, export, import and delete.');
  }
}

/** `voxtally profiles`: the saved ways to a deployment, kept by the same engine as the window's. */
export async function profilesCommand(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const fail = (error: BenchError, code: ExitCode): ExitCode => {
    terminal.err(sayError(error));
    return code;
  };
  const plan = planOf(args);
  if (!plan.ok) return fail(plan.error, exitCodes.usage);
  const surroundings = commandLineServices(installation, terminal, undefined);
  const engine = await createEngine(surroundings.services);
  try {
    const answer = await plan.run(engine.client(() => undefined));
    if (!answer.ok) return fail(answer.error, exitCodes.failed);
    terminal.out(answer.out);
    for (const note of answer.notes ?? []) terminal.err(textLine(note));
    return exitCodes.done;
  } finally {
    await engine.shutdown(0);
    surroundings.close();
  }
}
