import type { LogEntry, Origin } from './entry.ts';
import { isAudioFrame } from './entry-type.ts';

/** What the list of entries counts and filters by. */
export interface EntryKind {
  readonly origin: Origin;
  readonly audio: boolean;
}

/** Every kind by its code, from 0 to 6. 0: the entry is not known, or not in the record. */
export const entryKinds: readonly (EntryKind | null)[] = [
  null,
  { origin: 'client', audio: false },
  { origin: 'server', audio: false },
  { origin: 'bench', audio: false },
  { origin: 'client', audio: true },
  { origin: 'server', audio: true },
  { origin: 'bench', audio: true },
];

/** So many kinds are told at once: an hour with both voices and more, so that most records are told whole. */
export const mostKindsAnAnswer = 300_000;

const originCode: Readonly<Record<Origin, number>> = { client: 1, server: 2, bench: 3 };
const audioCode = 3;

/** The place of a kind in `entryKinds`. */
export const codeOfKind = ({ origin, audio }: EntryKind): number => originCode[origin] + (audio ? audioCode : 0);

/** The code of an entry's kind. */
export const codeOfEntry = ({ from, event }: Pick<LogEntry, 'from' | 'event'>): number =>
  codeOfKind({ origin: from, audio: isAudioFrame(event) });
