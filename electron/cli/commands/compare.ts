import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { writtenMoneyIn } from '../../../shared/kit/money-format.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import { modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import { fewestCompared, mostCompared } from '../../../shared/session/library/compare-limits.ts';
import { compareSessions, type PricedSession } from '../../../shared/session/library/compare-sessions.ts';
import { sessionFacts } from '../../../shared/session/library/session-facts.ts';
import { readAbout } from '../../engine/record/about-file.ts';
import { type Command, type Outcome, plannedForm, type Surroundings } from '../input/command.ts';
import type { Flags, Read } from '../input/flags.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { openRecord } from '../input/recorded-sessions.ts';
import { comparisonText } from '../output/comparison-text.ts';

const flags = {
  json: { type: 'boolean', says: 'Print one JSON object instead of tables (see below).' },
} as const satisfies Flags;

const notes = [
  'Session 1 is what the others are held against. Options are those in effect at the end. Turns are the same where the same ' +
    'file spoke in them, else by their order. Each session is priced by the book in its record. A median is held against ' +
    'another only where both have three turns or more that count from the same moment.',
  '--json prints: voxtally (1), names, sessions [{sessionId, startedAt, deployment, durationMs, input, bookId, turns}], options ' +
    '{different [{id, label, values [{text, differs, among}]}], equal, told}, asked, responses, notReported (each [{value, less}]), ' +
    'fields [{label, unit, figures [{value, less, about}]}], firstAudio [{spread, eachMs, from, less, why}], expected, ifBilled, ' +
    'reported, perTurn, perMinute (each [{amount, currency, about, unpriced, less}]), matches {by, matches [{clip, turns}], ' +
    'unmatched}. Every list has an entry for each session, in order; less is the difference to session 1, null where there is ' +
    'none. A turn is {number, clip, said, answered, unheard, fromMs, toMs, low, high, isEstimated, isOpen, input, cached, output, ' +
    'waitMs, waitFrom, waitBeganMs, cut {atMs, heardMs} or null}. Amounts are exact decimals; one without any price is null, never 0.',
] as const;

function planned(read: Read<typeof flags>): Result<{ plan: Read<typeof flags> }> {
  const { length } = read.words;
  if (length >= fewestCompared && length <= mostCompared) return ok({ plan: read });
  const given = length === 0 ? 'none was' : length === 1 ? 'one was' : `${length} were`;
  return refuse(
    benchError(
      'invalid-argument',
      `voxtally compare takes ${fewestCompared} to ${mostCompared} sessions; ${given} given.`,
      { nextStep: 'Give the folders of the sessions, or their ids in the library.' },
    ),
  );
}

async function compared({ values, words }: Read<typeof flags>, surroundings: Surroundings): Promise<Outcome> {
  const prices = await openPriceBooks(surroundings);
  const sessions: PricedSession[] = [];
  const names: string[] = [];
  const told: string[] = [];
  for (const word of words) {
    const record = await openRecord(word);
    if (!record.ok) return record;
    const { folder, header, view } = record;
    const { book } = prices.choose(header.startedAt.slice(0, 10), header.priceBookId);
    sessions.push({ view, book, model: modelOfView(view, book)?.model ?? null });
    const { about, note } = await readAbout(folder);
    names.push(about.name ?? sessionFacts(view).name ?? header.sessionId);
    if (note !== null) told.push(note);
  }
  const comparison = compareSessions(sessions);
  const out = values.json
    ? jsonText(writtenMoneyIn({ voxtally: 1, names, ...comparison }))
    : comparisonText(comparison, names);
  return ok({ out, notes: told });
}

/** `voxtally compare`: two to four recorded sessions side by side. Changes nothing on disk. */
export const compare: Command = {
  forms: [
    plannedForm({
      words: [
        {
          name: 'SESSION…',
          needs: 'sessions',
          says: 'Two to four recorded sessions: their folders, or their ids in the library. The first is what the others are held against.',
        },
      ],
      flags,
      notes,
      examples: ['voxtally compare SESSION SESSION', 'voxtally compare SESSION SESSION SESSION --json'],
      plan: planned,
      run: compared,
    }),
  ],
};
