import {
  appendFile,
  cp,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldersOf } from '../../../electron/cli/input/reconcile-evidence.ts';
import { openRecord } from '../../../electron/cli/input/recorded-sessions.ts';
import { writeSessions } from '../../../electron/engine/costs/export/write-sessions.ts';
import { reportedBySessions } from '../../../electron/engine/costs/reported.ts';
import { readSoundFile } from '../../../electron/engine/sound/read-sound-file.ts';
import { mostSoundBytes } from '../../../shared/audio/files/decoded.ts';
import { BillStore } from '../../../electron/engine/data/bills.ts';
import { CaseStore } from '../../../electron/engine/data/case-store.ts';
import { PreferenceStore } from '../../../electron/engine/data/preferences.ts';
import { PresetStore } from '../../../electron/engine/data/presets.ts';
import { PriceBooks } from '../../../electron/engine/data/price-books.ts';
import { ProfileStore } from '../../../electron/engine/data/profiles.ts';
import { readAbout, writeAbout } from '../../../electron/engine/record/about-file.ts';
import { noAbout } from '../../../shared/session/about.ts';
import { Library } from '../../../electron/engine/record/library.ts';
import { Trash } from '../../../electron/engine/record/trash.ts';
import type { RepairNews } from '../../../shared/contract/repairs.ts';
import { repairAll } from '../../../electron/engine/record/repair.ts';
import { readCaFile } from '../../../electron/cli/input/network-flags.ts';
import { billSources } from '../../../electron/engine/costs/import/sources.ts';
import { readText } from '../../../electron/cli/input/files.ts';
import { madeSessions } from '../../e2e/support/made-sessions.ts';
import { assetsFolder } from '../support/bench.ts';
import { beginRecording, names } from '../support/recorded.ts';
import { type UnfitKind, unfitKindNames, unfitKinds, UnfitPlaces } from '../support/unfit-places.ts';

const app = '0.0.0-test';
let work = '';
let made = '';
let places: UnfitPlaces;
beforeAll(async () => {
  // Paths of sockets are short.
  work = await mkdtemp(join(tmpdir(), 'v-'));
  const dataFolder = join(work, 'made');
  const [id = ''] = await madeSessions(dataFolder, [{ profile: 'One', reported: 1 }]);
  made = join(dataFolder, 'sessions', id);
  places = await UnfitPlaces.make();
});
afterAll(async () => {
  await places.remove();
  await rm(work, { recursive: true, force: true });
});

const sessionId = '2026-11-23T14-05-33Z-made-3f9a1c';
let copies = 0;

/** A session of its own in a library of its own, with a torn last line. */
async function tornSession(): Promise<{ library: string; folder: string }> {
  copies += 1;
  const library = join(work, `l${copies}`);
  const folder = join(library, sessionId);
  await cp(made, folder, { recursive: true });
  await appendFile(join(folder, 'events.jsonl'), '{"seq":99,"at":"20');
  return { library, folder };
}

/** Everything that reads a session, and what each says of it, refusals and notes alike. */
async function everyReader(library: string, folder: string): Promise<Readonly<Record<string, string>>> {
  const saved = new Library(library, app);
  const [opened, entries, replayed, reconciled] = [
    await saved.open(sessionId),
    await saved.entries(sessionId, 1, 10, 10),
    await openRecord(folder),
    await reportedBySessions([folder]),
  ];
  const order = { format: 'focus-csv', folders: [folder], bookId: null, models: {}, app } as const;
  const books = (await PriceBooks.open(assetsFolder, work)).all;
  const exported = await writeSessions({ ...order, books, since: null, until: null, leavesOut: false }, () =>
    Promise.resolve(),
  );
  const words = (answer: { ok: true } | { ok: false; error: { message: string } }): string =>
    answer.ok ? 'read' : answer.error.message;
  return {
    list: JSON.stringify(await saved.list()),
    open: words(opened),
    entries: words(entries),
    replay: words(replayed),
    reconcile: words(reconciled),
    export: words(exported),
    about: (await readAbout(folder)).note ?? 'read',
    repair: repairText(await repairAll(library, app)),
  };
}

const repairText = ({ repaired, broken }: RepairNews): string =>
  [
    ...repaired.map(({ did }) => `repaired: ${did.join(' ')}`),
    ...broken.map(({ problem }) => `not repaired: ${problem}`),
  ].join(' ');

/** Which of them have to do with a file, and must say what is in its place. */
const readersOf = {
  'events.jsonl': ['open', 'entries', 'replay', 'reconcile', 'export', 'repair'],
  'events.torn': ['repair'],
  'summary.json': [],
  'about.json': ['about'],
  'input.wav': ['repair'],
  'output.wav': ['repair'],
  lock: ['repair'],
} as const;
type SessionFile = keyof typeof readersOf;
const cases = (Object.keys(readersOf) as SessionFile[]).flatMap((name) =>
  unfitKindNames.map((kind): [SessionFile, UnfitKind] => [name, kind]),
);

describe.skipIf(process.platform === 'win32')('a session in which another put', () => {
  it.each(cases)('in place of %s a %s is answered in a sentence, and nothing is written there', async (name, kind) => {
    const { library, folder } = await tornSession();
    const path = join(folder, name);
    await places.put(kind, path);
    const before = await places.state();
    const said = await everyReader(library, folder);
    for (const reader of readersOf[name]) expect(said[reader], reader).toContain(unfitKinds[kind]);
    // The rest of the session is read as if the file were not there.
    if (name !== 'events.jsonl')
      expect([said['open'], said['reconcile'], said['replay']]).toEqual(['read', 'read', 'read']);
    if (name === 'summary.json' && kind !== 'folder') expect(said['repair']).toContain('repaired: ');
    expect(await places.state()).toEqual(before);
    if (kind === 'file of 5 GB' && name.endsWith('.wav')) expect(said['repair']).toContain('than its header can say');
    if (kind === 'folder') expect(await readFile(join(path, 'kept'), 'utf8')).toBe('kept');
    if (kind === 'file of 5 GB' && name !== 'summary.json') expect((await lstat(path)).size).toBe(5 * 1024 ** 3);
  });

  it('in place of the lock of a recorder that lives a link has nothing written through it, and it says so', async () => {
    copies += 1;
    const made = await beginRecording(join(work, `l${copies}`), names[0]);
    if ('refused' in made) throw new Error(made.refused);
    await places.put('link', join(made.record.folder, 'lock'));
    const before = await places.state();
    await made.record.close();
    expect(await places.state()).toEqual(before);
    expect(made.notes.join(' ')).toContain(unfitKinds.link);
  });

  it('a name beside it is written in place of a link, never through it', async () => {
    const { folder } = await tornSession();
    const before = await places.state();
    for (const kind of ['link', 'dangling link'] as const) {
      await places.put(kind, join(folder, 'about.json'));
      await writeAbout(folder, { ...noAbout, name: 'Order desk' });
      expect((await lstat(join(folder, 'about.json'))).isFile()).toBe(true);
      expect(await places.state()).toEqual(before);
    }
  });

  it('a file with a second name elsewhere is read and not mended', async () => {
    const { library, folder } = await tornSession();
    await link(join(folder, 'events.jsonl'), join(places.outside, 'twin'));
    const before = await places.state();
    const said = await everyReader(library, folder);
    expect(said['open']).toBe('read');
    expect(said['repair']).toContain('it has a second name in another place');
    expect(await places.state()).toEqual(before);
    await rm(join(places.outside, 'twin'));
  });

  it('a link in place of its whole folder is listed and not followed, unless the link itself is named', async () => {
    const { library, folder } = await tornSession();
    const elsewhere = join(places.outside, 'session');
    await rename(folder, elsewhere);
    await symlink(elsewhere, folder);
    const before = await places.state();
    const said = await everyReader(library, folder);
    expect(said['list']).toContain('Its folder is a link to another place, which is not followed.');
    for (const reader of ['open', 'entries']) expect(said[reader]).toContain('is a link to another place');
    expect(said['repair']).toBe('');
    expect(said['replay']).toBe('read');
    expect(await places.state()).toEqual(before);
    expect(await foldersOf([library])).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('links in a folder are not followed') },
    });
    expect(await foldersOf([folder])).toMatchObject({ ok: true, folders: [folder] });
    expect(await new Trash(library, join(library, '..', 'trash')).put(sessionId)).toMatchObject({ ok: true });
    expect(await places.state()).toEqual(before);
    await rm(elsewhere, { recursive: true });
  });
});

/** Every file of the data folder that somebody else may have made: how it is read, and where what is said of it goes. */
const kept = {
  'preferences.json': async (folder: string, note: (text: string) => void) => {
    const { store, notice } = await PreferenceStore.open(join(folder, 'preferences.json'), note);
    note(notice ?? '');
    await store.write({ theme: 'dark' });
  },
  'profiles.json': async (folder: string, note: (text: string) => void) => {
    await new ProfileStore(join(folder, 'profiles.json'), note).list();
  },
  'presets.json': async (folder: string, note: (text: string) => void) => {
    await new PresetStore(join(folder, 'presets.json'), note).list();
  },
  'prices/mine.json': async (folder: string, note: (text: string) => void) => {
    for (const problem of (await PriceBooks.open(assetsFolder, folder)).problems) note(problem);
  },
  'bills/0123456789abcdef.json': async (folder: string, note: (text: string) => void) => {
    await new BillStore(folder, note).list();
  },
  'reconciliations/3c7b1f4e-0000-4000-8000-000000000000.json': async (folder: string, note: (text: string) => void) => {
    const store = new CaseStore(folder, note);
    await store.list();
    await store.change('3c7b1f4e-0000-4000-8000-000000000000', { name: 'x' });
  },
} as const;
type KeptFile = keyof typeof kept;
const own: readonly string[] = ['preferences.json', 'profiles.json', 'presets.json'];
/** The three a person may have linked elsewhere; what the link leads to must still be such a file. */
const keptCases = (Object.keys(kept) as KeptFile[]).flatMap((name) =>
  unfitKindNames
    .filter((kind) => !own.includes(name) || kind !== 'dangling link')
    .map((kind): [KeptFile, UnfitKind] => [name, kind]),
);

describe.skipIf(process.platform === 'win32')('a data folder in which there is', () => {
  it.each(keptCases)('in place of %s a %s is answered in a sentence that names it', async (name, kind) => {
    copies += 1;
    const folder = join(work, `d${copies}`);
    await mkdir(join(folder, name, '..'), { recursive: true });
    await places.put(kind, join(folder, name));
    const before = await places.state();
    const said: string[] = [];
    await kept[name](folder, (text) => void said.push(text));
    expect(said.join(' ')).toContain(join(folder, name));
    if (!own.includes(name)) expect(said.join(' ')).toContain(unfitKinds[kind]);
    expect(await places.state()).toEqual(before);
  });
});

/** What a person names on the command line or in a window: links are meant, what is no file is refused. */
const named = {
  'a file of sound': (path: string) => readSoundFile({ path, name: 'sound', mostBytes: mostSoundBytes }),
  'a file of --ca-file': (path: string) => readCaFile(path),
  'a text': (path: string) => readText(path),
  'a bill': (path: string) => billSources([path, `${path}.csv`]),
} as const;
const namedKinds = ['dangling link', 'link to a device', 'pipe', 'socket'] as const;
const namedCases = (Object.keys(named) as (keyof typeof named)[]).flatMap((what) =>
  namedKinds.map((kind): [keyof typeof named, UnfitKind] => [what, kind]),
);

describe.skipIf(process.platform === 'win32')('whoever names', () => {
  it.each(namedCases)('as %s a %s is told what it is', async (what, kind) => {
    copies += 1;
    const path = join(work, `n${copies}`);
    await places.put(kind, path);
    await writeFile(`${path}.csv`, 'a,b\n');
    const answer = await named[what](path);
    const word = { 'dangling link': 'no such file', 'link to a device': 'is a device' };
    const expected = kind === 'dangling link' || kind === 'link to a device' ? word[kind] : `is a ${kind}`;
    expect(answer.ok ? 'read' : answer.error.message).toContain(expected);
  });
});
