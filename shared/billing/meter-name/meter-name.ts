import type { MeterDirection, MeterFamily, MeterModality, MeterScope, MeterUnit } from './words.ts';

/** A meter's name, understood. */
export interface ClassifiedMeter {
  readonly kind: 'classified';
  readonly name: string;
  /** null: plain words such as `audio in`, which name no model. */
  readonly family: MeterFamily | null;
  /** As the price book spells models: `gpt-realtime-mini`; null for plain words. */
  readonly model: string | null;
  /** MMDD of the model's version, as the name has it. */
  readonly version: string | null;
  /** Of the models, as the name has it: `4o`, `2.1`; null: it names none. */
  readonly generation: string | null;
  readonly modality: MeterModality;
  readonly direction: MeterDirection;
  /** Cached tokens are always input. */
  readonly cached: boolean;
  readonly scope: MeterScope | null;
  readonly batch: boolean;
  readonly unit: MeterUnit | null;
  /** Tokens in one unit of quantity, where the name says so. */
  readonly block: number | null;
}

/** A name that is not understood whole, and why. Nothing about it is guessed. */
export interface UnclassifiedMeter {
  readonly kind: 'unclassified';
  readonly name: string;
  /** The words that no table has; empty when the words are known and their sum is not. */
  readonly words: readonly string[];
  /** One clause: `"speech" is not a word of a token meter`. */
  readonly reason: string;
}

export type ParsedMeter = ClassifiedMeter | UnclassifiedMeter;
