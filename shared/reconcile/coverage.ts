import { tokensPerMessageOverhead } from '../usage/recurrence.ts';
import { reportedTotals, type Turn } from './facts.ts';
import { candidates, mostFurther } from './search.ts';
import { complexity, inputOf, type Story } from './story.ts';

/** How often a bill with random input counts would be explained by a story as simple as this one, or simpler. */
export interface Coverage {
  /** Pairs of input counts that such stories reach. */
  readonly hits: number;
  /** All pairs of whole numbers in the range that up to three further inferences can reach. */
  readonly of: number;
  readonly share: number;
}

/**
 * Counts, for each level of complexity, the distinct (audio in, text in) pairs that stories up to it reach, against every pair in range.
 * A fitted overhead makes the text meter nearly free, so such a story covers the share of its audio counts alone.
 */
export function coverageOf(story: Story, turns: readonly Turn[]): Coverage {
  const reported = reportedTotals(turns);
  const [limitInferences, limitAssumptions] = complexity(story);
  const options = candidates(turns).flatMap((further) => {
    const input = inputOf(further, turns, tokensPerMessageOverhead);
    return input === null ? [] : [{ context: further.context, ...input }];
  });
  const widest = {
    audio: Math.max(0, ...options.map((one) => one.audio)),
    text: Math.max(0, ...options.map((one) => one.text)),
  };
  const most = mostFurther(turns);
  const audioRange = most * widest.audio + 1;
  const textRange = most * widest.text + 1;
  const pairs = new Set<string>();
  const audios = new Set<number>();
  const visit = (
    from: number,
    left: number,
    audio: number,
    text: number,
    undocumented: number,
    overhead: boolean,
  ): void => {
    const used = limitInferences - left;
    const simpler = used < limitInferences || undocumented + (overhead ? 1 : 0) <= limitAssumptions;
    if (simpler) {
      pairs.add(`${audio} ${text}`);
      audios.add(audio);
    }
    if (left === 0) return;
    for (let index = from; index < options.length; index += 1) {
      const one = options[index];
      if (one === undefined) continue;
      const more = undocumented + (one.context.documented ? 0 : 1);
      visit(index, left - 1, audio + one.audio, text + one.text, more, overhead || one.context.text.messages > 0);
    }
  };
  visit(0, limitInferences, reported.audio_in, reported.text_in, 0, false);
  if (story.perMessageFitted) return { hits: audios.size, of: audioRange, share: audios.size / audioRange };
  return { hits: pairs.size, of: audioRange * textRange, share: pairs.size / (audioRange * textRange) };
}
