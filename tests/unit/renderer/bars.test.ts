import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barOf, legendOf } from '../../../shared/reconcile/report/meter-parts.ts';
import { placeCaptions, spread } from '../../../renderer/pages/reconcile/outcome/meter-bars.ts';
import type { ComparedMeter } from '../../../shared/reconcile/finding/comparison.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import type { MeterPart } from '../../../shared/reconcile/stories/answer-types.ts';
import { threadBill, threadTurn } from '../reconcile/thread.ts';

const letterPx = 5.5;
const widthOf = (words: string): number => words.length * letterPx;

const drawn = (bill: Parameters<typeof reconcile>[1]) => {
  const { meters, explanations } = reconcile([threadTurn], bill, null);
  const [best] = explanations.filter(({ exact }) => exact);
  return Object.fromEntries(meters.map((meter) => [meter.meter, barOf(meter, best)]));
};

describe('the bar of a meter', () => {
  it('has the parts of the story that explains it', () => {
    const { audio_in: audio, audio_out: spoken } = drawn(threadBill);
    expect(audio?.parts.map(({ tokens, look }) => [tokens, look])).toEqual([
      [110, 'reported'],
      [110, 'again'],
      [420, 'again'],
    ]);
    expect(spoken?.parts.map(({ tokens, look }) => [tokens, look])).toEqual([
      [420, 'reported'],
      [211, 'free'],
    ]);
  });

  it('shortens what was reported by what is billed elsewhere, and says so', () => {
    const { audio_in: audio } = drawn({
      audio_in: 46,
      audio_cached: 64,
      audio_out: 420,
      text_in: 55,
      text_cached: 64,
      text_out: 117,
    });
    expect(audio?.parts).toHaveLength(1);
    expect(audio?.parts[0]).toMatchObject({ tokens: 46, look: 'reported' });
    expect(audio?.parts[0]?.words).toContain('less 64');
  });

  it('leaves what no story explains open', () => {
    const { audio_out: spoken } = drawn({ ...threadBill, audio_in: 777, text_in: 402 });
    expect(spoken?.parts).toEqual([
      { tokens: 420, look: 'reported', words: 'reported' },
      { tokens: 211, look: 'unexplained', words: 'not explained' },
    ]);
  });

  it('is all absent where the bill has no row', () => {
    const { audio_out: spoken } = drawn({ audio_in: 640, text_in: 357 });
    expect(spoken?.parts.map(({ tokens, look }) => [tokens, look])).toEqual([[420, 'absent']]);
  });

  it('is as long as the meter, whatever the story: parts and what is not explained add up to what is billed', () => {
    const { explanations, meters } = reconcile([threadTurn], threadBill, null);
    const [[base], [compared]] = [explanations, meters];
    if (base === undefined || compared === undefined) throw new Error('The known case has a story.');
    const part = fc.record({
      tokens: fc.integer({ min: 0, max: 5000 }),
      kind: fc.constantFrom<MeterPart['kind']>('reported', 'again', 'beside', 'within', 'free'),
      words: fc.constant('a part'),
    });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 30_000 }),
        (parts, billed) => {
          const meter: ComparedMeter = { ...compared, billed };
          const story = {
            ...base,
            meters: base.meters.map((line) => (line.meter === meter.meter ? { ...line, parts } : line)),
          };
          const bar = barOf(meter, story);
          const sum = bar.parts.reduce((all, { tokens }) => all + tokens, 0);
          const told = parts.reduce((all, { tokens }) => all + tokens, 0);
          expect(sum).toBe(Math.max(billed, told));
          expect(bar.note === null).toBe(told <= billed);
          expect(bar.parts.every(({ tokens }) => tokens > 0)).toBe(true);
        },
      ),
    );
  });

  it('is told by no more looks than it has', () => {
    expect(legendOf([drawn(threadBill)['audio_in']].flatMap((bar) => bar ?? []))).toBe(
      'solid was reported, outlined was read or said again',
    );
    expect(legendOf([])).toBe('');
  });
});

describe('the parts of a bar', () => {
  it('take its whole width, none vanishing and none over another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 120, max: 1400 }),
        (tokens, width) => {
          const spans = spread(tokens, width);
          const last = spans.at(-1);
          expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(width, 6);
          for (const [index, span] of spans.entries()) {
            const before = spans[index - 1];
            expect(span.width).toBeGreaterThanOrEqual(4);
            if (before !== undefined) expect(span.left).toBeGreaterThan(before.left + before.width);
          }
        },
      ),
    );
  });
});

describe('captions', () => {
  const captions = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 7 })
    .map((all) =>
      [...new Map(all)]
        .toSorted(([one], [other]) => one - other)
        .map(([left, letters]) => ({ left, words: 'w'.repeat(letters) })),
    );

  it('stand on one line where there is room', () => {
    const placed = placeCaptions(
      [
        { left: 0, words: 'reported' },
        { left: 200, words: 'answer re-read' },
      ],
      500,
      widthOf,
    );
    expect(placed.map(({ line, lines }) => [line, lines])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('give way to the right ones, so that no tick crosses words and no words lie on others', () => {
    fc.assert(
      fc.property(captions, (given) => {
        const placed = placeCaptions(given, 800, widthOf);
        for (const one of placed) {
          const end = one.left + Math.min(widthOf(one.words), one.room);
          for (const other of placed) {
            if (other.left <= one.left || other.left >= end) continue;
            expect(one.line).toBeGreaterThanOrEqual(other.line + other.lines);
          }
        }
      }),
    );
  });

  it('break over lines where they would run out of the bar', () => {
    const [placed] = placeCaptions([{ left: 400, words: 'prompt and question re-read' }], 500, widthOf);
    expect(placed?.lines).toBe(2);
  });
});
