import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { lookup } from '../kit/lookup.ts';
import { countClipped } from './level-meter.ts';

/** What is heard of an input: all its channels averaged, or the one of this number, counted from 1 (left). */
export type ChannelChoice = 'mix' | number;

/** Whether a foreign value is a choice of channel. */
export const isChannelChoice = (value: unknown): value is ChannelChoice =>
  value === 'mix' || (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostChannels);

/** More than any interface a person speaks into has. */
export const mostChannels = 32;

/** Gain goes this far up and down, in dB. */
export const mostGainDb = 20;

const named = lookup<ChannelChoice>({ mix: 'mix', left: 1, right: 2 });

/** Reads `mix`, `left`, `right` or a number from 1. Refuses anything else with a sentence. */
export function readChannelChoice(text: string): Result<{ channel: ChannelChoice }> {
  const channel = named(text);
  if (channel !== undefined) return ok({ channel });
  const number = /^[1-9]\d?$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= mostChannels) return ok({ channel: number });
  return refuse(
    benchError('invalid-argument', `"${text}" is no channel.`, {
      nextStep: `Say mix, left, right or a number from 1 to ${mostChannels}.`,
    }),
  );
}

/** What is heard where an input has so few channels: a chosen one that it does not have leaves the mix of those it has. */
export const channelInForce = (choice: ChannelChoice, channels: number): ChannelChoice =>
  choice === 'mix' || choice > channels || channels < 2 ? 'mix' : choice;

/** What can be heard of an input with so many channels: all of them averaged, or each. */
export const channelsToChoose = (channels: number): ChannelChoice[] => [
  'mix',
  ...Array.from({ length: channels }, (_, index) => index + 1),
];

/** Reads back one of those that was written out. */
export const readChosenChannel = (written: string): ChannelChoice => (written === 'mix' ? 'mix' : Number(written));

/** For people: `left`, `right`, `channel 3`; `all channels averaged` for the mix of several. */
export function channelWords(choice: ChannelChoice, channels: number): string {
  if (choice === 'mix') return channels < 2 ? 'mono' : 'all channels averaged';
  if (channels === 2 && choice <= 2) return choice === 1 ? 'left' : 'right';
  return `channel ${choice}`;
}

/** Writes what is heard of one block into `output`, which is as long as each channel. Allocates nothing. */
export function pickChannel(channels: readonly Float32Array[], choice: ChannelChoice, output: Float32Array): void {
  const heard = channelInForce(choice, channels.length);
  if (heard !== 'mix') {
    output.set(channels[heard - 1] as Float32Array);
    return;
  }
  output.fill(0);
  for (let channel = 0; channel < channels.length; channel += 1) {
    const samples = channels[channel] as Float32Array;
    for (let i = 0; i < output.length; i += 1) output[i] = (output[i] as number) + (samples[i] as number);
  }
  if (channels.length > 1)
    for (let i = 0; i < output.length; i += 1) output[i] = (output[i] as number) / channels.length;
}

/** The factor of a gain in dB: 20 dB is 10. */
export const gainFactor = (gainDb: number): number => 10 ** (gainDb / 20);

/** Multiplies samples in place. They may leave -1 to 1; what converts them to PCM16 clips them. */
export function applyGain(samples: Float32Array, factor: number): void {
  if (factor === 1) return;
  for (let i = 0; i < samples.length; i += 1) samples[i] = (samples[i] as number) * factor;
}

/**
 * Samples at full scale of a block: on the channels that are heard as they came, or after the gain, whichever are more. The mean of
 * several channels can hide what one of them lost, and no gain below 0 dB brings it back.
 */
export function clippedSamples(channels: readonly Float32Array[], choice: ChannelChoice, heard: Float32Array): number {
  const only = channelInForce(choice, channels.length);
  let most = countClipped(heard);
  for (let channel = 0; channel < channels.length; channel += 1) {
    if (only !== 'mix' && channel !== only - 1) continue;
    most = Math.max(most, countClipped(channels[channel] as Float32Array));
  }
  return most;
}

/** Half a second: shorter than a word, longer than the edge of one. */
const cancellingMs = 500;
/** The mix lies this far below the channels: uncorrelated voices lose 3 dB. */
const cancelledPower = 0.01;
/** Mean square of the channels below which nothing is said of them: -50 dBFS. */
const soundingPower = 1e-5;

/** Tells when the channels of an input cancel each other: where one is the other upside down, their mean is silence. */
export class Cancelling {
  readonly #rateHz: number;
  #channelPower = 0;
  #mixPower = 0;
  #count = 0;
  #cancels = false;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /** Whether they did in the last half second of sound. */
  get cancels(): boolean {
    return this.#cancels;
  }

  /** @param channels one block of every channel, equally long */
  push(channels: readonly Float32Array[]): void {
    const first = channels[0];
    if (first === undefined || channels.length < 2) return;
    for (let i = 0; i < first.length; i += 1) {
      let sum = 0;
      for (let channel = 0; channel < channels.length; channel += 1) {
        const sample = (channels[channel] as Float32Array)[i] as number;
        sum += sample;
        this.#channelPower += (sample * sample) / channels.length;
      }
      const mean = sum / channels.length;
      this.#mixPower += mean * mean;
    }
    this.#count += first.length;
    if (this.#count * 1000 >= this.#rateHz * cancellingMs) this.#judge();
  }

  #judge(): void {
    // A pause says nothing about the channels: what was found in the sound before it stands.
    if (this.#channelPower / this.#count >= soundingPower)
      this.#cancels = this.#mixPower < this.#channelPower * cancelledPower;
    this.#channelPower = 0;
    this.#mixPower = 0;
    this.#count = 0;
  }
}
