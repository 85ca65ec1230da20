import { count, plural } from '../kit/numbers.ts';
import type { SessionHeader } from './entry.ts';

/** Why a record holds no words and no sound. */
export type Redaction = NonNullable<SessionHeader['redacted']>;

/** What is said of such a record, in a sentence. */
export const redactionWords: Readonly<Record<Redaction, string>> = {
  copy: 'This is a redacted copy: sound, words, instructions and what tools were given are taken out. Usage, counts and times are those of the session.',
  'usage-only': 'This record keeps usage only: sound and words were not written down.',
};

/** A stretch of a log that does not hold what was written, between two of its digests. */
export interface DamagedStretch {
  /** First byte of it, and the first one after it. */
  readonly fromByte: number;
  readonly toByte: number;
  /** It holds the entries after this one. 0: it begins with the header. */
  readonly afterSeq: number;
}

/**
 * What was found where a record was read.
 * - `intact`: every byte is as its digests say.
 * - `open`: so is every byte up to the last digest, and none follows for the rest.
 * - `none`: it has no digests, as records of earlier versions.
 */
export interface RecordState {
  readonly digest: 'intact' | 'open' | 'damaged' | 'none';
  /** How many stretches do not match their digest, and the first of them; null: none. */
  readonly damaged: { readonly stretches: number; readonly first: DamagedStretch } | null;
  /** Bytes behind the last digest, and the entry it covers last; null: none, or a process still writes there. */
  readonly open: { readonly bytes: number; readonly afterSeq: number } | null;
  /** Entries that stand behind one of their own or a higher number; they are passed over. */
  readonly outOfOrder: { readonly entries: number; readonly firstSeq: number; readonly byte: number } | null;
  /** Numbers that no entry has, and the entry before the first of them. */
  readonly missing: { readonly entries: number; readonly afterSeq: number } | null;
}

/** What is wrong with a record, as a title and whole sentences. */
export interface RecordProblem {
  readonly kind: 'record-damaged' | 'record-order' | 'record-gap' | 'record-open';
  readonly title: string;
  readonly text: string;
}

const sumsMayBeWrong = 'so its usage and cost may be wrong';

function damagedText({ stretches, first }: NonNullable<RecordState['damaged']>): string {
  const { fromByte, toByte, afterSeq } = first;
  const more =
    stretches === 1
      ? ''
      : ` ${plural(stretches - 1, 'further stretch', 'further stretches')} of it ${stretches === 2 ? 'does' : 'do'} not either.`;
  return `Bytes ${count(fromByte)} to ${count(toByte - 1)} of events.jsonl, after entry ${afterSeq}, do not match the digest that was written with them, ${sumsMayBeWrong}.${more} Take the record from a copy of it, where there is one.`;
}

function orderText({ entries, firstSeq, byte }: NonNullable<RecordState['outOfOrder']>): string {
  const what =
    entries === 1
      ? `Entry ${firstSeq}, at byte ${count(byte)} of events.jsonl, stands`
      : `${count(entries)} entries stand`;
  const first = entries === 1 ? '' : `, the first entry ${firstSeq} at byte ${count(byte)} of events.jsonl`;
  return `${what} behind an entry of the same or a higher number${first}. Nothing of ${entries === 1 ? 'it' : 'them'} is in what is shown or summed up.`;
}

function missingText({ entries, afterSeq }: NonNullable<RecordState['missing']>): string {
  const what = entries === 1 ? '1 entry of this record is' : `${count(entries)} entries of this record are`;
  const first = entries === 1 ? `after entry ${afterSeq}` : `the first after entry ${afterSeq}`;
  return `${what} missing or damaged, ${first}, so its usage and cost may be too low.`;
}

const openText = ({ bytes, afterSeq }: NonNullable<RecordState['open']>): string =>
  bytes === 0
    ? `The record was not closed, or its end was cut off: behind entry ${afterSeq} events.jsonl has no digest that ends it.`
    : `The last ${plural(bytes, 'byte')} of events.jsonl, after entry ${afterSeq}, have no digest, for the record was not closed or its end was cut off. Nobody can tell whether they are whole.`;

/** What is wrong with a record, the worst first; nothing for one that is sound as far as can be told. */
export function recordProblems({ damaged, outOfOrder, missing, open }: RecordState): readonly RecordProblem[] {
  return [
    ...(damaged === null
      ? []
      : [{ kind: 'record-damaged', title: 'The record is damaged', text: damagedText(damaged) } as const]),
    ...(outOfOrder === null
      ? []
      : [{ kind: 'record-order', title: 'The record has entries out of order', text: orderText(outOfOrder) } as const]),
    ...(missing === null
      ? []
      : [{ kind: 'record-gap', title: 'The record has gaps', text: missingText(missing) } as const]),
    ...(open === null
      ? []
      : [{ kind: 'record-open', title: 'The end of the record has no digest', text: openText(open) } as const]),
  ];
}

/** The same as sentences. */
export const recordNotes = (state: RecordState): string[] => recordProblems(state).map(({ text }) => text);

/** How a record stands, in few words. */
export const digestWords = {
  intact: 'intact',
  open: 'intact up to its last digest',
  none: 'no digest, so nobody can tell whether it is as it was written',
  damaged: 'damaged',
} as const satisfies Readonly<Record<RecordState['digest'], string>>;

/** The first of these words, where there is room for no more. */
export const digestWord = (digest: RecordState['digest']): string => digestWords[digest].split(', ')[0] ?? '';
