import type { Explanation } from '../../../shared/reconcile/answer.ts';
import type { Money } from '../../../shared/money/money.ts';
import { sumByCurrency } from '../../../shared/money/money.ts';
import { count } from '../../format/count.ts';
import type { ComparedMeter } from '../use-report.ts';

/** Both cached meters in one line. */
export interface CachedLine {
  readonly billed: string;
  readonly words: string;
  readonly money: Money | null;
}

type Pair = readonly [number | null, number | null];

function amounts(verb: string, [audio, text]: Pair): string {
  if (audio === null && text === null) return `no row on the bill`;
  if (audio === 0 && text === 0) return `${verb} 0`;
  const parts = [
    audio === null ? 'no row for audio' : `${count(audio)} audio`,
    text === null ? 'no row for text' : `${count(text)} text`,
  ];
  return `${verb} ${parts.join(' and ')}`;
}

/** What became of cached tokens; null: none were reported and none are billed. */
export function cachedLine(meters: readonly ComparedMeter[], story: Explanation | undefined): CachedLine | null {
  const cached = meters.filter(({ meter }) => meter.endsWith('cached'));
  const of = (pick: (meter: ComparedMeter) => number | null): Pair => {
    const at = (kind: string): number | null => {
      const found = cached.find(({ meter }) => meter === kind);
      return found === undefined ? null : pick(found);
    };
    return [at('audio_cached'), at('text_cached')];
  };
  const reported = of((meter) => meter.reported);
  const billed = of((meter) => meter.billed);
  if ([...reported, ...billed].every((tokens) => (tokens ?? 0) === 0)) return null;
  const notes = (story?.meters ?? [])
    .filter(({ meter, note }) => note !== '' && cached.some((one) => one.meter === meter && one.reported > 0))
    .map(({ note }) => note);
  const [money = null] = sumByCurrency(cached.flatMap(({ beyond }) => beyond.money ?? []));
  const known = billed.filter((tokens) => tokens !== null);
  return {
    billed: known.length === 0 ? 'no row' : count(known.reduce((sum, tokens) => sum + tokens, 0)),
    words: [`${amounts('reported', reported)}, ${amounts('billed', billed)}`, ...new Set(notes)].join('; '),
    money,
  };
}
