import { type ChannelChoice, channelInForce, pickChannel } from './channels.ts';
import { aLaw, muLaw } from './samples.ts';

/** How the samples of a file are encoded. Whole numbers are signed but for `pcm8u`. */
export type SampleEncoding = 'pcm8' | 'pcm8u' | 'pcm16' | 'pcm24' | 'pcm32' | 'float32' | 'float64' | 'mulaw' | 'alaw';

/** What is told of a file of sound. */
export interface SoundInfo {
  /** Of the file. */
  readonly name: string;
  /** For people: `PCM 16-bit`, `MP3`. */
  readonly format: string;
  readonly rateHz: number;
  readonly channels: number;
  readonly durationMs: number;
}

/** The sound of a file: its description and its sample bytes, still interleaved. */
export interface SoundFile extends SoundInfo {
  readonly encoding: SampleEncoding;
  readonly littleEndian: boolean;
  /** Samples per channel. */
  readonly samples: number;
  readonly data: Uint8Array;
}

interface SampleReader {
  readonly bytes: number;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
}

const sampleReaders: Readonly<Record<SampleEncoding, SampleReader>> = {
  pcm8: { bytes: 1, read: (view, at) => view.getInt8(at) / 128 },
  pcm8u: { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 128 },
  pcm16: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) / 32_768 },
  pcm24: {
    bytes: 3,
    read: (view, at, little) =>
      little
        ? ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608
        : ((view.getInt8(at) << 16) | view.getUint16(at + 1, false)) / 8_388_608,
  },
  pcm32: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) / 2_147_483_648 },
  float32: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  float64: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  alaw: { bytes: 1, read: (view, at) => aLaw.decode(view.getUint8(at)) / 32_768 },
  mulaw: { bytes: 1, read: (view, at) => muLaw.decode(view.getUint8(at)) / 32_768 },
};

export const bytesPerSample = (encoding: SampleEncoding): number => sampleReaders[encoding].bytes;

/** Samples `from` up to, not including, `to` of one channel, counted from 0: full scale is -1 to 1. */
export function readChannel(sound: SoundFile, channel: number, from: number, to: number): Float32Array {
  const { bytes, read } = sampleReaders[sound.encoding];
  const view = new DataView(sound.data.buffer, sound.data.byteOffset, sound.data.byteLength);
  const end = Math.min(to, sound.samples);
  const output = new Float32Array(Math.max(0, end - from));
  for (let i = 0; i < output.length; i += 1)
    output[i] = read(view, ((from + i) * sound.channels + channel) * bytes, sound.littleEndian);
  return output;
}

/** Samples `from` up to, not including, `to` of every channel. */
export const readChannels = (sound: SoundFile, from: number, to: number): Float32Array[] =>
  Array.from({ length: sound.channels }, (_, channel) => readChannel(sound, channel, from, to));

/** The first sample of a file of floats that is no number or infinite, counted per channel from 0; null: there is none. */
export function firstNonNumber(sound: SoundFile): number | null {
  if (sound.encoding !== 'float32' && sound.encoding !== 'float64') return null;
  const { bytes, read } = sampleReaders[sound.encoding];
  const view = new DataView(sound.data.buffer, sound.data.byteOffset, sound.data.byteLength);
  const values = sound.samples * sound.channels;
  for (let i = 0; i < values; i += 1)
    if (!Number.isFinite(read(view, i * bytes, sound.littleEndian))) return Math.floor(i / sound.channels);
  return null;
}

/** Samples `from` up to, not including, `to` of what is heard of the file, before any gain. */
export function readHeard(sound: SoundFile, choice: ChannelChoice, from: number, to: number): Float32Array {
  const heard = channelInForce(choice, sound.channels);
  if (heard !== 'mix') return readChannel(sound, heard - 1, from, to);
  const channels = readChannels(sound, from, to);
  const output = new Float32Array(channels[0]?.length ?? 0);
  pickChannel(channels, 'mix', output);
  return output;
}

/** All channels averaged. */
export const readMono = (sound: SoundFile, from: number, to: number): Float32Array => readHeard(sound, 'mix', from, to);
