import { focusFiles } from '../costs/focus-formats.ts';

/** What a form of handing sessions on is, for the command line and for the window. */
export interface HandOnFormat {
  readonly label: string;
  /** End of the file's name. */
  readonly end: string;
  readonly mediaType: string;
  /** What is in it, and what is not: a sentence each. */
  readonly holds: string;
  readonly lacks: string;
  /** What is said in their place of a redacted copy; left out: it is the same there. */
  readonly redacted?: string;
  /** One file holds any number of sessions; false: one. */
  readonly several: boolean;
}

const countsOnly = 'No sound and no words.';

/** Files that sessions are handed on as. A new one is an entry here and its writer in `electron/engine/handing-on/writers.ts`. */
export const handOnFiles = {
  'usage-csv': {
    label: 'Usage table, CSV',
    end: 'csv',
    mediaType: 'text/csv',
    holds: 'One row for each response and transcription: tokens, seconds, cost and its range, times.',
    lacks: countsOnly,
    several: true,
  },
  'usage-parquet': {
    label: 'Usage table, Parquet',
    end: 'parquet',
    mediaType: 'application/vnd.apache.parquet',
    holds: 'The same rows with exact numbers, for DuckDB, Fabric or Spark.',
    lacks: countsOnly,
    several: true,
  },
  'focus-csv': {
    ...focusFiles['focus-csv'],
    holds: 'Expected cost as FOCUS rows, one for each response and meter.',
    lacks: countsOnly,
    several: true,
  },
  'focus-parquet': {
    ...focusFiles['focus-parquet'],
    holds: 'The same FOCUS rows with exact numbers.',
    lacks: countsOnly,
    several: true,
  },
  'events-jsonl': {
    label: 'Events, JSONL',
    end: 'events.jsonl',
    mediaType: 'application/x-ndjson',
    holds: 'Every frame exactly as it stood on the wire, sound inside it, and what the bench wrote down.',
    lacks: 'No file of sound beside it.',
    redacted: 'Every frame without its sound and words, and what the bench wrote down.',
    several: false,
  },
  zip: {
    label: 'Whole session, zip',
    end: 'zip',
    mediaType: 'application/zip',
    holds: 'The whole record: log, sound, name and tags. Voxtally takes it back.',
    lacks: 'Nothing is left out, so it holds what was said.',
    redacted: 'The log without sound, words, name and note; its usage still reconciles. Voxtally takes it back.',
    several: false,
  },
  wav: {
    label: 'Sound, WAV',
    end: 'wav',
    mediaType: 'audio/wav',
    holds: 'Both voices as heard in one stereo file: you left, the answers right, on one clock.',
    lacks: 'No words, no usage, and nothing of an answer that was not played.',
    redacted: 'Sound is what a redacted copy leaves out.',
    several: false,
  },
  html: {
    label: 'Report, HTML',
    end: 'html',
    mediaType: 'text/html',
    holds: 'Turns with their words and cost, options, usage, alarms, and up to 10 minutes of sound.',
    lacks: 'No frames. Longer sound goes as WAV.',
    redacted: 'Turns without their words: cost, options, usage and alarms. No sound, no frames.',
    several: false,
  },
} as const satisfies Readonly<Record<string, HandOnFormat>>;

export type HandOnFile = keyof typeof handOnFiles;

// The keys of the table are the union itself.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys of the table that the type is made of.
export const handOnFileNames = Object.keys(handOnFiles) as readonly HandOnFile[];
