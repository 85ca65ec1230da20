import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printReport } from '../../../electron/cli/output/print-session.ts';
import { reportOf as cliReport } from '../../../electron/cli/output/session-report.ts';
import { plainMoney } from '../../../shared/kit/plain-money.ts';
import { Exact, sumExact } from '../../../shared/kit/money.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { nextTurn } from '../../../shared/session/costs/next-turn.ts';
import { isNothing, sumOfRows } from '../../../shared/session/costs/response-costs.ts';
import { reportCsv, reportJson, reportMarkdown } from '../../../shared/session/costs/usage-export.ts';
import { usageReport, type UsageReport } from '../../../shared/session/costs/usage-report.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { header, LogWriter } from '../session/log.ts';
import { shipped } from './books.ts';

const book = { book: bookOnDay(shipped('2026-10-09'), '2026-11-23'), how: 'by date' as const };

const tokens = fc.integer({ min: 0, max: 50_000 });
const usages = fc
  .record({
    audioIn: tokens,
    // A prompt is never empty.
    textIn: fc.integer({ min: 1, max: 50_000 }),
    audioOut: tokens,
    textOut: tokens,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ audioIn, textIn, audioOut, textOut, share }) => {
    const audioCached = Math.floor(audioIn * share);
    const textCached = Math.floor(textIn * share);
    return {
      total_tokens: audioIn + textIn + audioOut + textOut,
      input_tokens: audioIn + textIn,
      output_tokens: audioOut + textOut,
      input_token_details: {
        text_tokens: textIn,
        audio_tokens: audioIn,
        image_tokens: 0,
        cached_tokens: audioCached + textCached,
        cached_tokens_details: { text_tokens: textCached, audio_tokens: audioCached, image_tokens: 0 },
      },
      output_token_details: { text_tokens: textOut, audio_tokens: audioOut },
    };
  });
/** null: a response that ends without usage; `never began`: one cancelled before its first item. */
const sessions = fc.array(fc.oneof({ weight: 4, arbitrary: usages }, fc.constantFrom(null, 'never began' as const)), {
  minLength: 1,
  maxLength: 12,
});

function sessionOf(
  list: readonly (object | 'never began' | null)[],
  model = 'gpt-realtime-mini-2025-12-15',
): LogWriter {
  const log = new LogWriter().server('session.created', { session: { type: 'realtime', model } });
  list.forEach((usage, index) => {
    const id = `resp_${index}`;
    log.server('response.created', { response: { id, usage: null } });
    log.server('response.done', {
      response: {
        id,
        status: usage === 'never began' ? 'cancelled' : 'completed',
        output: [],
        usage: usage === 'never began' ? null : (usage as never),
      },
    });
  });
  return log;
}

const reportOf = (log: LogWriter): UsageReport => usageReport(foldSession(header, log.entries), book);

describe('the usage report', () => {
  it('adds up: responses, fields and meters come to the same best estimate, and the ends to one another', () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const report = reportOf(sessionOf(list));
        const { amount, best, high, ifBilled } = report.expected;
        const counted = sumOfRows(report.responses);
        expect(counted.cost).toBe(best);
        expect(sumExact(report.fields.map((row) => row.expectedCost ?? 'unknown'))).toBe(best);
        expect(sumExact(report.meters.cachedApart.map((line) => line.cost ?? 'unknown'))).toBe(best);
        // What may be billed stands in no sum but its own.
        expect(sumExact(counted.without.map((row) => row.costHigh ?? 'unknown'))).toBe(ifBilled);
        expect(counted.without.every((row) => row.costLow === '0')).toBe(true);
        // Nothing runs and nothing was lost, so the two ends lie exactly that far apart.
        expect([amount, high]).toEqual([best, sumExact([best ?? 'unknown', ifBilled ?? 'unknown'])]);
      }),
      { numRuns: 60 },
    );
  });

  it('puts the same tokens on the meters, whether cached ones are apart or folded', () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const { meters } = reportOf(sessionOf(list));
        const sum = (lines: UsageReport['meters']['folded']): number =>
          lines.reduce((all, line) => all + line.amount, 0);
        expect(sum(meters.folded)).toBe(sum(meters.cachedApart));
        expect(meters.folded.some(({ field }) => field.endsWith('cached'))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('costs at the least what was reported, and says of each response that reported nothing what it may come to', () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const { expected, reported, responses } = reportOf(sessionOf(list));
        expect(expected.amount).toBe(reported.amount);
        const open = list.map((usage) => usage === null || usage === 'never began' || usage.total_tokens === 0);
        expect(responses.map(({ basis }) => basis === 'if billed')).toEqual(open);
        expect(responses.map(isNothing)).toEqual(list.map((usage) => usage === 'never began'));
        expect(expected.estimated).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('has nothing on top of a response that was cancelled before it began: by the rules it comes to nothing', () => {
    const { expected, responses } = reportOf(sessionOf(['never began']));
    expect(expected).toMatchObject({ amount: '0', ifBilled: '0', high: '0' });
    expect(responses[0]).toMatchObject({ cost: '0', costLow: '0', costHigh: '0', costWidth: '0', unknown: [] });
  });

  it('puts a running answer between its two ends, and both ends into the sums', () => {
    const log = new LogWriter()
      .server('session.created', { session: { type: 'realtime', model: 'gpt-realtime-mini-2025-12-15' } })
      .server('response.created', { response: { id: 'r1', usage: null } })
      .server('response.output_item.added', {
        response_id: 'r1',
        item: { id: 'a1', type: 'message', role: 'assistant' },
      })
      .server('response.output_audio.delta', {
        response_id: 'r1',
        item_id: 'a1',
        delta: { $audio: { file: 'output.wav', offset: 44, length: 48_000 } },
      });
    const { expected, responses, fields } = reportOf(log);
    const [row] = responses;
    expect(row).toMatchObject({ basis: 'live', output: 20 });
    expect(row?.inputWidth).toBeGreaterThan(0);
    expect([row?.costLow, row?.cost, row?.costHigh]).toEqual([expected.amount, expected.best, expected.high]);
    expect(new Exact(row?.costLow ?? 'NaN').lt(row?.cost ?? 'NaN')).toBe(true);
    expect(new Exact(row?.costHigh ?? 'NaN').gt(row?.cost ?? 'NaN')).toBe(true);
    // Its width is the distance of the farther end.
    expect(row?.costWidth).toBe(
      Exact.max(
        new Exact(row?.costHigh ?? 'NaN').minus(row?.cost ?? 'NaN'),
        new Exact(row?.cost ?? 'NaN').minus(row?.costLow ?? 'NaN'),
      ).toFixed(),
    );
    const textIn = fields.find(({ label }) => label === 'Text in');
    expect(textIn).toMatchObject({ expected: row?.input, estimated: true, ifBilled: 0 });
    expect(textIn?.width).toBeGreaterThanOrEqual(row?.inputWidth ?? Number.NaN);
  });

  it('keeps tokens that may be billed beside those of their field', () => {
    const { fields, responses } = reportOf(sessionOf([threadUsage, null]));
    const textIn = fields.find(({ label }) => label === 'Text in');
    expect(textIn).toMatchObject({ reported: 55, expected: 55, estimated: false, width: 0 });
    expect(textIn?.ifBilled).toBeGreaterThanOrEqual(responses[1]?.input ?? Number.NaN);
  });

  it('counts the tokens of an unknown model and calls their cost unknown, never 0', () => {
    const report = usageReport(
      foldSession(
        { ...header, endpoint: { ...header.endpoint, deployment: 'voice' } },
        sessionOf([threadUsage], 'gpt-realtime-9').entries,
      ),
      book,
    );
    expect(report.prices).toMatchObject({ model: null, modelIs: 'unknown' });
    expect(report.reported).toMatchObject({ amount: null });
    expect(report.expected).toMatchObject({ amount: null });
    expect([report.perMinute, report.perHour, report.expectedOverReported]).toEqual([null, null, null]);
    expect(report.responses[0]).toMatchObject({ input: 229, output: 537, cost: null });
    expect(report.meters.cachedApart.every(({ cost, quantity }) => cost === null && quantity === null)).toBe(true);
    expect(reportMarkdown(report)).toContain('| Expected, low end | unknown |');
    expect(reportMarkdown(report)).toContain('| In all, at most | unknown |');
  });

  it('puts the known turn on the meters of its model, in their own unit', () => {
    const { meters, reported } = reportOf(sessionOf([threadUsage]));
    expect(reported.amount).toBe('0.00919684');
    expect(meters.cachedApart.find(({ field }) => field === 'audio_out')).toMatchObject({
      meter: 'gpt rt aud mn out gl 1215 1M Tokens',
      quantity: '0.00042',
      unit: '1M tokens',
      cost: '0.0084',
    });
    expect(meters.folded.map(({ field, amount }) => [field, amount])).toEqual([
      ['audio_in', 110],
      ['audio_out', 420],
      ['text_in', 119],
      ['text_out', 117],
    ]);
  });

  it('prices by the scope that was set, and says what was chosen', () => {
    const view = foldSession(header, sessionOf([threadUsage]).entries);
    const zone = usageReport(view, book, { model: null, scope: 'data-zone' });
    expect(zone.prices).toMatchObject({ scope: 'data-zone', model: 'gpt-realtime-mini 1215', modelIs: 'named' });
    expect(zone.meters.cachedApart.find(({ field }) => field === 'audio_in')).toMatchObject({ price: '11' });
    const chosen = usageReport(view, book, { model: 'gpt-realtime 0828', scope: 'global' });
    expect(chosen.prices).toMatchObject({ model: 'gpt-realtime 0828', modelIs: 'chosen' });
    expect(chosen.meters.cachedApart.find(({ field }) => field === 'audio_in')).toMatchObject({
      unit: '1K tokens',
      quantity: '0.046',
    });
  });

  it('marks a field it does not know as new and keeps its total', () => {
    const report = reportOf(sessionOf([{ ...threadUsage, thinking_tokens: 7 }]));
    expect(report.usage.find(({ path }) => path === 'thinking_tokens')).toMatchObject({
      new: true,
      total: 7,
      reports: 1,
    });
  });

  it('says at least, and of what, where tokens came in totals alone', () => {
    const report = reportOf(sessionOf([threadUsage, { total_tokens: 211, input_tokens: 139, output_tokens: 72 }]));
    expect(report.reported).toMatchObject({
      amount: '0.00919684',
      unpriced: ['Input, kind not told: 139 tokens', 'Output, kind not told: 72 tokens'],
    });
    expect(reportMarkdown(report)).toContain('| Reported | 0.00919684 | at least |');
    expect(report.meters.cachedApart.every(({ amount }) => amount > 0)).toBe(true);
    const alone = reportOf(sessionOf([{ total_tokens: 211 }]));
    expect(alone.reported).toMatchObject({ amount: null, unpriced: ['Total, direction not told: 211 tokens'] });
  });

  it('writes a cost that never ends to ten decimals wherever it is read', () => {
    const audio = { input: { transcription: { model: 'gpt-realtime-whisper' } } };
    const log = new LogWriter()
      .server('session.created', { session: { type: 'realtime', model: 'gpt-realtime-mini-2025-12-15', audio } })
      .server('input_audio_buffer.committed', { item_id: 'u' })
      .server('conversation.item.input_audio_transcription.completed', {
        item_id: 'u',
        transcript: '',
        usage: { type: 'duration', seconds: 4 },
      });
    const view = foldSession(header, log.entries);
    const report = usageReport(view, book);
    expect(report.reported.amount).toBe('0.00113333333333333333');
    for (const text of [reportMarkdown(report), reportCsv(report), reportJson(report)]) {
      expect(text).toContain('0.0011333333');
      expect(text).not.toMatch(/\d\.\d{11}/);
    }
    const whole = cliReport(view, book.book, '');
    expect(whole.cost).toMatchObject({ total: '0.0011333333', totalUsd: '0.0011333333' });
    expect(JSON.stringify(whole)).not.toMatch(/\d\.\d{11}/);
    expect(printReport(whole)).toMatch(/Total +0\.0011333333\n/);
  });

  it('says in every text the low end, what may come on top, the high end and how far off estimates were', () => {
    const report = reportOf(sessionOf([threadUsage, null]));
    const { amount, high, ifBilled } = report.expected;
    const said = (sum: string | null): string => plainMoney(sum ?? 'NaN');
    const csv = reportCsv(report);
    const markdown = reportMarkdown(report);
    for (const [name, sum] of [
      ['Expected, low end', amount],
      ['May be billed on top, at most', ifBilled],
      ['In all, at most', high],
    ] as const) {
      expect(csv).toContain(`Cost in USD,"${name}",${said(sum)},`);
      expect(markdown).toContain(`| ${name} | ${said(sum)} |`);
    }
    const row = report.responses[1];
    expect(csv).toContain(`By response,R2,completed,if billed,${row?.input},${row?.cached},${row?.output},`);
    expect(csv).toContain(`,0,${said(row?.costHigh ?? null)},${row?.inputWidth},`);
    const withAccuracy = (accuracy: UsageReport['accuracy']): string => reportCsv({ ...report, accuracy });
    const accuracy = { compared: 2, exact: 1, tokensOff: 3, tokensReported: 900, worstShare: 0.004 };
    expect(withAccuracy(accuracy)).toContain('"Estimates here were off by, at most",0.4%,2 answers');
    expect(withAccuracy({ ...accuracy, compared: 0 })).toContain(
      '"Estimates here were off by, at most",none to compare yet,',
    );
  });

  it('is CSV whose numbers are numbers and whose text is never a formula', () => {
    const report = { ...reportOf(sessionOf([null])) };
    const csv = reportCsv({
      ...report,
      usage: [{ source: 'response', model: null, path: '=1+1', label: '', total: 1, reports: 1, new: true }],
    });
    expect(csv).not.toContain('~');
    expect(csv).not.toContain('±');
    expect(csv).toContain(",'=1+1,");
    expect(csv.split('\r\n').every((line) => !/^[=+@]/.test(line))).toBe(true);
  });
});

describe('the next turn', () => {
  const model = pricedModel(book.book, 'gpt-realtime-mini');

  it('costs between all of the conversation cached and none of it', () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const turn = nextTurn(foldSession(header, sessionOf(list).entries), model, book.book);
        expect(turn).not.toBeNull();
        expect(new Exact(turn?.lowest ?? 0).lte(turn?.highest ?? 0)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('never has more cached than it reads, whatever the service counts in front of the prompt', () => {
    // 22 tokens stand before the prompt: cached would be a block more than a prompt of 44 has.
    const usage = {
      ...threadUsage,
      input_token_details: { text_tokens: 44, audio_tokens: 0, cached_tokens: 0 },
      output_token_details: { text_tokens: 0, audio_tokens: 0 },
      input_tokens: 44,
      output_tokens: 0,
      total_tokens: 44,
    };
    const turn = nextTurn(foldSession(header, sessionOf([usage]).entries), model, book.book);
    expect(turn?.lowest).not.toBeNull();
  });

  it('is nothing before the first response, and unknown where the model is', () => {
    expect(nextTurn(foldSession(header, []), model, book.book)).toBeNull();
    expect(nextTurn(foldSession(header, sessionOf([threadUsage]).entries), null, book.book)).toMatchObject({
      lowest: null,
      highest: null,
    });
  });
});
