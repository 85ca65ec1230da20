import type { Conventions } from '../columns/conventions.ts';
import type { DayUsage } from '../rows/day-usage.ts';
import type { Tally } from '../rows/tally.ts';

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
  readonly notes: readonly string[];
}
