import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, toArray } from '../../../shared/kit/chunk-list.ts';
import { expectedTotals } from '../../../shared/session/expected/expected-totals.ts';
import { usageAt, widthOf } from '../../../shared/session/expected/widths.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { noWidth, type UsageWidth } from '../../../shared/usage/expected.ts';
import { usageOf } from '../../../shared/usage/fields.ts';
import { asReport, nothingUsed } from './by-hand.ts';
import { amounts } from './golden.ts';
import { header, LogWriter } from './log.ts';

/** Words of every answer; what a service counts around them is 2, or 4 on models that think. */
const words = 10;

/** How far the report of a response is off, text and reasoning; null: it never reports. */
interface Report {
  readonly off: number;
  readonly thought?: number;
}

/** A session of answers in text that read nothing but the prompt, for each is deleted once it has come. */
function sessionOf(reports: readonly (Report | null)[], model = 'gpt-realtime-mini', counted = true): SessionView {
  const log = new LogWriter().server('session.created', {
    session: { type: 'realtime', model, instructions: 'Be brief.', audio: { input: { turn_detection: null } } },
  });
  log.bench({ type: 'bench.tokens', part: 'instructions', ofSeq: 1, itemId: null, characters: 9, tokens: 3 });
  for (const [index, report] of reports.entries()) {
    const [id, itemId] = [`r${index}`, `a${index}`];
    const thought = report?.thought ?? 0;
    const textOut = words + (model.includes('-2.1') ? 4 : 2) + (report?.off ?? 0) + thought;
    log
      .client('response.create', { event_id: `ask_${id}` })
      .server('response.created', { response: { id, conversation_id: 'conv_1' } })
      .server('response.output_text.delta', { response_id: id, item_id: itemId, delta: 'written words' });
    if (counted) {
      const ofSeq = log.entries.length;
      log.bench({ type: 'bench.tokens', part: 'text', ofSeq, itemId, characters: 13, tokens: words });
    }
    const usage = report === null ? null : asReport({ ...nothingUsed, textIn: 3, textOut, reasoning: thought });
    log
      .server('response.done', { response: { id, status: 'completed', usage } })
      .server('conversation.item.deleted', { item_id: itemId });
  }
  return foldSession(header, log.entries);
}

function widthAt(view: SessionView, index: number): UsageWidth {
  const response = at(view.responses, index);
  if (response === undefined) throw new Error(`There is no response ${index}.`);
  return widthOf(view, response);
}

const misses = fc.array(fc.integer({ min: -9, max: 30 }), { maxLength: 7 });
const most = (offs: readonly number[]): number => Math.max(0, ...offs.map(Math.abs));
const reportsOf = (offs: readonly number[]): Report[] => offs.map((off) => ({ off }));

describe('the width of a rule', () => {
  it('is as wide as the most it was off on three or more reports of the session, and no wider by fewer', () => {
    fc.assert(
      fc.property(misses, (offs) => {
        const view = sessionOf([...reportsOf(offs), null]);
        expect(widthAt(view, offs.length).textOut).toBe(offs.length < 3 ? 0 : most(offs));
      }),
    );
  });

  it('of a response that has reported is what it would be without that report', () => {
    fc.assert(
      fc.property(misses, fc.nat(), (offs, which) => {
        if (offs.length === 0) return;
        const index = which % offs.length;
        const others = offs.toSpliced(index, 1);
        const wanted = others.length < 3 ? 0 : most(others);
        expect(widthAt(sessionOf(reportsOf(offs)), index).textOut).toBe(wanted);
        const hidden = reportsOf(offs).map((report, at) => (at === index ? null : report));
        expect(widthAt(sessionOf(hidden), index).textOut).toBe(wanted);
      }),
    );
  });

  it('of the response that was off the most is what the others were off', () => {
    expect(widthAt(sessionOf(reportsOf([1, 2, 1, 9])), 3).textOut).toBe(2);
    expect(widthAt(sessionOf(reportsOf([1, 2, 1, 9])), 0).textOut).toBe(9);
  });

  it('is learned from nothing whose text has not been counted', () => {
    const reports = reportsOf([9, 9, 9, 9]);
    const { learned, accuracy } = expectedTotals(sessionOf(reports, 'gpt-realtime-mini', false));
    expect([...learned.keys()]).toEqual([]);
    expect(accuracy.compared).toBe(0);
    expect(expectedTotals(sessionOf(reports)).learned.get('textOut written')).toMatchObject({ reports: 4, most: 9 });
  });

  it('goes by what counted it: what a rule was off says nothing of another', () => {
    const view = sessionOf([...reportsOf([9, 9, 9]), null]);
    expect(widthAt(view, 3)).toMatchObject({ textIn: 0, audioIn: 0, textOut: 9, audioOut: 0 });
  });

  it('is the end to which every estimate of the rule is taken', () => {
    const view = sessionOf([...reportsOf([5, 5, 5]), null, null]);
    const { ledger, most: high, ifBilled } = expectedTotals(view);
    expect(amounts(ledger).textOut).toBe(3 * 17);
    expect(amounts(high).textOut).toBe(3 * 17);
    // 12, and 5 more, twice: the rule is off on both or on neither.
    expect(amounts(ifBilled).textOut).toBe(2 * 17);
  });
});

describe('reasoning', () => {
  const model = 'gpt-realtime-2.1-mini';
  const thinking = (thoughts: readonly number[]): Report[] => thoughts.map((thought) => ({ off: 0, thought }));

  it('is up to the most seen anywhere, until three reports of the session say how much it is there', () => {
    expect(widthAt(sessionOf([...thinking([40, 7]), null], model), 2).reasoning).toBe(256);
    expect(widthAt(sessionOf([...thinking([40, 7, 300]), null], model), 3).reasoning).toBe(300);
    expect(widthAt(sessionOf([...thinking([40, 7, 11]), null], model), 3).reasoning).toBe(40);
    expect(widthAt(sessionOf([...thinking([40, 7, 11]), null]), 3).reasoning).toBe(0);
  });

  it('of a response that has reported it is not said by that report', () => {
    expect(widthAt(sessionOf(thinking([40, 7, 11, 300]), model), 3).reasoning).toBe(40);
  });

  it('widens a range upwards alone, and is no error of an estimate', () => {
    const view = sessionOf([...thinking([40, 7, 11]), null], model);
    expect(expectedTotals(view).accuracy).toMatchObject({ compared: 3, exact: 3 });
    const [, , , last] = toArray(view.responses);
    expect(last?.expected.usage).toMatchObject({ output_tokens: 14 });
    expect(amounts(expectedTotals(view).ifBilled).textOut).toBe(14 + 40);
  });
});

describe('the least that an estimate can cost', () => {
  it('takes the text that may not be there off what is dear, and leaves what is cached', () => {
    const estimate = usageOf({ text: 130, audio: 0 }, { text: 128, audio: 0 }, { text: 0, audio: 0 });
    const width = { ...noWidth, textIn: 4, cached: 64, cachedText: 64 };
    // 126 of the 128 are still read; whole blocks of 126 would leave 62 at the full price, which costs more.
    expect(usageAt(estimate, width, 'least')).toMatchObject({
      input_token_details: { text_tokens: 126, cached_tokens_details: { text_tokens: 126 } },
    });
    expect(usageAt(estimate, width, 'most')).toMatchObject({
      input_token_details: { text_tokens: 134, cached_tokens_details: { text_tokens: 64 } },
    });
  });
});

it('the width of a running answer grows with the text that nobody has counted, also once there is audio', () => {
  const audio = { $audio: { file: 'output.wav', offset: 44, length: 4800 } };
  const said = (delta: string): object => ({ response_id: 'r1', item_id: 'a1', delta });
  const log = new LogWriter()
    .server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } })
    .server('response.output_audio_transcript.delta', { ...said('Good morning.') })
    .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: audio });
  const before = widthAt(foldSession(header, log.entries), 0).textOut;
  log.server('response.output_audio_transcript.delta', { ...said(' And how is the weather where you are?') });
  expect(widthAt(foldSession(header, log.entries), 0).textOut).toBeGreaterThan(before);
});
