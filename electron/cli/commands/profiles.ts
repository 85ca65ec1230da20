import type { BenchApi } from '../../../shared/contract/bench-api.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { factSentence } from '../../../shared/protocol/endpoints/connection-facts.ts';
import { authOf } from '../../../shared/protocol/endpoints/all-forms.ts';
import { createEngine } from '../../engine/engine.ts';
import { textLine } from '../../hosts/terminal.ts';
import { type Command, form, type Outcome, type Surroundings } from '../input/command.ts';
import { commandLineServices } from '../input/bench-services.ts';
import { readText, standard, writeText } from '../input/files.ts';
import { findProfile } from '../input/session-start.ts';
import { textTable } from '../output/terminal-text.ts';

type Bench = Pick<BenchApi, 'call'>;

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
    address.ok ? address.url : visibleLine(address.error.message),
    authOf(endpoint),
    count === 0 ? 'no options' : plural(count, 'option'),
    proxyWords(profile),
  ];
}

async function list(bench: Bench): Promise<Outcome> {
  const listed = await bench.call('profiles.list', {});
  if (!listed.ok) return listed;
  if (listed.profiles.length === 0) return ok({ out: '', notes: ['No profile is saved yet.'] });
  const names = ['profile', 'address', 'let in by', 'holds', 'network'];
  const left = names.map(() => 'left' as const);
  return ok({ out: `${textTable([names, ...listed.profiles.map(row)], left)}\n` });
}

async function exportTo(bench: Bench, path: string, names: readonly string[]): Promise<Outcome> {
  const ids: string[] = [];
  for (const name of names) {
    const found = await findProfile(bench, name);
    if (!found.ok) return found;
    ids.push(found.profile.id);
  }
  const file = await bench.call('profiles.export', { ids: names.length === 0 ? null : ids });
  if (!file.ok) return file;
  if (path === standard) return ok({ out: file.text, notes: file.notes });
  const written = await writeText(path, file.text);
  return written.ok ? ok({ out: '', notes: file.notes }) : written;
}

async function importFrom(bench: Bench, path: string): Promise<Outcome> {
  const file = await readText(path);
  if (!file.ok) return file;
  const added = await bench.call('profiles.import', { text: file.text });
  if (!added.ok) return added;
  const notes = [...added.notes];
  for (const { name, endpoint, network } of added.profiles) {
    const asked = await bench.call('connection.ask', { endpoint, network });
    if (!asked.ok) return asked;
    if (asked.ask === null) continue;
    notes.push(
      `${repeated(name)} is not used before you accept what it does, with voxtally run --profile or on the start page. ${factSentence(asked.ask)}`,
    );
  }
  return ok({ out: added.profiles.map(({ name }) => textLine(name)).join(''), notes });
}

async function remove(bench: Bench, name: string): Promise<Outcome> {
  const found = await findProfile(bench, name);
  if (!found.ok) return found;
  const removed = await bench.call('profiles.delete', { id: found.profile.id });
  return removed.ok ? ok({ out: '' }) : removed;
}

/** Does something with the profiles of the data folder, which the engine alone reads and writes. */
async function withBench(surroundings: Surroundings, work: (bench: Bench) => Promise<Outcome>): Promise<Outcome> {
  const { services, close } = commandLineServices(surroundings);
  const engine = await createEngine(services);
  try {
    return await work(engine.client(() => undefined));
  } finally {
    await engine.shutdown(0);
    close();
  }
}

/** `voxtally profiles`: the saved ways to a deployment, kept by the same engine as the window's. */
export const profiles: Command = {
  forms: [
    form({
      name: 'list',
      says: 'List the saved profiles, which the window shows too.',
      flags: {},
      run: (_, surroundings) => withBench(surroundings, list),
    }),
    form({
      name: 'export',
      says: 'Write all of them, or those named, to a file without secrets.',
      words: [
        {
          name: 'FILE',
          needs: 'a file',
          says: 'The file that is written; - prints it.',
          nextStep: 'Give its path, or - to print it.',
        },
        { name: 'NAME…', needs: 'a profile', says: 'The profiles that are written; all without one.' },
      ],
      flags: {},
      run: ({ words: [path = '', ...names] }, surroundings) =>
        withBench(surroundings, (bench) => exportTo(bench, path, names)),
    }),
    form({
      name: 'import',
      says: 'Add the profiles of a file.',
      words: [{ name: 'FILE', needs: 'a file', says: 'As profiles export writes it; - reads standard input.' }],
      flags: {},
      run: ({ words }, surroundings) => withBench(surroundings, (bench) => importFrom(bench, words[0] ?? '')),
    }),
    form({
      name: 'delete',
      says: 'Remove one.',
      words: [{ name: 'NAME', needs: 'the name of a profile', says: 'The profile that is removed.' }],
      flags: {},
      run: ({ words }, surroundings) => withBench(surroundings, (bench) => remove(bench, words[0] ?? '')),
    }),
  ],
};
