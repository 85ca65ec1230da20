import { printReport } from '../../electron/cli/output/print-session.ts';
import { reportOf } from '../../electron/cli/output/session-report.ts';
import { outcomeOf } from '../../electron/cli/output/run-outcome.ts';
import { TurnWatch } from '../../electron/cli/output/turn-watch.ts';
import { growthBars, growthScale, barTotal } from '../../renderer/pages/live/cost/growth.ts';
import { eventCost } from '../../renderer/pages/live/inspector/event-cost.ts';
import { cutWords, latencyWords, metaOf } from '../../renderer/pages/live/conversation/turn-text.ts';
import { expiresInMs, openCount } from '../../renderer/app/session-phase.ts';
import { standingOf } from '../../renderer/app/standing.ts';
import { EventIndex, EventRows, openFilter, passes, TextSearch } from '../../renderer/store/event-index.ts';
import { entrySummary, searchText } from '../../renderer/store/event-summary.ts';
import { budgetUse } from '../../shared/session/costs/budget.ts';
import { modelOfView } from '../../shared/session/costs/model-of-view.ts';
import { sessionCosts } from '../../shared/session/costs/session-costs.ts';
import { nextTurn } from '../../shared/session/costs/next-turn.ts';
import { focusColumns, focusCsvLines } from '../../shared/session/costs/focus-columns.ts';
import { focusRows } from '../../shared/session/costs/focus-rows.ts';
import { usageReport } from '../../shared/session/costs/usage-report.ts';
import { compareSessions } from '../../shared/session/library/compare-sessions.ts';
import { findSessions } from '../../shared/contract/session-list.ts';
import { listedCost, sessionFacts, sessionFactsSchema } from '../../shared/session/library/session-facts.ts';
import { usageFormats, usageText } from '../../shared/session/costs/usage-export.ts';
import type { PriceBook } from '../../shared/pricing/price-book.ts';
import { optionSpecs } from '../../shared/protocol/options/options.ts';
import { logEvidence, usageOfSession } from '../../shared/reconcile/evidence/session-evidence.ts';
import { entryInGa } from '../../shared/protocol/dialects.ts';
import { last, toArray } from '../../shared/kit/chunk-list.ts';
import { lostUsage, openWork, unfinished } from '../../shared/session/open-work.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { textsLeft, textsToCount } from '../../shared/session/fold/token-counts.ts';
import { expectedTotals } from '../../shared/session/expected/expected-totals.ts';
import { guards } from '../../shared/session/send-warnings.ts';
import { replayPlan, splitHeard } from '../../shared/session/reconnect.ts';
import { latencySummary } from '../../shared/session/latency.ts';
import { asRead } from '../../shared/session/fold/fold.ts';
import { standings, undoStep } from '../../shared/session/option-standing.ts';
import { outcomeText } from '../../shared/session/fold/options.ts';
import { inputFormatOf, outputFormatOf } from '../../shared/session/audio-in-events.ts';
import type { RecordState } from '../../shared/session/record-state.ts';
import type { SessionView } from '../../shared/session/view.ts';

/** A view, the entries it is of, and what prices it. */
export interface Read {
  readonly view: SessionView;
  readonly entries: readonly LogEntry[];
  readonly book: PriceBook;
}

const readState: RecordState = {
  digest: 'damaged',
  damaged: { stretches: 2, first: { fromByte: 0, toByte: 9, afterSeq: 0 } },
  open: { bytes: 3, afterSeq: 1 },
  outOfOrder: { entries: 1, firstSeq: 1, byte: 9 },
  missing: { entries: 1, afterSeq: 1 },
};

/** What the application makes of a view, one entry a part of it that reads one. None may throw, whatever the view is of. */
export const readers: Readonly<Record<string, (read: Read) => unknown>> = {
  'texts to count': ({ view, entries }) => {
    const newest = entries.at(-1);
    const dialect = view.dialect.reads;
    return newest === undefined ? [] : textsToCount(view, entryInGa(dialect, newest).event);
  },
  'texts left': ({ view }) => textsLeft(view),
  'expected totals': ({ view }) => expectedTotals(view),
  costs: ({ view, book }) => sessionCosts(view, modelOfView(view, book)?.model ?? null, book),
  'next turn': ({ view, book }) => nextTurn(view, modelOfView(view, book)?.model ?? null, book),
  budget: ({ view, book }) =>
    (['money', 'tokens'] as const).map((unit) =>
      budgetUse(
        view,
        { limit: { unit, amount: '1' }, warnAt: 0.5, stop: true },
        modelOfView(view, book)?.model ?? null,
        book,
      ),
    ),
  'usage reports': ({ view, book }) => {
    const report = usageReport(view, { book, how: 'by date' });
    return usageFormats.flatMap((format) => [usageText([report], format), usageText([report, report], format)]);
  },
  'rows of FOCUS': ({ view, book }) => {
    const made = focusRows(view, { book }, '1.2.3');
    return made.ok ? [focusCsvLines(made.rows), focusColumns.map(({ of }) => made.rows.map(of))] : made.error;
  },
  'report of the command line': ({ view, book }) => printReport(reportOf(view, book, '/sessions/one')),
  'advice of the command line': ({ view, entries }) => {
    const watch = new TurnWatch(1);
    if (view.header !== null) watch.begin(view.header);
    watch.take(entries, 0);
    return [outcomeOf(view), watch.next(0), watch.next(100_000)];
  },
  library: ({ view, book }) => {
    const facts = sessionFacts(view);
    // As they are written into the summary and read from it.
    const kept = sessionFactsSchema.parse(JSON.parse(JSON.stringify(facts)));
    return [listedCost(kept, 'gpt-realtime-mini', book, null), findSessions([], 'then', 'all')];
  },
  comparison: ({ view, book }) => {
    const one = { view, book, model: modelOfView(view, book)?.model ?? null };
    return compareSessions([one, one]);
  },
  'reported usage': ({ view }) => [usageOfSession(view), logEvidence(view, [])],
  options: ({ view }) => {
    const standing = standings(view);
    return [
      ...optionSpecs.map((spec) => standing(spec)),
      undoStep(view, view.options.updates.length, []),
      ...toArray(view.options.updates).map(outcomeText),
    ];
  },
  guards: ({ view }) =>
    [
      { type: 'response.create', response: { conversation: 'none' } },
      { type: 'response.cancel', response_id: 'resp_1' },
      { type: 'input_audio_buffer.commit' },
      { type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [] } },
      { type: 'conversation.item.delete', item_id: 'item_1' },
      { type: 'conversation.item.truncate', item_id: 'item_1', content_index: 0, audio_end_ms: 5 },
      { type: 'session.update', session: { audio: { output: { voice: 'ash' } } } },
    ].flatMap((event) => guards.map((guard) => guard.warn({ view, event, heldMs: 5 }))),
  latency: ({ view }) => latencySummary(view),
  'formats of audio': ({ view }) => [
    inputFormatOf(view),
    ...toArray(view.responses).map(({ id }) => outputFormatOf(view, id)),
  ],
  'what is open': ({ view }) => {
    const work = openWork(view, view.t);
    return [unfinished(work), lostUsage(view, work.responses, work.transcriptions), asRead(view, readState)];
  },
  'plan to reconnect': ({ view }) => replayPlan(view),
  'the window: events': ({ entries }) => {
    const index = new EventIndex();
    index.note(entries);
    const search = new TextSearch('then', index);
    search.read(1, entries);
    const rows = new EventRows(passes(index, { ...openFilter, text: 'then' }, search));
    rows.extend(entries.length);
    return [rows.now().slice(0, 100), ...entries.map((entry) => [entrySummary(entry), searchText(entry)])];
  },
  'the window: cost of events': ({ view, entries, book }) =>
    entries.map((entry) => eventCost(entryInGa(view.dialect.reads, entry), view, book, null)),
  'the window: conversation': ({ view }) => {
    const responses = toArray(view.responses);
    const turns = toArray(view.turns);
    return toArray(view.items).map((item) => [
      splitHeard(item),
      metaOf(
        item,
        responses.find(({ id }) => id === item.responseId),
        turns.at(-1),
      ),
      latencyWords(turns.at(-1)),
      cutWords(item, toArray(view.bargeIns).at(-1)),
    ]);
  },
  'the window: growth': ({ view }) => {
    const bars = growthBars(toArray(view.responses));
    return growthScale(Math.max(0, ...bars.map(barTotal)));
  },
  'the window: head': ({ view }) => [
    standingOf(view, null),
    openCount(view),
    expiresInMs(view, 1.8e12),
    last(view.alarms),
  ],
};

/** A reader that threw, and what. */
export interface Fall {
  readonly reader: string;
  readonly error: Error;
}

type Reader = (read: Read) => unknown;

const read = (ways: readonly (readonly [string, Reader])[], of: Read): Fall[] =>
  ways.flatMap(([reader, look]): Fall[] => {
    try {
      look(of);
      return [];
    } catch (error) {
      return [{ reader, error: error instanceof Error ? error : new Error(String(error)) }];
    }
  });

const ways = Object.entries(readers);

/** Reads a view in every way. */
export const readAll = (of: Read): Fall[] => read(ways, of);

/** What a window draws anew whenever entries have come. */
const drawn = ways.filter(([name]) => ['costs', 'next turn', 'budget', 'the window: head'].includes(name));

export const lookAt = (view: SessionView, book: PriceBook): Fall[] => read(drawn, { view, entries: [], book });
