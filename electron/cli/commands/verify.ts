import { join } from 'node:path';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { sessionIdsIn } from '../../engine/record/session-folder.ts';
import { type Verdict, verifyRecord } from '../../engine/record/verify.ts';
import { type Command, form } from '../input/command.ts';
import { foldersOf } from '../input/reconcile-evidence.ts';
import { exitCodes, indented } from '../output/terminal-text.ts';

const flags = { json: { type: 'boolean', says: 'Print one JSON object instead of sentences (see below).' } } as const;

const notes = [
  'It holds the log against its digests and the numbers of its entries, the sound against its digests and against the ' +
    'entries that refer to it, and summary.json against what the log makes. Nothing on disk changes. Digests find ' +
    'damage, as of a disk or a bad merge, and not what somebody changed on purpose.',
  '--json prints: voxtally (1), holds, sessions [{sessionId, folder, holds, live, entries, digest, problems, notes}]. ' +
    'digest is intact, open (as far as its last digest), damaged, none (an earlier version recorded it) or null (no ' +
    'record could be read). It exits with 1 where a record does not hold.',
] as const;

/** The folders that words name; without words every session of the data folder, oldest first. */
async function chosen(words: readonly string[]): Promise<Result<{ folders: readonly string[] }>> {
  if (words.length > 0) return await foldersOf(words);
  const library = join(dataFolder(), 'sessions');
  return ok({ folders: (await sessionIdsIn(library)).here.sort().map((id) => join(library, id)) });
}

const digestWords = {
  intact: 'its digests match',
  open: 'its digests match',
  none: 'no digest',
  damaged: 'damaged',
} as const;

function printed({ sessionId, folder, holds, entries, digest, problems, notes: said }: Verdict): string {
  const how = digest === null ? '' : `, ${plural(entries, 'entry', 'entries')}, ${digestWords[digest]}`;
  const head = `${visibleLine(sessionId)}: ${holds ? 'holds' : 'does not hold'}${how}.`;
  const lines = [...(holds ? [] : [folder]), ...problems, ...said];
  return `${[head, ...indented(lines.map(visibleLine))].join('\n')}\n`;
}

function summed(verdicts: readonly Verdict[]): string {
  const broken = verdicts.filter(({ holds }) => !holds).length;
  if (verdicts.length === 0) return 'There is no recorded session.\n';
  return broken === 0
    ? `All ${count(verdicts.length)} hold.\n`
    : `${count(broken)} of ${plural(verdicts.length, 'record')} ${broken === 1 ? 'does' : 'do'} not hold.\n`;
}

/** `voxtally verify`: whether records are as they were written. */
export const verify: Command = {
  forms: [
    form({
      words: [
        {
          name: 'SESSION…',
          needs: 'sessions',
          says: 'Recorded sessions: their folders, or their ids in the library. None: every session of the library.',
        },
      ],
      flags,
      notes,
      examples: ['voxtally verify', 'voxtally verify 2026-11-23T14-05-33Z-contoso-voice-3f9a1c --json'],
      async run({ words, values }, { installation }) {
        const found = await chosen(words);
        if (!found.ok) return found;
        const sessions: Verdict[] = [];
        for (const folder of found.folders) sessions.push(await verifyRecord(folder, installation.version));
        const holds = sessions.every((one) => one.holds);
        const code = holds ? exitCodes.done : exitCodes.failed;
        const text = `${sessions.map(printed).join('')}${sessions.length === 1 ? '' : summed(sessions)}`;
        return ok({ out: values.json ? jsonText({ voxtally: 1, holds, sessions }) : text, code });
      },
    }),
  ],
};
