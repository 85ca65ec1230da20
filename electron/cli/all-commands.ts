import type { Command } from './input/command.ts';

/** A command before it is loaded: what the list of them says. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command: one line a command, whose file holds the rest and is read when it is called. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'Speak a sound file to a deployment at the pace of speech, record the session, print usage and cost.',
    load: async () => (await import('./commands/run.ts')).runWav,
  },
  {
    name: 'options',
    summary: 'Every session option: what it takes, its default, when it may change.',
    load: async () => (await import('./commands/options.ts')).options,
  },
  {
    name: 'resample',
    summary: "Convert a sound file with the bench's own resampler; OUT is a WAV file, PCM16.",
    load: async () => (await import('./commands/resample.ts')).resample,
  },
  {
    name: 'sessions',
    summary: 'List the recorded sessions: their names, first words, cost and tags.',
    load: async () => (await import('./commands/sessions.ts')).sessions,
  },
  {
    name: 'show',
    summary: 'What a recorded session is: what was said, options, alarms, cost.',
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'search',
    summary: 'Find sessions by what was said, noted, asked for or happened in them.',
    load: async () => (await import('./commands/search.ts')).search,
  },
  {
    name: 'repair',
    summary: 'Make records sound that a crash left behind.',
    load: async () => (await import('./commands/repair.ts')).repair,
  },
  {
    name: 'replay',
    summary: 'Print usage and cost of a recorded session.',
    load: async () => (await import('./commands/replay.ts')).replay,
  },
  {
    name: 'usage',
    summary: 'What a recorded session used and costs: reported, expected, by response, and the bill to expect.',
    load: async () => (await import('./commands/usage.ts')).usage,
  },
  {
    name: 'compare',
    summary: 'Hold two to four recorded sessions against one another: options, usage, waits, cost, turn by turn.',
    load: async () => (await import('./commands/compare.ts')).compare,
  },
  {
    name: 'export',
    summary: 'Write sessions as a file for somebody else: tables, events, a whole session.',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'import',
    summary: 'Take a zip of a session into the library.',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'redact',
    summary: 'Write a copy of a session without sound and words, with the same usage.',
    load: async () => (await import('./commands/redact.ts')).redact,
  },
  {
    name: 'verify',
    summary: 'Say whether recorded sessions are as they were written.',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  {
    name: 'prices',
    summary: 'The price books, and where new ones come from.',
    load: async () => (await import('./commands/prices.ts')).prices,
  },
  {
    name: 'profiles',
    summary: 'The saved profiles, which the window shows too.',
    load: async () => (await import('./commands/profiles.ts')).profiles,
  },
  {
    name: 'bill',
    summary: 'The imported bills, and new ones from Azure and OpenAI.',
    load: async () => (await import('./commands/bill.ts')).bill,
  },
  {
    name: 'reconcile',
    summary: 'Say why a bill differs from what was reported.',
    load: async () => (await import('./commands/reconcile.ts')).reconcile,
  },
  {
    name: 'simulate',
    summary: 'Run the simulator by itself until interrupted; prints its address.',
    load: async () => (await import('./commands/simulate.ts')).simulate,
  },
];
