import { join, resolve } from 'node:path';
import { ok } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { digestWords } from '../../../shared/session/record-state.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { type ImportedSession, importSession } from '../../engine/handing-on/import-session.ts';
import { type Command, form } from '../input/command.ts';
import type { Flags } from '../input/flags.ts';
import { exitCodes, indented } from '../output/terminal-text.ts';

const flags = {
  out: {
    type: 'string',
    value: 'DIR',
    says: "Put the session's folder in DIR instead of the bench's own library.",
  },
  json: { type: 'boolean', says: 'Print one JSON object instead of sentences (see below).' },
} as const satisfies Flags;

const notes = [
  'Nothing in the zip is trusted: it may hold the files of a session and no others, none twice, no link, and no more than 4 GB. ' +
    'A session that is in the library already is not replaced.',
  '--json prints: voxtally (1), sessionId, folder, files, bytes, record {holds, digest, problems, notes} (as voxtally verify says). ' +
    'It exits with 1 where the session was taken and its record does not hold.',
] as const;

function printed({ folder, files, verdict }: ImportedSession): string {
  const how = verdict.digest === null ? '' : `, its record is ${digestWords[verdict.digest]}`;
  const head = `${visibleLine(folder)}: ${plural(files.length, 'file')}${how}.`;
  return `${[head, ...indented([...verdict.problems, ...verdict.notes])].join('\n')}\n`;
}

/** `voxtally import`: a session that somebody handed on. */
export const importCommand: Command = {
  forms: [
    form({
      words: [{ name: 'FILE.zip', needs: 'a zip of a session', says: 'A zip that voxtally export has written.' }],
      flags,
      notes,
      examples: ['voxtally import session.zip'],
      async run({ words, values }, { installation }) {
        const library = values.out === undefined ? join(dataFolder(), 'sessions') : resolve(values.out);
        const taken = await importSession(resolve(words[0] ?? ''), library, installation.version);
        if (!taken.ok) return taken;
        const { sessionId, folder, files, bytes, verdict } = taken.imported;
        const { holds, digest, problems, notes: said } = verdict;
        const record = { holds, digest, problems, notes: said };
        return ok({
          out: values.json
            ? jsonText({ voxtally: 1, sessionId, folder, files, bytes, record })
            : printed(taken.imported),
          code: holds ? exitCodes.done : exitCodes.failed,
        });
      },
    }),
  ],
};
