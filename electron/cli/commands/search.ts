import { join } from 'node:path';
import type { FoundSession, SearchHit } from '../../../shared/contract/library-search.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { searchTerms } from '../../../shared/session/library/search-words.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { makeSearcher } from '../../engine/record/searcher.ts';
import { type Command, type Outcome, plannedForm } from '../input/command.ts';
import type { Flags, Read } from '../input/flags.ts';
import { indented } from '../output/terminal-text.ts';

const flags = {
  json: { type: 'boolean', says: 'Print one JSON object instead of lines (see below).' },
} as const satisfies Flags;

const notes = [
  'All words have to stand in a session: in what was said and typed, in its name, tags and note, in the options asked for, or in its ' +
    'events. Words in quotation marks stand together; the last word may be the beginning of one. Case and accents do not count. The ' +
    'first search makes an index in search/ of the data folder, which may be deleted.',
  '--json prints: voxtally (1), sessions (in the library), indexed, found [{sessionId, places {said, note, name, option, event}, hits ' +
    '[{place, by, response, t, seq, itemId, snippet {text, marks}}]}], the newest first. t is milliseconds of session time, seq the entry; ' +
    'marks are from and to in the text. Of each place the first three hits are given, and places counts all.',
] as const;

function planned(read: Read<typeof flags>): Result<{ plan: { typed: string; json: boolean } }> {
  // A word with a gap in it was quoted in the shell: it is a phrase.
  const typed = read.words.map((word) => (/\s/.test(word) && !word.includes('"') ? `"${word}"` : word)).join(' ');
  if (searchTerms(typed).length > 0) return ok({ plan: { typed, json: read.values.json } });
  return refuse(benchError('invalid-argument', 'voxtally search needs words.', { nextStep: 'Give what to look for.' }));
}

const clock = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${((ms % 60_000) / 1000).toFixed(1).padStart(4, '0')}`;

function hitText({ place, by, response, t, snippet }: SearchHit): string {
  const who = by === 'you' ? 'you' : by === 'assistant' && response !== null ? `R${response}` : (by ?? place);
  return visibleLine(`${t === null ? '' : `${clock(t)} `}${who}: ${snippet.text}`);
}

function foundText({ sessionId, hits, places }: FoundSession): string {
  const all = Object.values(places).reduce((sum, one) => sum + one, 0);
  const more = all - hits.length;
  const lines = [...hits.map(hitText), ...(more > 0 ? [`and ${plural(more, 'more place', 'more places')}`] : [])];
  return [visibleLine(sessionId), ...indented(lines)].join('\n');
}

async function searched({ typed, json }: { readonly typed: string; readonly json: boolean }): Promise<Outcome> {
  const home = dataFolder();
  const places = { sessionsFolder: join(home, 'sessions'), indexFolder: join(home, 'search') };
  const searcher = makeSearcher(null, places, () => undefined);
  const renewed = await searcher.ask({ what: 'renew' });
  if (!renewed.ok) return renewed;
  const answer = await searcher.ask({ what: 'search', typed });
  if (!answer.ok) return answer;
  const { standing } = answer;
  const found = answer.found.toSorted((one, other) => (one.sessionId < other.sessionId ? 1 : -1));
  const { sessions, indexed } = standing;
  if (json) return ok({ out: jsonText({ voxtally: 1, sessions, indexed, found }) });
  const waiting = sessions - indexed;
  const left = waiting === 0 ? [] : [`${plural(waiting, 'session')} cannot be searched: they run, or cannot be read.`];
  const sum = `${plural(found.length, 'session')} of ${sessions}.`;
  return ok({ out: `${[...found.map(foundText), sum].join('\n')}\n`, notes: left });
}

/** `voxtally search`: what was said, noted and asked for in the library. */
export const search: Command = {
  forms: [
    plannedForm({
      words: [{ name: 'WORD…', needs: 'words', says: 'What has to stand in a session.' }],
      flags,
      notes,
      examples: ['voxtally search parcel depot', 'voxtally search "speak to a person" --json'],
      plan: planned,
      run: searched,
    }),
  ],
};
