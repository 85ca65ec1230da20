import { aLaw, muLaw } from './samples.ts';
import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { lookup } from '../kit/lookup.ts';

/** Encodings the bench reads. */
export type WavEncoding = 'pcm16' | 'pcm24' | 'pcm32' | 'float32' | 'float64' | 'pcm8' | 'mulaw' | 'alaw';

/** A WAV file: its description and its sample bytes, still interleaved. */
export interface WavFile {
  readonly name: string;
  /** For people: `PCM 16-bit`. */
  readonly format: string;
  readonly encoding: WavEncoding;
  readonly rateHz: number;
  readonly channels: number;
  /** Samples per channel. */
  readonly samples: number;
  readonly durationMs: number;
  readonly data: Uint8Array;
}

const encodings = lookup<{ encoding: WavEncoding; format: string }>({
  '1 8': { encoding: 'pcm8', format: 'PCM 8-bit' },
  '1 16': { encoding: 'pcm16', format: 'PCM 16-bit' },
  '1 24': { encoding: 'pcm24', format: 'PCM 24-bit' },
  '1 32': { encoding: 'pcm32', format: 'PCM 32-bit' },
  '3 32': { encoding: 'float32', format: 'float 32-bit' },
  '3 64': { encoding: 'float64', format: 'float 64-bit' },
  '6 8': { encoding: 'alaw', format: 'A-law' },
  '7 8': { encoding: 'mulaw', format: 'mu-law' },
});

/** Format tags a person is likely to meet and the bench does not decode. */
const codecs = lookup<string>({
  2: 'Microsoft ADPCM',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG',
  85: 'MP3',
  255: 'AAC',
});

const extensibleTag = 0xfffe;
const ask = 'Save it as PCM 16, 24 or 32-bit or as float, at any rate and with any number of channels.';

const bad = (name: string, problem: string, nextStep = ask): { ok: false; error: ReturnType<typeof benchError> } =>
  refuse(benchError('invalid-audio-file', `${name} ${problem}`, { nextStep }));

interface Chunk {
  readonly id: string;
  readonly at: number;
  readonly size: number;
}

const tagAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** The chunks of a RIFF file. A size of 0 or beyond the end on the data chunk is taken as "to the end": recorders that were killed leave such files. */
function chunksOf(bytes: Uint8Array, view: DataView): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 12;
  while (at + 8 <= bytes.byteLength) {
    const id = tagAt(bytes, at);
    const stated = view.getUint32(at + 4, true);
    const left = bytes.byteLength - at - 8;
    const size = id === 'data' && (stated === 0 || stated > left) ? left : Math.min(stated, left);
    chunks.push({ id, at: at + 8, size });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/**
 * Reads a WAV file: PCM 8, 16, 24, 32-bit, float 32, 64-bit and G.711, WAVE_FORMAT_EXTENSIBLE included, any rate, any channels.
 * Refuses anything else with a sentence that says what is wrong with the file called `name`.
 */
export function parseWav(bytes: Uint8Array, name: string): Result<{ wav: WavFile }> {
  if (bytes.byteLength === 0) return bad(name, 'is empty.', 'Choose a file that holds sound.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 12 || tagAt(bytes, 0) !== 'RIFF' || tagAt(bytes, 8) !== 'WAVE') {
    const other = bytes.byteLength >= 12 ? containerName(bytes) : null;
    return bad(name, other === null ? 'is not a WAV file.' : `is ${other}, not a WAV file.`);
  }
  const chunks = chunksOf(bytes, view);
  const format = chunks.find((chunk) => chunk.id === 'fmt ');
  if (format === undefined || format.size < 16)
    return bad(name, 'has no complete format header.', 'The file is cut off or damaged; save it again.');
  const stated = view.getUint16(format.at, true);
  const tag = stated === extensibleTag && format.size >= 26 ? view.getUint16(format.at + 24, true) : stated;
  const channels = view.getUint16(format.at + 2, true);
  const rateHz = view.getUint32(format.at + 4, true);
  const bits = view.getUint16(format.at + 14, true);
  const known = encodings(`${tag} ${bits}`);
  if (known === undefined) {
    return bad(
      name,
      `holds ${codecs(tag) ?? `audio of format ${tag}`}${tag === 1 || tag === 3 ? ` with ${bits} bits` : ''}, which the bench does not decode.`,
    );
  }
  if (channels === 0) return bad(name, 'says it has no channels.', 'The header is damaged; save the file again.');
  if (rateHz < 3000 || rateHz > 768_000)
    return bad(
      name,
      `says its rate is ${rateHz} Hz; 3,000 to 768,000 Hz can be converted.`,
      'Save it at an ordinary rate such as 48,000 Hz.',
    );
  const data = chunks.find((chunk) => chunk.id === 'data');
  const frameBytes = (channels * bits) / 8;
  const samples = data === undefined ? 0 : Math.floor(data.size / frameBytes);
  if (data === undefined || samples === 0)
    return bad(name, 'is a WAV file without any sound in it.', 'Choose a file that holds sound.');
  return ok({
    wav: {
      name,
      format: known.format,
      encoding: known.encoding,
      rateHz,
      channels,
      samples,
      durationMs: (samples / rateHz) * 1000,
      data: bytes.subarray(data.at, data.at + samples * frameBytes),
    },
  });
}

function containerName(bytes: Uint8Array): string | null {
  const tag = tagAt(bytes, 0);
  if (tag === 'OggS') return 'an Ogg file';
  if (tag === 'fLaC') return 'a FLAC file';
  if (tag.startsWith('ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0)) return 'an MP3 file';
  if (tagAt(bytes, 4) === 'ftyp') return 'an MP4 or M4A file';
  if (tag === 'RIFF') return 'a RIFF file of another kind';
  return null;
}

const readers: Readonly<Record<WavEncoding, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  pcm8: { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 128 },
  pcm16: { bytes: 2, read: (view, at) => view.getInt16(at, true) / 32_768 },
  pcm24: { bytes: 3, read: (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608 },
  pcm32: { bytes: 4, read: (view, at) => view.getInt32(at, true) / 2_147_483_648 },
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  float64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  alaw: { bytes: 1, read: (view, at) => aLaw.decode(view.getUint8(at)) / 32_768 },
  mulaw: { bytes: 1, read: (view, at) => muLaw.decode(view.getUint8(at)) / 32_768 },
};

/** Samples `from` up to, not including, `to` of one channel. */
export function readChannel(wav: WavFile, channel: number, from: number, to: number): Float32Array {
  const { bytes, read } = readers[wav.encoding];
  const view = new DataView(wav.data.buffer, wav.data.byteOffset, wav.data.byteLength);
  const end = Math.min(to, wav.samples);
  const output = new Float32Array(Math.max(0, end - from));
  for (let i = 0; i < output.length; i += 1) output[i] = read(view, ((from + i) * wav.channels + channel) * bytes);
  return output;
}

/** Samples `from` up to, not including, `to`, all channels averaged. */
export function readMono(wav: WavFile, from: number, to: number): Float32Array {
  const mono = readChannel(wav, 0, from, to);
  for (let channel = 1; channel < wav.channels; channel += 1) {
    const other = readChannel(wav, channel, from, to);
    for (let i = 0; i < mono.length; i += 1) mono[i] = (mono[i] as number) + (other[i] as number);
  }
  if (wav.channels > 1) for (let i = 0; i < mono.length; i += 1) mono[i] = (mono[i] as number) / wav.channels;
  return mono;
}

export const wavHeaderBytes = 44;

/** The 44-byte header of a PCM16 WAV file; the sizes saturate at the format's limit of 4 GiB. */
export function wavHeader(rateHz: number, dataBytes: number, channels = 1): Uint8Array {
  const header = new Uint8Array(wavHeaderBytes);
  const view = new DataView(header.buffer);
  const put = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i += 1) header[at + i] = text.charCodeAt(i);
  };
  const size = Math.min(dataBytes, 0xffff_ffff - 36);
  put(0, 'RIFF');
  view.setUint32(4, 36 + size, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, size, true);
  return header;
}
