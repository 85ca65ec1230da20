import { basename, join } from 'node:path';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { linkedFolder, sessionIdsIn } from '../../engine/record/session-folder.ts';
import { digestWords } from '../../../shared/session/record-state.ts';
import { type Verdict, verifyRecord } from '../../engine/record/verify.ts';
import { type Command, form } from '../input/command.ts';
import { foldersOf } from '../input/reconcile-evidence.ts';
import { exitCodes, indented } from '../output/terminal-text.ts';

const flags = { json: { type: 'boolean', says: 'Print one JSON object instead of sentences (see below).' } } as const;

const notes = [
  'It holds the log against its digests and the numbers of its entries, the sound against its digests and against the ' +
    'entries that refer to it, and summary.json against what the log makes. Nothing on disk changes. Digests find ' +
    'damage, as of a disk or a bad merge, and not what somebody changed on purpose.',
  '--json prints: voxtally (1), holds (of those that were checked), sessions [{sessionId, folder, holds, live, entries, digest, problems, notes}], ' +
    'unchecked [{folder, why}]. ' +
    'digest is intact, open (as far as its last digest), damaged, none (an earlier version recorded it) or null (no ' +
    'record could be read). It exits with 1 where a record does not hold or was not checked.',
] as const;

/** A record that nobody looked at. */
interface Unchecked {
  readonly folder: string;
  /** A whole sentence. */
  readonly why: string;
}

interface Chosen {
  readonly folders: readonly string[];
  readonly unchecked: readonly Unchecked[];
}

/** The folders that words name; without words every session of the data folder, oldest first. */
async function chosen(words: readonly string[]): Promise<Result<Chosen>> {
  if (words.length > 0) {
    const found = await foldersOf(words);
    return found.ok ? ok({ folders: found.folders, unchecked: [] }) : found;
  }
  const library = join(dataFolder(), 'sessions');
  const { here, linked } = await sessionIdsIn(library);
  const at = (ids: readonly string[]): string[] => ids.toSorted().map((id) => join(library, id));
  return ok({ folders: at(here), unchecked: at(linked).map((folder) => ({ folder, why: linkedFolder })) });
}

function printed({ sessionId, folder, holds, entries, digest, problems, notes: said }: Verdict): string {
  const how = digest === null ? '' : `, ${plural(entries, 'entry', 'entries')}, ${digestWords[digest]}`;
  const head = `${visibleLine(sessionId)}: ${holds ? 'holds' : 'does not hold'}${how}.`;
  const lines = [...(holds ? [] : [folder]), ...problems, ...said];
  return `${[head, ...indented(lines.map(visibleLine))].join('\n')}\n`;
}

const passedOver = ({ folder, why }: Unchecked): string =>
  `${visibleLine(basename(folder))}: not checked.\n${indented([visibleLine(why)]).join('\n')}\n`;

function summed(verdicts: readonly Verdict[], unchecked: number): string {
  const broken = verdicts.filter(({ holds }) => !holds).length;
  if (verdicts.length + unchecked === 0) return 'There is no recorded session.\n';
  const held =
    broken === 0
      ? verdicts.length === 1
        ? '1 record holds.'
        : `All ${count(verdicts.length)} hold.`
      : `${count(broken)} of ${plural(verdicts.length, 'record')} ${broken === 1 ? 'does' : 'do'} not hold.`;
  const rest =
    unchecked === 0 ? [] : [`${plural(unchecked, 'record')} ${unchecked === 1 ? 'was' : 'were'} not checked.`];
  return `${[...(verdicts.length === 0 ? [] : [held]), ...rest].join(' ')}\n`;
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
        const { unchecked } = found;
        const code = holds && unchecked.length === 0 ? exitCodes.done : exitCodes.failed;
        const each = [...sessions.map(printed), ...unchecked.map(passedOver)];
        const text = `${each.join('')}${each.length === 1 ? '' : summed(sessions, unchecked.length)}`;
        return ok({ out: values.json ? jsonText({ voxtally: 1, holds, sessions, unchecked }) : text, code });
      },
    }),
  ],
};
