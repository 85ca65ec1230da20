import { meterKinds, type WholeTokens, type MeterKind } from '../../shared/billing/meter-kind.ts';
import type { Turn } from '../../shared/reconcile/evidence/reported-responses.ts';
import { between, chance, type Random } from './random.ts';
import type { Amount } from './service.ts';

export type Meters = Readonly<Record<MeterKind, number>>;

/** An inference that ran, of which nothing was reported. */
export interface Ran {
  /** As a finding may name it: the conversation it read and after which turn; null: no rule has a name for it. */
  readonly context: string | null;
  readonly turn: number | null;
  readonly read: Amount;
  readonly out: Amount;
  /** Part of `read`. */
  readonly cached: Amount;
}

export const none: Amount = { audio: 0, text: 0 };

/** What the turns reported. Input holds its cached part. */
export function reportedBy(turns: readonly Turn[]): Meters {
  const sum = (of: (turn: Turn) => number): number => turns.reduce((total, turn) => total + of(turn), 0);
  return {
    audio_in: sum(({ audioIn }) => audioIn),
    audio_cached: sum(({ audioCached }) => audioCached),
    audio_out: sum(({ audioOut }) => audioOut),
    text_in: sum(({ textIn }) => textIn),
    text_cached: sum(({ textCached }) => textCached),
    text_out: sum(({ textOut }) => textOut),
  };
}

/** The bill of everything that ran; `folded`: cached tokens stand on the meters of uncached ones. */
export function billOf(turns: readonly Turn[], ran: readonly Ran[], folded: boolean): Meters {
  const reported = reportedBy(turns);
  const sum = (of: (one: Ran) => number): number => ran.reduce((total, one) => total + of(one), 0);
  const audio = reported.audio_in + sum(({ read }) => read.audio);
  const text = reported.text_in + sum(({ read }) => read.text);
  const cachedAudio = folded ? 0 : reported.audio_cached + sum(({ cached }) => cached.audio);
  const cachedText = folded ? 0 : reported.text_cached + sum(({ cached }) => cached.text);
  return {
    audio_in: audio - cachedAudio,
    audio_cached: cachedAudio,
    audio_out: reported.audio_out + sum(({ out }) => out.audio),
    text_in: text - cachedText,
    text_cached: cachedText,
    text_out: reported.text_out + sum(({ out }) => out.text),
  };
}

export function without(bill: Meters, dropped: readonly MeterKind[]): WholeTokens {
  return Object.fromEntries(
    meterKinds.filter((meter) => !dropped.includes(meter)).map((meter) => [meter, bill[meter]]),
  );
}

/** Rows that a bill may lack. */
export const droppedRows = (random: Random, each: number): MeterKind[] => meterKinds.filter(() => chance(random, each));

/** Meters of other models and services that stand on a bill beside these, and must not be added to them. */
const decoys: readonly string[] = [
  'gpt-4o-transcribe-aud-inp-glbl Tokens',
  'gpt rt aud 0828 Inp glbl Tokens',
  'gpt rt txt 0828 Outp glbl Tokens',
  'gpt 4o mini 0718 Inp glbl Tokens',
  'Standard Data Transfer Out',
  'gpt rt img mn in gl 1215 1M Tokens',
];

const names: Readonly<Record<MeterKind, string>> = {
  audio_in: 'gpt rt aud mn in gl 1215 1M Tokens',
  audio_cached: 'gpt rt aud mn cd in gl 1215 1M Tokens',
  audio_out: 'gpt rt aud mn out gl 1215 1M Tokens',
  text_in: 'gpt rt txt mn in gl 1215 1M Tokens',
  text_cached: 'gpt rt txt mn cd in gl 1215 1M Tokens',
  text_out: 'gpt rt txt mn Out gl 1215 1M Tokens',
};

/** In a model's name on the bill: which of its lines are those of the conversation. */
export const billedModel = 'mini 1215';

/** The bill as a table that a person pastes, its rows out of order and decoys among them. */
export function tableOf(random: Random, billed: WholeTokens): string {
  const rows = meterKinds.flatMap((meter) => {
    const tokens = billed[meter];
    return tokens === undefined ? [] : [`${names[meter]}\t${tokens}`];
  });
  const strange = decoys.filter(() => chance(random, 0.4)).map((name) => `${name}\t${between(random, 1, 90_000)}`);
  const all = [...rows, ...strange]
    .map((text) => ({ text, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ text }) => text);
  return ['Meter\tQuantity', ...all].join('\n');
}
