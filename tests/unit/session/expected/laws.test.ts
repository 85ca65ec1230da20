import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf } from '../../../../shared/pricing/cost.ts';
import { pricedModel } from '../../../../shared/pricing/model.ts';
import { addMoney } from '../../../../shared/pricing/money.ts';
import { readPriceBook } from '../../../../shared/pricing/read-book.ts';
import { toArray } from '../../../../shared/session/chunk-list.ts';
import type { LogEntry } from '../../../../shared/session/entry.ts';
import { emptySession, foldSession, reduceSession } from '../../../../shared/session/reduce.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { expectedTotals } from '../../../../shared/session/expected/expected-totals.ts';
import { emptyLedger, type UsageLedger } from '../../../../shared/usage/ledger.ts';
import { addReport } from '../../../../shared/usage/report.ts';
import { header } from '../log.ts';
import { Conversation, steps } from './conversation.ts';
import { amounts, golden } from './golden.ts';

const path = '../../../../assets/prices/2026-10-09.json';
const read = readPriceBook(readFileSync(new URL(path, import.meta.url), 'utf8'), path);
if (!read.ok) throw new Error(read.error.message);
const { book } = read;
const model = pricedModel(book, 'gpt-realtime-mini', 'global');

const fold = (entries: readonly LogEntry[]): SessionView => foldSession(header, entries);

/** Every response and transcription alone, as a ledger of its own. */
function parts(view: SessionView): UsageLedger[] {
  const responses = toArray(view.responses).map(({ id, expected }) =>
    addReport(emptyLedger, { source: 'response', id, usage: expected.usage, model: null }),
  );
  const transcriptions = toArray(view.items).flatMap(({ id, transcription }) =>
    transcription === null
      ? []
      : [
          addReport(emptyLedger, {
            source: 'transcription',
            id,
            usage: transcription.expected.usage,
            model: transcription.model,
          }),
        ],
  );
  return [...responses, ...transcriptions];
}

const isLate = ({ event }: LogEntry): boolean =>
  typeof event === 'object' &&
  event !== null &&
  'type' in event &&
  (event['type'] === 'conversation.item.input_audio_transcription.completed' || event['type'] === 'bench.tokens');

/** The log with every transcript and count as late as it can be, in an order of its own. */
function delayed(entries: readonly LogEntry[], order: readonly number[]): LogEntry[] {
  const prompt = entries.findIndex(isLate);
  const late = entries.filter((entry, index) => index !== prompt && isLate(entry));
  const rest = entries.filter((entry, index) => index === prompt || !isLate(entry));
  const shuffled = late
    .map((entry, index) => ({ entry, key: order[index % Math.max(1, order.length)] ?? 0, index }))
    .sort((one, other) => one.key - other.key || one.index - other.index)
    .map(({ entry }) => entry);
  // Entries keep their numbers: a count names the entry its text stands in.
  return [...rest, ...shuffled];
}

const outcome = (view: SessionView): unknown => ({
  responses: toArray(view.responses).map(({ id, expected }) => ({
    id,
    basis: expected.basis,
    usage: expected.usage,
    estimate: expected.estimate,
    evidence: expected.evidence,
    error: expected.error,
  })),
  transcriptions: toArray(view.items).map(({ id, transcription }) => ({
    id,
    usage: transcription?.expected.usage,
    basis: transcription?.expected.basis,
  })),
  totals: amounts(expectedTotals(view).ledger),
});

describe('expected usage', () => {
  it('is the recurrence over the conversation, whatever was said, cut, deleted or left unreported', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const conversation = new Conversation(plan);
        const view = fold(conversation.log.entries);
        const estimates = toArray(view.responses).map(({ expected }) => expected.estimate);
        expect(estimates.map(withoutCached)).toEqual(conversation.used.map(withoutCached));
        const { accuracy } = expectedTotals(view);
        expect(accuracy.compared).toBe(conversation.reported.filter((usage) => usage !== null).length);
        expect(accuracy.exact).toBe(accuracy.compared);
      }),
    );
  });

  it('has totals that are the sums of its parts, field by field', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const view = fold(new Conversation(plan).log.entries);
        const sum = parts(view).map(amounts);
        const total = amounts(expectedTotals(view).ledger);
        for (const key of Object.keys(total) as (keyof typeof total)[]) {
          expect(total[key]).toBeCloseTo(
            sum.reduce((so, part) => so + part[key], 0),
            9,
          );
        }
      }),
    );
  });

  it('is never below what was reported, in any field', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const view = fold(new Conversation(plan).log.entries);
        const expected = expectedTotals(view).ledger.fields;
        for (const { source, path: at, model: of, total } of view.usage.fields) {
          const field = expected.find((have) => have.source === source && have.path === at && have.model === of);
          expect(field?.total).toBeGreaterThanOrEqual(total);
        }
      }),
    );
  });

  it('does not depend on when transcripts and counts come, nor in which order', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (plan, order) => {
        const { entries } = new Conversation(plan.filter(({ what }) => what !== 'instruct')).log;
        expect(outcome(fold(delayed(entries, order)))).toEqual(outcome(fold(entries)));
      }),
    );
  });

  it('is the same replayed from a checkpoint as it was live', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (plan, at) => {
        const { entries } = new Conversation(plan).log;
        const cut = at % (entries.length + 1);
        const checkpoint = JSON.parse(JSON.stringify(fold(entries.slice(0, cut)))) as SessionView;
        const replayed = entries.slice(cut).reduce(reduceSession, checkpoint);
        expect(JSON.parse(JSON.stringify(replayed))).toEqual(JSON.parse(JSON.stringify(fold(entries))));
        expect(outcome(replayed)).toEqual(outcome(fold(entries)));
      }),
      { numRuns: 50 },
    );
  });

  it('costs exactly the sum of what its parts cost, to the last digit', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const view = fold(new Conversation(plan).log.entries);
        const whole = costOf(expectedTotals(view).ledger, model, book);
        const each = parts(view).map((part) => costOf(part, model, book).total);
        // Seconds at an hourly price may end in a quotient cut at 20 places; tokens never do.
        const tokens = (ledger: UsageLedger): UsageLedger => ({
          ...ledger,
          fields: ledger.fields.filter(({ source }) => source === 'response'),
        });
        const tokensEach = parts(view).map((part) => costOf(tokens(part), model, book).total);
        expect(addMoney(tokensEach)).toBe(costOf(tokens(expectedTotals(view).ledger), model, book).total);
        expect(Number(addMoney(each))).toBeCloseTo(Number(whole.total), 15);
        expect(whole.unpriced).toEqual([]);
      }),
    );
  });
});

describe('a recorded session', () => {
  it('folded in two halves, the first kept as JSON, is the view of the whole', () => {
    for (const name of ['06-truncation', '08-echo-loop', '19-idle-timeout']) {
      const { header: head, entries } = golden(name);
      const whole = foldSession(head, entries);
      const half = Math.floor(entries.length / 2);
      const first = JSON.parse(JSON.stringify(entries.slice(0, half).reduce(reduceSession, emptySession(head))));
      const replayed = entries.slice(half).reduce(reduceSession, first as SessionView);
      expect(JSON.stringify(outcome(replayed))).toBe(JSON.stringify(outcome(whole)));
    }
  });
});

function withoutCached(usage: unknown): unknown {
  const { input_token_details: details, ...rest } = usage as { input_token_details: { [key: string]: unknown } };
  const { text_tokens: text, audio_tokens: audio } = details;
  return { ...rest, text, audio };
}
