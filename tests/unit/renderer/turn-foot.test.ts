import { describe, expect, it } from 'vitest';
import { turnFootWords } from '../../../renderer/pages/live/conversation/turn-foot.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { sessionCosts } from '../../../shared/session/costs/session-costs.ts';
import { turnCosts } from '../../../shared/session/costs/turn-costs.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { shipped } from '../pricing/books.ts';
import { golden } from '../session/golden.ts';

const book = shipped('2026-10-09');
const model = pricedModel(book, 'gpt-realtime-mini', 'global');

const wordsOf = (view: SessionView, of = model): readonly unknown[] =>
  turnCosts(view, sessionCosts(view, of, book), of, book).turns.map((turn) => turnFootWords(turn, 'USD'));

const at = (name: string, untilSeq = Infinity): SessionView => {
  const { header, entries } = golden(name);
  return foldSession(
    header,
    entries.filter(({ seq }) => seq <= untilSeq),
  );
};

describe('the line under a turn', () => {
  it('names its parts and their sum; what may be billed comes last, and its money only up to what', () => {
    expect(wordsOf(at('06-truncation'))).toEqual([
      { parts: 'answer $0.0015 + transcription $0.0002', sum: '$0.0017', upTo: '' },
      {
        parts: 'transcription $0.0001 + answer up to $0.0014 (~$0.0007 ±0.0007, or nothing)',
        sum: '$0.0001',
        upTo: 'to $0.0015',
      },
      {
        parts: 'transcription $0.0001 + answer up to $0.0016 (~$0.0013 ±0.0004, or nothing)',
        sum: '$0.0001',
        upTo: 'to $0.0017',
      },
    ]);
  });

  it('says of an answer that runs how much of it has come, and calls the sum an estimate', () => {
    expect(wordsOf(at('06-truncation', 60)).at(-1)).toEqual({
      parts: 'answer running, 7 tokens received + transcription ~$0.0001',
      sum: '~$0.0004',
      upTo: '',
    });
  });

  it('never calls nothing what has no price', () => {
    expect(wordsOf(at('06-truncation'), null)[0]).toEqual({
      parts: 'answer of unknown price + transcription $0.0002',
      sum: 'price unknown',
      upTo: '',
    });
  });
});
