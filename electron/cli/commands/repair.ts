import { basename, join } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { type Repair, repairSession } from '../../engine/record/repair.ts';
import { sessionIdsIn } from '../../engine/record/session-folder.ts';
import { type Command, type Outcome, plannedForm, type Surroundings } from '../input/command.ts';
import type { Flags, Read } from '../input/flags.ts';
import { foldersOf } from '../input/reconcile-evidence.ts';
import { sessionWords } from '../input/session-words.ts';
import { exitCodes, indented } from '../output/terminal-text.ts';

const flags = {
  all: { type: 'boolean', says: 'Every session of the library.' },
  json: { type: 'boolean', says: 'Print one JSON object instead of sentences (see below).' },
} as const satisfies Flags;

const notes = [
  'It makes a record sound after its writer died, as every start of the window does: a torn last line goes to events.torn, lengths of ' +
    'WAV files are set right, a missing end is noted. No byte is thrown away, and what still records is left alone.',
  '--json prints: voxtally (1), sessions [{sessionId, folder, came, did, problem}]. came is sound (nothing was to be done), repaired, ' +
    'live (it still records) or broken. It exits with 1 where one is broken.',
] as const;

function planned(read: Read<typeof flags>): Result<{ plan: Read<typeof flags> }> {
  const isAll = read.values.all;
  if (isAll !== read.words.length > 0) return ok({ plan: read });
  const message = isAll ? '--all and sessions exclude one another.' : 'voxtally repair needs sessions.';
  const nextStep = isAll ? 'Give one of them.' : 'Give their folders or ids, or --all.';
  return refuse(benchError('invalid-argument', message, { nextStep }));
}

function printed(folder: string, repair: Repair): string {
  const name = visibleLine(basename(folder));
  switch (repair.kind) {
    case 'sound':
      return `${name}: sound, nothing was to be done.`;
    case 'live':
      return `${name}: still records, left alone.`;
    case 'repaired':
      return [`${name}: repaired.`, ...indented(repair.did.map((did) => visibleLine(did)))].join('\n');
    case 'broken':
      return [`${name}: not repaired.`, ...indented([visibleLine(repair.problem)])].join('\n');
  }
}

const jsonOf = (folder: string, repair: Repair): object => ({
  sessionId: basename(folder),
  folder,
  came: repair.kind,
  did: repair.kind === 'repaired' ? repair.did : [],
  problem: repair.kind === 'broken' ? repair.problem : null,
});

async function repaired({ values, words }: Read<typeof flags>, { installation }: Surroundings): Promise<Outcome> {
  const library = join(dataFolder(), 'sessions');
  const found = values.all
    ? ok({ folders: (await sessionIdsIn(library)).here.toSorted().map((id) => join(library, id)) })
    : await foldersOf(words);
  if (!found.ok) return found;
  const done: { readonly folder: string; readonly repair: Repair }[] = [];
  for (const folder of found.folders) done.push({ folder, repair: await repairSession(folder, installation.version) });
  const isBroken = done.some(({ repair }) => repair.kind === 'broken');
  const code = isBroken ? exitCodes.failed : exitCodes.done;
  if (values.json) {
    return ok({
      out: jsonText({ voxtally: 1, sessions: done.map(({ folder, repair }) => jsonOf(folder, repair)) }),
      code,
    });
  }
  const told = values.all ? done.filter(({ repair }) => repair.kind !== 'sound') : done;
  const sum = `${plural(done.length, 'session')} looked at, ${done.filter(({ repair }) => repair.kind === 'repaired').length} repaired.`;
  return ok({ out: `${[...told.map(({ folder, repair }) => printed(folder, repair)), sum].join('\n')}\n`, code });
}

/** `voxtally repair`: makes records sound that a crash left behind. */
export const repair: Command = {
  forms: [
    plannedForm({
      words: sessionWords,
      flags,
      notes,
      examples: ['voxtally repair --all', 'voxtally repair 2026-11-23T14-05-33Z-contoso-voice-3f9a1c --json'],
      plan: planned,
      run: repaired,
    }),
  ],
};
