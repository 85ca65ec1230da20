import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { priceBookSchema } from '../../../shared/pricing/price-book-schema.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { threadBill, threadTurn, threadTurnWithTranscripts } from './thread.ts';

const book = priceBookSchema.parse(
  JSON.parse(readFileSync(new URL('../../../assets/prices/2026-10-09.json', import.meta.url), 'utf8')),
);
const entry = pricedModel(book, 'gpt-realtime-mini');
if (entry === null) throw new Error('The book does not list the model.');
const mini = { model: entry, currency: book.currency };

describe('one reported response against six meters', () => {
  const answer = reconcile([threadTurn], threadBill, mini);

  it('finds a further inference over the finished conversation, cached tokens folded in', () => {
    expect(answer.finding.headline).toBe(
      'The bill holds at least one further inference over the finished conversation: 110 + 420 audio tokens, read again. Cached tokens were billed as uncached.',
    );
    expect(answer.finding.open).toContain('not why');
  });

  it('writes the arithmetic of the first explanation out, meter by meter', () => {
    const [first] = answer.explanations;
    expect(first).toMatchObject({ rank: 1, exact: true, freeParameters: ['audio_out', 'text_out'] });
    expect(first?.inferences.map((inference) => inference.context)).toEqual([null, 'both+prompt-answer']);
    expect(
      first?.meters.map((meter) => [meter.meter, meter.predicted, meter.residual, meter.checked, meter.arithmetic]),
    ).toEqual([
      ['audio_in', 640, 0, true, '110 + (110 + 420)'],
      ['audio_cached', 0, 0, true, '64 \u2212 64'],
      ['audio_out', 631, 0, false, '420 + 211'],
      ['text_in', 357, 0, true, '119 + (119 + 117 + 2)'],
      ['text_cached', 0, 0, true, '64 \u2212 64'],
      ['text_out', 181, 0, false, '117 + 64'],
    ]);
  });

  it('says how seldom a random bill would fit as well', () => {
    const share = answer.explanations[0]?.coverage.share ?? 1;
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(5e-5);
  });

  it('compares in tokens and in exact money', () => {
    expect(
      answer.meters.map((meter) => [
        meter.meter,
        meter.reported,
        meter.expected,
        meter.billed,
        meter.difference,
        meter.status,
      ]),
    ).toEqual([
      ['audio_in', 110, 46, 640, 594, 'explained'],
      ['audio_cached', 64, 64, 0, -64, 'folded'],
      ['audio_out', 420, 420, 631, 211, 'free'],
      ['text_in', 119, 55, 357, 302, 'explained'],
      ['text_cached', 64, 64, 0, -64, 'folded'],
      ['text_out', 117, 117, 181, 64, 'free'],
    ]);
    expect(answer.money).toEqual({
      currency: 'USD',
      billed: '0.0196686',
      expected: '0.00919684',
      difference: '0.01047176',
      further: '0.0098164',
      lostDiscount: '0.00065536',
    });
  });

  it('lists three prompts of 119 as a rival that fails on audio, and transcription as one that fails on both outputs', () => {
    expect(answer.rejected).toContainEqual({
      id: 'repeated-prompt',
      title: '3 prompts of 119',
      fits: 'text in 357',
      fails: 'audio in 330, billed 640; silent on audio out and text out',
    });
    const transcription = answer.rejected.find((rival) => rival.title.includes('transcribes both sides'));
    expect(transcription?.fits).toBe('audio in 640, text in 357');
    expect(transcription?.fails).toMatch(/audio out 420, billed 631; text out \d+, billed 181/);
  });

  it('shares the first rank between the two texts that the numbers cannot tell apart', () => {
    const withTranscripts = reconcile([threadTurnWithTranscripts], threadBill, mini);
    expect(
      withTranscripts.explanations
        .slice(0, 4)
        .map((one) => [one.rank, one.inferences.slice(1).map((inference) => inference.context)]),
    ).toEqual([
      [1, ['both+prompt-answer']],
      [1, ['both+prompt-transcripts']],
      [3, ['user+prompt', 'answer+prompt']],
      [4, ['none+prompt', 'both+prompt']],
    ]);
    expect(withTranscripts.finding.headline).toBe(answer.finding.headline);
  });

  it('plans one change that tells the tied stories apart and one that tells the rest', () => {
    const { experiments, explanations } = reconcile([threadTurnWithTranscripts], threadBill, mini);
    const splits = (id: string): string[] =>
      (experiments.find((one) => one.id === id)?.splits ?? []).map((pair) => pair.join('-'));
    expect(explanations[0]?.rank).toBe(explanations[1]?.rank);
    expect(splits('transcription-off')).toContain('0-1');
    expect(splits('instructions')).toEqual(expect.arrayContaining(['0-2', '0-3', '1-2', '1-3']));
    expect(experiments[0]?.isolation).toContain('cache');
  });

  it('names what the session log holds against the story', () => {
    const silent = reconcile([threadTurn], threadBill, mini, { responsesCreated: 1, responsesReported: 1 });
    expect(silent.explanations[0]?.contradictions[0]).toContain('left no trace');
    const seen = reconcile([threadTurn], threadBill, mini, { responsesCreated: 2, responsesReported: 1 });
    expect(seen.explanations[0]?.contradictions.join(' ')).not.toContain('log');
    expect(seen.explanations[0]?.supports[0]).toContain('1 response.created without usage');
  });
});

describe('a bill that needs no story', () => {
  const cachedApart = { audio_in: 46, audio_cached: 64, audio_out: 420, text_in: 55, text_cached: 64, text_out: 117 };

  it('is called what was reported, with cached tokens on their own meters', () => {
    const answer = reconcile([threadTurn], cachedApart, mini);
    expect(answer.finding.headline).toBe('The bill is what was reported.');
    expect(answer.explanations[0]).toMatchObject({ rank: 1, exact: true, freeParameters: [] });
    expect(answer.meters.every((meter) => meter.status === 'match')).toBe(true);
    expect(answer.money?.difference).toBe('0');
  });

  it('is told from one with the cached tokens folded in', () => {
    const folded = { ...cachedApart, audio_in: 110, audio_cached: 0, text_in: 119, text_cached: 0 };
    expect(reconcile([threadTurn], folded, mini).finding.headline).toBe(
      'The bill is what was reported. Cached tokens were billed as uncached.',
    );
  });
});

describe('a bill that nothing explains', () => {
  it('is said to be unexplained, and every meter keeps its difference', () => {
    const answer = reconcile([threadTurn], { ...threadBill, audio_in: 641 }, mini);
    expect(answer.explanations).toMatchObject([
      { exact: false, statement: expect.stringContaining('Other traffic') as string },
    ]);
    expect(answer.explanations[0]?.meters.some(({ checked }) => checked)).toBe(false);
    expect(answer.finding.headline).toContain('No story');
    expect(answer.meters[0]).toMatchObject({ difference: 595, status: 'unexplained' });
  });

  it('shows the story that misses the text alone, with what it misses it by, and calls it nothing more', () => {
    const { explanations, finding } = reconcile([threadTurn], { ...threadBill, text_in: 434 }, mini);
    expect(explanations[0]).toMatchObject({ exact: false });
    expect(explanations[0]?.statement).toContain(
      'A near miss, text in told with 77 tokens too few: One further inference',
    );
    expect(explanations[0]?.meters.find(({ meter }) => meter === 'text_in')).toMatchObject({
      checked: true,
      residual: 77,
    });
    expect(explanations.at(-1)?.statement).toContain('Other traffic');
    expect(finding.claim.kind).toBe('nothing fits');
  });

  it('never calls a match on text alone a finding about the cause', () => {
    const answer = reconcile([threadTurn], { text_in: 357 }, mini);
    expect(answer.finding.headline).toBe('The text meters fit, and that is not enough to say why.');
  });

  it('refuses outputs below what was reported', () => {
    expect(reconcile([threadTurn], { ...threadBill, audio_out: 400 }, mini).explanations).toEqual([]);
  });

  it('says what to do when there is no bill at all', () => {
    expect(reconcile([threadTurn], {}, mini).finding.open).toContain('Paste the meter table');
  });
});
