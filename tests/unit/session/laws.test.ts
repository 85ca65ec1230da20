import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { Exact, sumExact } from '../../../shared/kit/money.ts';
import { costOf } from '../../../shared/pricing/cost.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { readPriceBook } from '../../../shared/pricing/price-book.ts';
import { budgetUse } from '../../../shared/session/costs/budget.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { expectedTotals, widthsOf } from '../../../shared/session/expected/expected-totals.ts';
import { widthOf } from '../../../shared/session/expected/widths.ts';
import { emptySession, foldSession, reduceSession } from '../../../shared/session/fold/fold.ts';
import type { ResponseView, SessionView } from '../../../shared/session/view.ts';
import type { UsageWidth } from '../../../shared/usage/expected.ts';
import { addReport, emptyLedger, totalOf, type UsageLedger } from '../../../shared/usage/ledger.ts';
import { nothingUsed, type Used } from './by-hand.ts';
import { Conversation } from './conversation.ts';
import { amounts, golden } from './golden.ts';
import { header as logHeader, LogWriter } from './log.ts';
import { type Ending, type Plan, plans, strayPlans } from './plans.ts';

const path = '../../../assets/prices/2026-10-09.json';
const read = readPriceBook(readFileSync(new URL(path, import.meta.url), 'utf8'), path);
if (!read.ok) throw new Error(read.error.message);
const { book } = read;
const model = pricedModel(book, 'gpt-realtime-mini', 'global');

const fold = ({ header, log }: Conversation): SessionView => foldSession(header, log.entries);
const foldOf = (plan: Plan): { conversation: Conversation; view: SessionView } => {
  const conversation = new Conversation(plan);
  return { conversation, view: fold(conversation) };
};

/** The parts of a usage object in the model's own words. */
function usedIn(usage: JsonObject): Omit<Used, 'cachedText' | 'cachedAudio'> {
  const total = (path: string): number => totalOf(ledgerOf('response', usage), 'response', path);
  return {
    textIn: total('input_token_details.text_tokens'),
    audioIn: total('input_token_details.audio_tokens'),
    textOut: total('output_token_details.text_tokens'),
    audioOut: total('output_token_details.audio_tokens'),
    reasoning: total('output_token_details.reasoning_tokens'),
  };
}

const ledgerOf = (source: 'response' | 'transcription', usage: JsonObject, of: string | null = null): UsageLedger =>
  addReport(emptyLedger, { source, id: 'one', usage, model: of });

/** What an estimate should say of a response: all but its reasoning, which nothing foretells. */
const seen = ({ textIn, audioIn, textOut, audioOut, reasoning }: Used): ReturnType<typeof usedIn> => ({
  textIn,
  audioIn,
  textOut: textOut - reasoning,
  audioOut,
  reasoning: 0,
});

/** Every response and transcription alone, as a ledger of its own; what may not be billed at all is left out. */
function parts(view: SessionView): UsageLedger[] {
  const responses = toArray(view.responses)
    .filter(({ expected }) => expected.basis !== 'if billed')
    .map(({ expected }) => ledgerOf('response', expected.usage));
  const transcriptions = toArray(view.items).flatMap(({ transcription }) =>
    transcription === null || transcription.expected.basis === 'if billed'
      ? []
      : [ledgerOf('transcription', transcription.expected.usage, transcription.model)],
  );
  return [...responses, ...transcriptions];
}

/** Where an estimate is outside its width, in words. */
function outside({ id, expected }: ResponseView, used: Used, width: UsageWidth): string[] {
  const estimate = usedIn(expected.estimate);
  const truth = seen(used);
  return (['textIn', 'audioIn', 'textOut', 'audioOut'] as const).flatMap((part) =>
    Math.abs(estimate[part] - truth[part]) <= width[part]
      ? []
      : [`${id} ${part}: ${estimate[part]} ± ${width[part]} for ${truth[part]}`],
  );
}

const outsideOf = ({ answers }: Conversation, view: SessionView): string[] =>
  toArray(view.responses).flatMap((response, index) =>
    outside(response, answers[index]?.used ?? nothingUsed, widthOf(view, response)),
  );

/** The entries with every number of one report made larger. */
const misreported = (entries: readonly LogEntry[], id: string, by: number): LogEntry[] => {
  const raised = (value: Json): Json =>
    typeof value === 'number'
      ? value + by
      : isJsonObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, raised(inner)]))
        : value;
  return entries.map((entry) => {
    const { event } = entry;
    const response = isJsonObject(event) && event['type'] === 'response.done' ? event['response'] : null;
    if (!isJsonObject(event) || !isJsonObject(response) || response['id'] !== id) return entry;
    return { ...entry, event: { ...event, response: { ...response, usage: raised(response['usage'] ?? null) } } };
  });
};

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

const outcome = (view: SessionView): unknown => {
  const { ledger, least, most, ifBilled } = expectedTotals(view);
  return {
    responses: toArray(view.responses).map(({ id, expected }) => ({ id, expected })),
    transcriptions: toArray(view.items).map(({ id, transcription }) => ({
      id,
      usage: transcription?.expected.usage,
      basis: transcription?.expected.basis,
    })),
    totals: [ledger, least, most, ifBilled].map(amounts),
  };
};

const amountKeys = ['textIn', 'audioIn', 'cached', 'textOut', 'audioOut', 'seconds'] as const;

describe('expected usage', () => {
  it('is what was said by the rules, whatever was said, cut, deleted or left unreported', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { conversation, view } = foldOf(plan);
        const estimates = toArray(view.responses).map(({ expected }) => usedIn(expected.estimate));
        expect(estimates).toEqual(conversation.answers.map(({ used }) => seen(used)));
        const { accuracy } = expectedTotals(view);
        const told = conversation.answers.filter(({ ending }) => ending === 'reported' || ending === 'cut');
        expect(accuracy.compared).toBe(told.length);
        expect(accuracy.exact).toBe(accuracy.compared);
      }),
    );
  });

  it('is cached as far as the response before had read the same, in whole 64s', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        // Whether a response thought that has not reported is open, and with it what can be shared.
        const steps = plan.steps.map((step) => ('ending' in step ? { ...step, ending: 'reported' as const } : step));
        const { conversation, view } = foldOf({ ...plan, steps });
        const estimates = toArray(view.responses).map(({ expected }) => expected.estimate);
        expect(estimates.map(({ input_token_details: details }) => details)).toMatchObject(
          conversation.answers.map(({ used: { cachedText, cachedAudio } }) => ({
            cached_tokens: cachedText + cachedAudio,
            cached_tokens_details: { text_tokens: cachedText, audio_tokens: cachedAudio },
          })),
        );
      }),
    );
  });

  it('transcribes what was heard in the unit of the model', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { conversation, view } = foldOf(plan);
        for (const { id, transcription } of toArray(view.items)) {
          const used = conversation.transcribed.get(id);
          if (used === undefined || transcription === null) continue;
          const ledger = ledgerOf('transcription', transcription.expected.estimate);
          const total = (path: string): number => totalOf(ledger, 'transcription', path);
          expect({
            audio: total('input_token_details.audio_tokens'),
            textOut: total('output_tokens'),
            seconds: total('seconds'),
          }).toEqual(used);
        }
      }),
    );
  });

  it('has totals that are the sums of its parts, field by field', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { view } = foldOf(plan);
        const sum = parts(view).map(amounts);
        const total = amounts(expectedTotals(view).ledger);
        for (const key of amountKeys) {
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
      fc.property(plans, (plan) => {
        const { view } = foldOf(plan);
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
      fc.property(plans, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (plan, order) => {
        const { header, log } = new Conversation(plan);
        const late = foldSession(header, delayed(log.entries, order));
        expect(outcome(late)).toEqual(outcome(foldSession(header, log.entries)));
      }),
    );
  });

  it('takes a count for every response that read the text, though the entry it names came later', () => {
    const item = { id: 'u1', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Good morning.' }] };
    const log = new LogWriter()
      .server('conversation.item.added', { item })
      .server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } })
      .server('conversation.item.done', { item })
      .bench({ type: 'bench.tokens', part: 'text', ofSeq: 3, itemId: 'u1', characters: 13, tokens: 30 });
    const [response] = toArray(foldSession(logHeader, log.entries).responses);
    // The service's own 111, and 30 + 4.
    expect(response?.expected.evidence.input).toMatchObject({ text: 145, uncounted: 0 });
  });

  it('is the same replayed from a checkpoint as it was live', () => {
    fc.assert(
      fc.property(plans, fc.nat(), (plan, at) => {
        const { header, log } = new Conversation(plan);
        const { entries } = log;
        const cut = at % (entries.length + 1);
        const checkpoint = JSON.parse(JSON.stringify(foldSession(header, entries.slice(0, cut)))) as SessionView;
        const replayed = entries.slice(cut).reduce(reduceSession, checkpoint);
        const whole = foldSession(header, entries);
        expect(JSON.parse(JSON.stringify(replayed))).toEqual(JSON.parse(JSON.stringify(whole)));
        expect(outcome(replayed)).toEqual(outcome(whole));
      }),
      { numRuns: 50 },
    );
  });

  it('costs exactly the sum of what its parts cost, to the last digit', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { view } = foldOf(plan);
        const whole = costOf(expectedTotals(view).ledger, model, book);
        const each = parts(view).map((part) => costOf(part, model, book).total);
        // Seconds at an hourly price may end in a quotient cut at 20 places; tokens never do.
        const tokens = (ledger: UsageLedger): UsageLedger => ({
          ...ledger,
          fields: ledger.fields.filter(({ source }) => source === 'response'),
        });
        const tokensEach = parts(view).map((part) => costOf(tokens(part), model, book).total);
        expect(sumExact(tokensEach)).toBe(costOf(tokens(expectedTotals(view).ledger), model, book).total);
        expect(Number(sumExact(each))).toBeCloseTo(Number(whole.total), 15);
        expect(whole.unpriced).toEqual([]);
      }),
    );
  });
});

describe('an estimate', () => {
  it('does not depend on the report of its own response', () => {
    fc.assert(
      fc.property(plans, fc.nat(), fc.integer({ min: 1, max: 5000 }), (plan, which, by) => {
        const { conversation, view } = foldOf(plan);
        const told = conversation.answers.filter(({ ending }) => ending === 'reported' || ending === 'cut');
        const id = told[which % Math.max(1, told.length)]?.id;
        if (id === undefined) return;
        const other = foldSession(conversation.header, misreported(conversation.log.entries, id, by));
        const of = (from: SessionView): unknown => {
          const response = toArray(from.responses).find((have) => have.id === id);
          return [response?.expected.estimate, response?.expected.evidence, response?.expected.ruleWidth];
        };
        expect(of(other)).toEqual(of(view));
      }),
    );
  });

  it('holds what was used within its width, where answers stray by a run or a token of audio', () => {
    fc.assert(
      fc.property(strayPlans, (plan) => {
        const { conversation, view } = foldOf(plan);
        expect(outsideOf(conversation, view)).toEqual([]);
      }),
    );
  });

  it('stays within its width when the report of another response is hidden', () => {
    const hidings: readonly Ending[] = ['null', 'zero'];
    fc.assert(
      fc.property(strayPlans, fc.nat(), fc.constantFrom(...hidings), (plan, which, ending) => {
        const { answers } = new Conversation(plan);
        const begun = answers.filter(({ used }) => used !== nothingUsed).length;
        const conversation = new Conversation(plan, { place: which % Math.max(1, begun), ending });
        expect(outsideOf(conversation, fold(conversation))).toEqual([]);
      }),
    );
  });
});

describe('a range', () => {
  it('goes from the least to the most in every field and in money; the most has the fewest cached', () => {
    fc.assert(
      fc.property(strayPlans, (plan) => {
        const { view } = foldOf(plan);
        const totals = expectedTotals(view);
        const ends = [totals.least, totals.ledger, totals.most];
        const [least, best, most] = ends.map(amounts);
        if (least === undefined || best === undefined || most === undefined) throw new Error('There are three.');
        for (const key of amountKeys.filter((one) => one !== 'cached')) {
          expect(least[key], key).toBeLessThanOrEqual(best[key]);
          expect(best[key], key).toBeLessThanOrEqual(most[key]);
        }
        // At the least end there may be less to be cached, and it costs less all the same.
        expect(most.cached).toBeLessThanOrEqual(best.cached);
        const [low, middle, high] = ends.map((ledger) => new Exact(costOf(ledger, model, book).total));
        expect(low?.lte(middle ?? 0)).toBe(true);
        expect(middle?.lte(high ?? 0)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('is the sum of the ends of its parts', () => {
    fc.assert(
      fc.property(strayPlans, (plan) => {
        const { view } = foldOf(plan);
        const totals = expectedTotals(view);
        const end = (sign: 1 | -1, isOpen: (basis: string) => boolean): Record<string, number> => {
          const sum = { textIn: 0, audioIn: 0, textOut: 0, audioOut: 0 };
          for (const { id, expected } of toArray(view.responses)) {
            const used = usedIn(expected.usage);
            const width = widthsOf(totals.learned, id, expected);
            const by = (part: keyof typeof sum): number =>
              expected.basis === 'reported' ? used[part] : Math.max(0, used[part] + sign * width[part]);
            if (expected.basis !== 'reported' && !isOpen(expected.basis)) continue;
            sum.textIn += by('textIn');
            sum.audioIn += by('audioIn');
            sum.textOut += by('textOut') + (sign === 1 && expected.basis !== 'reported' ? width.reasoning : 0);
            sum.audioOut += by('audioOut');
          }
          return sum;
        };
        const lost = (basis: string): boolean => basis === 'estimated' || basis === 'live';
        expect(amounts(totals.least)).toMatchObject(end(-1, lost));
        expect(amounts(totals.most)).toMatchObject(end(1, lost));
        const reported = amounts(view.usage);
        const all = amounts(totals.ifBilled);
        const silent = end(1, (basis) => basis === 'if billed');
        expect(all).toMatchObject({
          textIn: (silent['textIn'] ?? 0) - reported.textIn,
          audioIn: (silent['audioIn'] ?? 0) - reported.audioIn,
          textOut: (silent['textOut'] ?? 0) - reported.textOut,
          audioOut: (silent['audioOut'] ?? 0) - reported.audioOut,
        });
      }),
    );
  });

  it('is guarded by a budget at its most, with all that may be billed', () => {
    fc.assert(
      fc.property(strayPlans, (plan) => {
        const { view } = foldOf(plan);
        const { most, ifBilled } = expectedTotals(view);
        const limit = (unit: 'money' | 'tokens'): string | undefined =>
          budgetUse(view, { limit: { unit, amount: '1000000' }, warnAt: 0.8, stop: false }, model, book)?.expected;
        const tokens = [most, ifBilled].flatMap((ledger) =>
          (['response', 'transcription'] as const).map((source) => totalOf(ledger, source, 'total_tokens')),
        );
        expect(limit('tokens')).toBe(String(tokens.reduce((sum, one) => sum + one, 0)));
        expect(limit('money')).toBe(sumExact([most, ifBilled].map((ledger) => costOf(ledger, model, book).total)));
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
