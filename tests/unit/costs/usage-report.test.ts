import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { addMoney } from '../../../shared/pricing/money.ts';
import { nextTurn } from '../../../shared/costs/next-turn.ts';
import { Exact } from '../../../shared/money/exact.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { reportCsv, reportMarkdown } from '../../../shared/costs/usage-report/texts.ts';
import { usageReport, type UsageReport } from '../../../shared/costs/usage-report/usage-report.ts';
import { foldSession } from '../../../shared/session/reduce.ts';
import { header, LogWriter } from '../session/log.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { shipped } from '../pricing/books.ts';
import { printReport } from '../../../electron/cli/report/print.ts';
import { reportOf as cliReport } from '../../../electron/cli/report/report.ts';

const book = { book: bookOnDay(shipped('2026-10-09'), '2026-11-23'), how: 'by date' as const };

const tokens = fc.integer({ min: 0, max: 50_000 });
const usages = fc
  .record({
    audioIn: tokens,
    textIn: tokens,
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
/** null: a response that ends without usage. */
const sessions = fc.array(fc.option(usages, { nil: null }), { minLength: 1, maxLength: 12 });

function sessionOf(list: readonly (object | null)[], model = 'gpt-realtime-mini-2025-12-15'): LogWriter {
  const log = new LogWriter().server('session.created', { session: { type: 'realtime', model } });
  list.forEach((usage, index) => {
    const id = `resp_${index}`;
    log.server('response.created', { response: { id, usage: null } });
    log.server('response.done', {
      response: { id, status: usage === null ? 'cancelled' : 'completed', output: [], usage: usage as never },
    });
  });
  return log;
}

const reportOf = (log: LogWriter): UsageReport => usageReport(foldSession(header, log.entries), book);

describe('the usage report', () => {
  it('adds up: responses, fields and meters come to the same total, to the last digit', () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const report = reportOf(sessionOf(list));
        const { amount } = report.expected;
        expect(addMoney(report.responses.map((row) => row.cost ?? 'unknown'))).toBe(amount);
        expect(addMoney(report.fields.map((row) => row.expectedCost ?? 'unknown'))).toBe(amount);
        expect(addMoney(report.meters.cachedApart.map((line) => line.cost ?? 'unknown'))).toBe(amount);
        expect(addMoney(report.meters.folded.map((line) => line.cost ?? 'unknown'))).toBe(
          report.cachedAtFullPrice.amount,
        );
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

  it('never costs less than what was reported, and is an estimate exactly when a response reported nothing', () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const report = reportOf(sessionOf(list));
        expect(new Exact(report.expected.amount ?? 0).gte(report.reported.amount ?? 0)).toBe(true);
        expect(report.responses.filter(({ basis }) => basis === 'estimated').length).toBe(
          list.filter((usage) => usage === null || usage.total_tokens === 0).length,
        );
        expect(report.expected.estimated).toBe(report.responses.some(({ basis }) => basis !== 'reported'));
      }),
      { numRuns: 40 },
    );
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
    expect(reportMarkdown(report)).toContain('| Expected | unknown |');
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
    expect(report.reported).toEqual({
      amount: '0.00919684',
      unpriced: ['Input, kind not told: 139 tokens', 'Output, kind not told: 72 tokens'],
    });
    expect(reportMarkdown(report)).toContain('| Reported | 0.00919684 | at least |');
    expect(report.meters.cachedApart.every(({ amount }) => amount > 0)).toBe(true);
    const alone = reportOf(sessionOf([{ total_tokens: 211 }]));
    expect(alone.reported).toEqual({ amount: null, unpriced: ['Total, direction not told: 211 tokens'] });
  });

  it('writes a cost that never ends to ten decimals in text, and to all there are in JSON', () => {
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
    for (const text of [reportMarkdown(report), reportCsv(report)]) {
      expect(text).toContain('0.0011333333');
      expect(text).not.toMatch(/\d\.\d{11}/);
    }
    const whole = cliReport(view, book.book, '');
    expect(whole.cost.total).toBe('0.00113333333333333333');
    expect(printReport(whole)).toMatch(/Total +0\.0011333333\n/);
  });

  it('is CSV whose numbers are numbers and whose text is never a formula', () => {
    const report = { ...reportOf(sessionOf([null])) };
    const csv = reportCsv({
      ...report,
      usage: [{ source: 'response', model: null, path: '=1+1', label: '', total: 1, reports: 1, new: true }],
    });
    expect(csv).not.toContain('~');
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

  it('is nothing before the first response, and unknown where the model is', () => {
    expect(nextTurn(foldSession(header, []), model, book.book)).toBeNull();
    expect(nextTurn(foldSession(header, sessionOf([threadUsage]).entries), null, book.book)).toMatchObject({
      lowest: null,
      highest: null,
    });
  });
});
