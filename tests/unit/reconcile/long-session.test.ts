import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/reconcile/facts.ts';
import type { Billed } from '../../../shared/billing/meter-kind.ts';
import { reportedTotals } from '../../../shared/reconcile/facts.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';

/** A conversation that grows by an exchange a turn. */
const conversation = (turns: number): Turn[] =>
  Array.from({ length: turns }, (_, at) => ({
    audioIn: 110 + at * 531,
    textIn: 119 + at * 120,
    audioOut: 420 + at * 3,
    textOut: 117 + at,
    audioCached: 0,
    textCached: 0,
    userTranscript: 30,
    answerTranscript: 89,
  }));

/** Its bill, with one more inference over the whole conversation at its last turn, and so many tokens besides. */
function billOf(turns: readonly Turn[], besides = 0): Billed {
  const last = turns.at(-1) as Turn;
  const totals = reportedTotals(turns);
  return {
    ...totals,
    audio_in: totals.audio_in + last.audioIn + last.audioOut + besides,
    text_in: totals.text_in + last.textIn + last.textOut + 2,
    audio_out: totals.audio_out + 200,
    text_out: totals.text_out + 60,
  };
}

describe('a long conversation', () => {
  it.each([3, 100, 1000])('of %i responses gives the further inference and its place', (count) => {
    const turns = conversation(count);
    const [first] = reconcile(turns, billOf(turns), null).explanations;
    expect(first).toMatchObject({ rank: 1, exact: true });
    expect(first?.inferences.at(-1)).toMatchObject({ context: 'both+prompt-answer', turn: count - 1 });
  });

  it.each([
    [100, 'No story of up to three further inferences explains every meter.'],
    [200, 'No story of up to two further inferences explains every meter.'],
    [1200, 'No story of one further inference explains every meter.'],
  ])('of %i responses says how far it was searched', (count, headline) => {
    const turns = conversation(count);
    expect(reconcile(turns, billOf(turns, 1), null).finding.headline).toBe(headline);
  });

  it('of 80 uneven responses whose text is fitted by three further inferences is judged in the time of a test', () => {
    const turns = conversation(80).map((turn, at) => ({
      ...turn,
      audioOut: 420 + ((at * 7) % 113),
      textOut: 117 + ((at * 11) % 71),
    }));
    const more = [3, 7, 75].map((at) => turns[at] as Turn);
    const totals = reportedTotals(turns);
    const { explanations } = reconcile(
      turns,
      {
        audio_in: more.reduce((sum, turn) => sum + turn.audioIn + turn.audioOut, totals.audio_in),
        text_in: more.reduce((sum, turn) => sum + turn.textIn + turn.textOut + 3, totals.text_in),
        audio_out: totals.audio_out,
        text_out: totals.text_out,
      },
      null,
    );
    expect(explanations.length).toBeGreaterThan(0);
    for (const { coverage } of explanations) expect(coverage.share).toBeLessThan(1);
  });
});
