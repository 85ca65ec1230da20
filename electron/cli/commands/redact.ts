import { resolve } from 'node:path';
import { ok } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { redactSession } from '../../engine/handing-on/redact-session.ts';
import { type Command, form } from '../input/command.ts';
import type { Flags } from '../input/flags.ts';
import { openRecord, sessionWord } from '../input/recorded-sessions.ts';

const flags = {
  out: {
    type: 'string',
    value: 'DIR',
    says: 'Where the folder of the copy is made, under the name of the session. Nothing there is replaced.',
    needed: ['voxtally redact needs --out DIR.'],
  },
  json: { type: 'boolean', says: 'Print one JSON object instead of a sentence (see below).' },
} as const satisfies Flags;

const notes = [
  'Gone from the copy: sound, transcripts, instructions, tools with their arguments and results, typed text, images, names, notes, ' +
    'and the words of errors. There stay: usage, counts, times, options, ids, names of models and voices, the address of the ' +
    'deployment. A text is replaced by letters of its length, so that estimates come to the same.',
  '--json prints: voxtally (1), sessionId, folder, entries.',
] as const;

/** `voxtally redact`: a copy of a session that says what it used and not what was said. */
export const redact: Command = {
  forms: [
    form({
      words: [sessionWord],
      flags,
      notes,
      examples: ['voxtally redact 2026-11-23T14-05-33Z-contoso-voice-3f9a1c --out for-support'],
      async run({ words, values }) {
        const record = await openRecord(words[0] ?? '');
        if (!record.ok) return record;
        const redacted = await redactSession(record.folder, resolve(values.out));
        if (!redacted.ok) return redacted;
        const { folder, entries } = redacted.copy;
        return ok({
          out: values.json
            ? jsonText({ voxtally: 1, ...redacted.copy })
            : `${visibleLine(folder)}: ${plural(entries, 'entry', 'entries')} without sound and words.\n`,
        });
      },
    }),
  ],
};
