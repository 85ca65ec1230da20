import mp3Module from 'minimp3-wasm/dist/decoder.opt.wasm?url&inline';
import { badFile, holdsNoSound, soundFrom } from '../../../shared/audio/files/container.ts';
import { mostDecodedBytes, tooLong } from '../../../shared/audio/files/decoded.ts';
import { afterId3 } from '../../../shared/audio/files/kinds.ts';
import { firstMp3Frame, type Mp3Frame, mp3Gaps, walkMp3 } from '../../../shared/audio/files/mp3-frames.ts';
import type { SoundFile } from '../../../shared/audio/sound-file.ts';
import type { Result } from '../../../shared/kit/errors.ts';

/** What minimp3 offers: it takes a whole file and gives PCM16, and imports nothing. */
interface Mp3Module {
  readonly memory: WebAssembly.Memory;
  decoder_init(): void;
  decoder_set_mp3_data_size(bytes: number): void;
  decoder_mp3_data_offset(): number;
  decoder_pcm_data_offset(): number;
  /** Negative: to the end. */
  decoder_seek(seconds: number): void;
  decoder_decode(seconds: number): void;
  decode_results_sampling_rate(): number;
  decode_results_num_channels(): number;
  /** Of all channels together. */
  decode_results_num_samples(): number;
}

/** The decoder's samples, and the copy of them that is handed over. */
const mostBytes = mostDecodedBytes / 2;

/** Longer than any file. */
const forever = 1e9;

async function instance(): Promise<Mp3Module> {
  const bytes = Buffer.from(mp3Module.slice(mp3Module.indexOf(',') + 1), 'base64');
  const { instance } = await WebAssembly.instantiate(bytes, {});
  return instance.exports as unknown as Mp3Module;
}

/**
 * The frames one behind the other and nothing else: given a frame that is cut off, the decoder waits for the rest of it for ever.
 */
function joined(bytes: Uint8Array, frames: readonly Mp3Frame[]): Uint8Array {
  const size = frames.reduce((sum, frame) => sum + frame.bytes, 0);
  const all = new Uint8Array(size);
  let at = 0;
  for (const frame of frames) {
    all.set(bytes.subarray(frame.at, frame.at + frame.bytes), at);
    at += frame.bytes;
  }
  return all;
}

/** Decodes an MP3 file; the silence that its encoder says it put around the sound is taken off. */
export async function decodeMp3(bytes: Uint8Array, name: string): Promise<Result<{ sound: SoundFile }>> {
  const soundAt = afterId3(bytes);
  const first = firstMp3Frame(bytes, soundAt);
  if (first === null) return badFile(name, 'holds no sound.', holdsNoSound);
  if (first.layer !== 3) {
    const called = `MPEG audio of layer ${'I'.repeat(first.layer)}`;
    return badFile(name, `is ${called}, which the bench does not decode.`, 'Convert it to WAV or MP3.');
  }
  const gaps = mp3Gaps(bytes, first);
  const walk = walkMp3(bytes, first, soundAt);
  if (walk.changes) return badFile(name, 'changes its channels in the middle.', 'Convert it to WAV.');
  const sounding = gaps.infoFrame ? walk.frames.slice(1) : walk.frames;
  const frames = joined(bytes, sounding);
  const module = await instance();
  module.decoder_init();
  module.decoder_set_mp3_data_size(frames.byteLength);
  new Uint8Array(module.memory.buffer, module.decoder_mp3_data_offset(), frames.byteLength).set(frames);
  module.decoder_seek(-1);
  const rateHz = module.decode_results_sampling_rate();
  const channels = module.decode_results_num_channels();
  const all = module.decode_results_num_samples();
  if (all === 0) return badFile(name, 'holds no sound.', holdsNoSound);
  if (all * 2 > mostBytes) return tooLong(name, { rateHz, channels, bytesPerSample: 2 }, mostBytes);
  module.decoder_seek(0);
  module.decoder_decode(forever);
  // They lie behind the frames, whose number of bytes may be odd.
  const from = module.decoder_pcm_data_offset();
  const decoded = new Int16Array(module.memory.buffer.slice(from, from + all * 2));
  const cutOff = walk.cutOff || (walk.damagedBytes === 0 && sounding.length < (gaps.frames ?? 0));
  const tailSamples = cutOff ? 0 : gaps.tailSamples;
  const kept = decoded.subarray(gaps.leadSamples * channels, Math.max(0, all - tailSamples * channels));
  const data = new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength);
  const said = {
    name,
    encoding: 'pcm16',
    bits: 16,
    containerBytes: 2,
    littleEndian: true,
    rateHz,
    channels,
    data,
    cutOff,
  } as const;
  return soundFrom(said, walk.damagedBytes === 0 ? 'MP3' : 'MP3, damaged in parts');
}
