import { reportedTotals, type Turn } from '../../../shared/reconcile/facts.ts';
import { meterKinds, type Billed, type MeterKind } from '../../../shared/billing/meter-kind.ts';
import type { Random } from './planted.ts';

/*
 * Bills made from a known story, by arithmetic of their own: nothing here is shared with the search, so that a wrong formula
 * there cannot hide behind the same formula here.
 */

/** What a planted further inference read. The two that documentation describes. */
export type PlantedContext = 'user+prompt' | 'both+prompt-answer';

export interface PlantedInference {
  readonly context: PlantedContext;
  readonly turn: number;
}

export interface PlantedCase {
  readonly turns: readonly Turn[];
  readonly further: readonly PlantedInference[];
  /** Cached tokens on their own meters, or on the uncached ones. */
  readonly folded: boolean;
  readonly billed: Billed;
  readonly dropped: readonly MeterKind[];
  /** The input meter that something else added to; null: the story is all there is. */
  readonly noise: 'audio_in' | 'text_in' | null;
}

const between = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
const pick = <T>(random: Random, list: readonly T[]): T => list[between(random, 0, list.length - 1)] as T;

/** Text tokens of a spoken answer beside its audio, scattered as real ones are. */
const textOf = (random: Random, audio: number): number =>
  Math.max(3, Math.round(audio * 0.28) + between(random, -9, 9));

/** A conversation of one to four turns that reads itself again at every turn, as the service does. */
function conversation(random: Random): Turn[] {
  const cached = random() < 0.5;
  const turns: Turn[] = [];
  const count = pick(random, [1, 1, 1, 2, 3, 4]);
  for (let at = 0; at < count; at += 1) {
    const before = turns.at(-1);
    const audioIn = (before === undefined ? 0 : before.audioIn + before.audioOut) + between(random, 12, 400);
    const textIn = before === undefined ? between(random, 60, 1500) : before.textIn + before.textOut + 2;
    const audioOut = between(random, 25, 900);
    turns.push({
      audioIn,
      textIn,
      audioOut,
      textOut: textOf(random, audioOut),
      audioCached: cached ? Math.floor(audioIn / 64) * 64 : 0,
      textCached: cached ? Math.floor(textIn / 64) * 64 : 0,
      userTranscript: between(random, 3, 90),
      answerTranscript: Math.max(2, textOf(random, audioOut) - 20),
    });
  }
  return turns;
}

function readBy({ context, turn }: PlantedInference, turns: readonly Turn[]): { audio: number; text: number } {
  const { audioIn, audioOut, textIn, textOut } = turns[turn] as Turn;
  return context === 'user+prompt'
    ? { audio: audioIn, text: textIn }
    : { audio: audioIn + audioOut, text: textIn + textOut + 2 };
}

/** Rows that a bill may lack. One input meter stays, for without any there is nothing to explain. */
function dropRows(random: Random): MeterKind[] {
  const dropped = meterKinds.filter(() => random() < 0.07);
  return dropped.includes('audio_in') && dropped.includes('text_in')
    ? dropped.filter((meter) => meter !== 'audio_in')
    : dropped;
}

/** One generated bill. `noisy`: something else is on one of its input meters. */
export function plantCase(random: Random, noisy: boolean): PlantedCase {
  const turns = conversation(random);
  const count = pick(random, [0, 1, 1, 1, 2]);
  const further = Array.from({ length: count }, (): PlantedInference => ({
    context: pick(random, ['user+prompt', 'both+prompt-answer'] as const),
    turn: between(random, 0, turns.length - 1),
  }));
  const reported = reportedTotals(turns);
  const folded = random() < 0.5;
  const noise = noisy ? pick(random, ['audio_in', 'text_in'] as const) : null;
  const read = further.map((one) => readBy(one, turns));
  const spoken = further.map(() => between(random, 20, 800));
  const billed: Record<MeterKind, number> = {
    audio_in:
      reported.audio_in + read.reduce((sum, { audio }) => sum + audio, 0) - (folded ? 0 : reported.audio_cached),
    audio_cached: folded ? 0 : reported.audio_cached,
    audio_out: reported.audio_out + spoken.reduce((sum, audio) => sum + audio, 0),
    text_in: reported.text_in + read.reduce((sum, { text }) => sum + text, 0) - (folded ? 0 : reported.text_cached),
    text_cached: folded ? 0 : reported.text_cached,
    text_out: reported.text_out + spoken.reduce((sum, audio) => sum + textOf(random, audio), 0),
  };
  if (noise !== null) billed[noise] += between(random, 1, 900);
  const dropped = noisy ? [] : dropRows(random);
  const kept = meterKinds.filter((meter) => !dropped.includes(meter));
  return {
    turns,
    further,
    folded,
    billed: Object.fromEntries(kept.map((meter) => [meter, billed[meter]])),
    dropped,
    noise,
  };
}

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

/** The bill as a table that a person pastes, its rows out of order and decoys among them. */
export function tableOf(random: Random, { billed }: PlantedCase): string {
  const rows = (Object.entries(billed) as [MeterKind, number][]).map(([meter, tokens]) => `${names[meter]}\t${tokens}`);
  const strange = decoys.filter(() => random() < 0.4).map((name) => `${name}\t${between(random, 1, 90_000)}`);
  const all = [...rows, ...strange]
    .map((text) => ({ text, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ text }) => text);
  return ['Meter\tQuantity', ...all].join('\n');
}
