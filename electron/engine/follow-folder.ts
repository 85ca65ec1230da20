import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { BenchPush } from '../../shared/contract/bench-api.ts';
import { traceOf } from '../../shared/kit/errors.ts';
import type { BillStore } from './data/bills.ts';
import type { CaseStore } from './data/case-store.ts';
import type { VerdictStore } from './data/verdict-store.ts';
import { FolderWatch, type FolderWatchOptions } from './data/folder-watch.ts';
import type { PreferenceStore } from './data/preferences.ts';
import type { PresetStore } from './data/presets.ts';
import type { PriceBooks } from './data/price-books.ts';
import type { ProfileStore } from './data/profiles.ts';
import type { Clients } from './ports/control.ts';
import type { Library } from './record/library.ts';

export interface FollowParts {
  readonly dataFolder: string;
  readonly library: Pick<Library, 'folder' | 'traces'>;
  readonly profiles: Pick<ProfileStore, 'list'>;
  readonly presets: Pick<PresetStore, 'list'>;
  readonly preferences: PreferenceStore;
  readonly prices: PriceBooks;
  readonly bills: Pick<BillStore, 'list'>;
  readonly cases: Pick<CaseStore, 'list'>;
  readonly verdicts: Pick<VerdictStore, 'folder' | 'bySession'>;
  readonly clients: Clients;
  readonly log: (line: string) => void;
  readonly watch?: FolderWatchOptions | undefined;
}

type Told = Extract<BenchPush, { type: 'changed' }>['what'];

interface SubjectParts<T> {
  readonly folder: string;
  /** Its file; absent: all that the folder holds. */
  readonly file?: string;
  /** What is there now, by the store's own guarded reader. */
  readonly read: () => Promise<T>;
  /** Called when that is other than it was. */
  readonly tell: (now: T) => void;
}

/** One thing that another host on the same folder may change: where it lies, and how it is looked at again. */
interface Subject {
  readonly folder: string;
  readonly file?: string | undefined;
  look(): Promise<void>;
}

function subject<T>({ folder, file, read, tell }: SubjectParts<T>): Subject {
  // Of what was never looked at the first hint is told on.
  let known: { readonly now: T } | null = null;
  return {
    folder,
    file,
    async look() {
      const now = await read();
      if (known !== null && isDeepStrictEqual(now, known.now)) return;
      known = { now };
      tell(now);
    },
  };
}

function subjectsOf(parts: FollowParts): Subject[] {
  const { dataFolder, library, profiles, presets, preferences, prices, bills, cases, verdicts, clients } = parts;
  const changed = (what: Told) => (): void => clients.push({ type: 'changed', what });
  const inData = (name: string): string => join(dataFolder, name);
  return [
    subject({
      folder: dataFolder,
      file: 'preferences.json',
      read: async () => {
        await preferences.follow();
        return preferences.current;
      },
      tell: (now) => clients.pushOnce({ type: 'preferences', preferences: now }),
    }),
    subject({
      folder: dataFolder,
      file: 'profiles.json',
      read: () => profiles.list(),
      tell: (now) => clients.pushOnce({ type: 'profiles', profiles: now }),
    }),
    subject({ folder: dataFolder, file: 'presets.json', read: () => presets.list(), tell: changed('presets') }),
    subject({
      folder: inData('prices'),
      read: async () => {
        await prices.follow();
        return prices.list();
      },
      tell: changed('prices'),
    }),
    subject({ folder: inData('bills'), read: () => bills.list(), tell: changed('bills') }),
    subject({ folder: inData('reconciliations'), read: () => cases.list(), tell: changed('reconciliations') }),
    subject({ folder: verdicts.folder, read: () => verdicts.bySession(), tell: changed('sessions') }),
    subject({ folder: library.folder, read: () => library.traces(), tell: changed('sessions') }),
  ];
}

/** Shows in this host what another one changes on the same data folder. Its own writes are read again, too, and found to be known. */
export function followFolder(parts: FollowParts): { close(): Promise<void> } {
  const subjects = subjectsOf(parts);
  const look = async (one: Subject): Promise<void> => {
    try {
      await one.look();
    } catch (error) {
      parts.log(`What changed in ${one.folder} could not be read: ${traceOf(error)}`);
    }
  };
  return new FolderWatch(
    [...new Set(subjects.map(({ folder }) => folder))],
    async (folder, names) => {
      for (const one of subjects.filter((each) => each.folder === folder)) {
        if (one.file === undefined || names.size === 0 || names.has(one.file)) await look(one);
      }
    },
    parts.watch,
  );
}
