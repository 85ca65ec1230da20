import type { Conventions } from './number-and-date-marks.ts';
import type { DayUsage } from './day-usage.ts';
import type { Tally } from './cost-file-tally.ts';
import { openAiShape } from './cost-file-columns.ts';
import { isVoiceItem } from './openai/line-item.ts';
import type { Unallocated } from './unallocated.ts';

/** One file behind an import. */
export interface ImportedFile {
  readonly name: string;
  /** SHA-256 of the bytes as they lie on disk, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** One export, imported whole: a file, or all parts of one run. Plain JSON. */
export interface ImportedBill {
  /** When it was imported, ISO 8601 in UTC: a bill of an open month changes until it is closed. */
  readonly importedAt: string;
  /** When the newest of its files was written, ISO 8601 in UTC. */
  readonly writtenAt: string;
  readonly files: readonly ImportedFile[];
  /** The export's folder, its period and run, where the files lie in such folders. */
  readonly exportPath: string | null;
  readonly period: string | null;
  readonly runId: string | null;
  /** The kind of export, for people. */
  readonly shape: string;
  readonly conventions: Conventions;
  readonly tally: Tally;
  readonly days: readonly DayUsage[];
  /** Money that belongs to none of its meters: with the days it is the total of the files, in every currency. */
  readonly unallocated: readonly Unallocated[];
  readonly notes: readonly string[];
}

/** Several imports as one bill in which nothing is counted twice. */
export interface MergedBill {
  readonly days: readonly DayUsage[];
  readonly unallocated: readonly Unallocated[];
  readonly used: readonly ImportedBill[];
  /** Every import that was given, older runs included: two that agree settle a day. */
  readonly all: readonly ImportedBill[];
  /** Which imports, or days of them, were left out for newer ones, in whole sentences. */
  readonly notes: readonly string[];
}

const nameOf = ({ files }: ImportedBill): string =>
  `${files[0]?.name ?? ''}${files.length > 1 ? ` and ${files.length - 1} more` : ''}`;

const contents = ({ files }: ImportedBill): string =>
  files
    .map(({ sha256 }) => sha256)
    .sort()
    .join(' ');

/** Whether all files of an import are among those of another that holds more. */
const isPartOf = (one: ImportedBill, other: ImportedBill): boolean =>
  one.files.length < other.files.length &&
  one.files.every(({ sha256 }) => other.files.some((file) => file.sha256 === sha256));

/** Where a charge belongs, as a bill says it. */
interface Place {
  readonly day: string;
  readonly resource: string;
  readonly subscription: string;
}

/** One resource of one seller on one day, however the export spells its subscription. */
function claimOf({ day, resource, subscription }: Place, isOpenAi: boolean): string {
  const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(subscription)?.[0] ?? subscription;
  // Bills of two sellers may both name no resource, and never bill the same use.
  return `${isOpenAi ? 'OpenAI' : 'Azure'}\n${day}\n${resource === '' ? guid : resource}`;
}

const claimOfDay = (day: DayUsage): string => claimOf(day, isVoiceItem(day.meter.name));

const isNowhere = ({ resource, subscription }: Place): boolean => resource === '' && subscription === '';

/**
 * The claim of money that belongs to no meter; null: it names no day, or neither resource nor subscription in a bill that names
 * them elsewhere, so that nothing tells whose it is.
 */
function claimsOfRest({ shape, days, unallocated }: ImportedBill): (one: Unallocated) => string | null {
  const isOpenAi = shape === openAiShape || days.some(({ meter }) => isVoiceItem(meter.name));
  const namesPlaces = [...days, ...unallocated].some((one) => !isNowhere(one));
  return (one) =>
    one.day === '' || (namesPlaces && isNowhere(one)) ? null : claimOf(one, isOpenAi || isVoiceItem(one.name));
}

const kindOf = ({ reason, day, name, currency }: Unallocated): string => [reason, day, name, currency].join('\n');

/** What a bill holds beside its meters, by its kind: all of it, and what nothing says the place of. */
interface RestKinds {
  readonly all: ReadonlySet<string>;
  readonly unplaced: ReadonlySet<string>;
}

/**
 * Puts imports together, the newest first: the same bytes count once, a newer run of an export replaces the older whole
 * (a run holds the month to date), and of two exports of one seller that bill one resource on one day the newer counts. Money
 * beside the meters belongs to its resource and day too; where it names none, it is left out if a newer bill that shares one
 * with its own holds its like.
 */
export function mergeBills(bills: readonly ImportedBill[]): MergedBill {
  const newestFirst = [...bills].sort(
    (one, other) => other.writtenAt.localeCompare(one.writtenAt) || other.importedAt.localeCompare(one.importedAt),
  );
  const seen = new Map<string, ImportedBill>();
  const runs = new Map<string, ImportedBill>();
  const claims = new Map<string, ImportedBill>();
  const restClaims = new Map<string, ImportedBill>();
  const kinds = new Map<ImportedBill, RestKinds>();
  const used: ImportedBill[] = [];
  const notes: string[] = [];
  const days: DayUsage[] = [];
  const unallocated: Unallocated[] = [];
  for (const bill of newestFirst) {
    const twin = seen.get(contents(bill));
    const run = bill.exportPath === null ? null : `${bill.exportPath}\n${bill.period}`;
    const newer = run === null ? undefined : runs.get(run);
    const larger = bills.find((other) => isPartOf(bill, other));
    if (larger !== undefined) {
      notes.push(`${nameOf(bill)} is a part of ${nameOf(larger)} and counts there.`);
      continue;
    }
    if (twin !== undefined) {
      notes.push(`${nameOf(bill)} holds the same bytes as ${nameOf(twin)} and counts once.`);
      continue;
    }
    if (newer !== undefined) {
      notes.push(`${nameOf(bill)} is an older run of ${bill.period}, which the newer one replaces.`);
      continue;
    }
    seen.set(contents(bill), bill);
    if (run !== null) runs.set(run, bill);
    used.push(bill);
    const replaced = new Map<string, ImportedBill>();
    const rivals = new Set<ImportedBill>();
    const leaveTo = (day: string, rival: ImportedBill): void => {
      replaced.set(day, rival);
      rivals.add(rival);
    };
    const kept: DayUsage[] = [];
    for (const day of bill.days) {
      const rival = claims.get(claimOfDay(day));
      if (rival === undefined) kept.push(day);
      else leaveTo(day.day, rival);
    }
    const claimOfRest = claimsOfRest(bill);
    const rest = bill.unallocated.map((one) => ({ one, claim: claimOfRest(one) }));
    const open = rest.filter(({ one, claim }) => {
      const rival = claim === null ? undefined : (claims.get(claim) ?? restClaims.get(claim));
      if (rival !== undefined) leaveTo(one.day, rival);
      return rival === undefined;
    });
    // Where two bills meet, what both hold and one of them gives no place is the same money.
    const isElsewhere = ({ one, claim }: (typeof rest)[number]): boolean =>
      [...rivals].some((rival) => kinds.get(rival)?.[claim === null ? 'all' : 'unplaced'].has(kindOf(one)) === true);
    days.push(...kept);
    unallocated.push(...open.filter((one) => !isElsewhere(one)).map(({ one }) => one));
    for (const day of kept) claims.set(claimOfDay(day), bill);
    for (const { claim } of open) if (claim !== null) restClaims.set(claim, bill);
    kinds.set(bill, {
      all: new Set(bill.unallocated.map(kindOf)),
      unplaced: new Set(rest.filter(({ claim }) => claim === null).map(({ one }) => kindOf(one))),
    });
    if (replaced.size === 0) continue;
    const list = [...replaced].map(([day, by]) => `${day}, for which ${nameOf(by)} is newer`);
    notes.push(`${nameOf(bill)} is left out on ${list.join('; ')}.`);
  }
  return { days, unallocated, used, all: bills, notes };
}
