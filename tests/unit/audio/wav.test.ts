import { describe, expect, it } from 'vitest';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { readChannel, readMono, type SoundFile } from '../../../shared/audio/sound-file.ts';
import { wavHeader } from '../../../shared/audio/wav.ts';
import { wavBytes, type WavShape } from './wav-bytes.ts';

function read(shape: WavShape): SoundFile {
  const answer = parseWav(wavBytes(shape), 'question.wav');
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.wav;
}

function refusal(bytes: Uint8Array): string {
  const answer = parseWav(bytes, 'question.wav');
  if (answer.ok) throw new Error('The file was read.');
  expect(answer.error.reason).toBe('invalid-audio-file');
  expect(answer.error.nextStep).toBeTruthy();
  return answer.error.message;
}

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe('a WAV file', () => {
  it('is read in every encoding that recorders write', () => {
    expect(readMono(read({ data: bytesOf(Int16Array.of(16_384, -32_768)) }), 0, 2)).toEqual(Float32Array.of(0.5, -1));
    expect(readMono(read({ bits: 24, data: Uint8Array.of(0, 0, 64, 0, 0, 128) }), 0, 2)).toEqual(
      Float32Array.of(0.5, -1),
    );
    expect(readMono(read({ bits: 32, data: bytesOf(Int32Array.of(2 ** 30, -(2 ** 31))) }), 0, 2)).toEqual(
      Float32Array.of(0.5, -1),
    );
    expect(readMono(read({ tag: 3, bits: 32, data: bytesOf(Float32Array.of(0.5, -1)) }), 0, 2)).toEqual(
      Float32Array.of(0.5, -1),
    );
    expect(readMono(read({ tag: 3, bits: 64, data: bytesOf(Float64Array.of(0.5, -1)) }), 0, 2)).toEqual(
      Float32Array.of(0.5, -1),
    );
    expect(readMono(read({ bits: 8, data: Uint8Array.of(192, 0) }), 0, 2)).toEqual(Float32Array.of(0.5, -1));
  });

  it('is read with an extensible header and with chunks before the sound', () => {
    const wav = read({ extensible: true, extraChunk: true, data: bytesOf(Int16Array.of(16_384)) });
    expect(wav).toMatchObject({ format: 'PCM 16-bit', samples: 1 });
    expect(readMono(wav, 0, 1)).toEqual(Float32Array.of(0.5));
  });

  it('mixes channels down by averaging them and gives each alone', () => {
    const wav = read({ channels: 2, data: bytesOf(Int16Array.of(16_384, 0, -16_384, -16_384)) });
    expect(wav.samples).toBe(2);
    expect(readMono(wav, 0, 2)).toEqual(Float32Array.of(0.25, -0.5));
    expect(readChannel(wav, 1, 0, 2)).toEqual(Float32Array.of(0, -0.5));
  });

  it('is read to its end when the recorder was killed before it wrote the size', () => {
    for (const statedSize of [0, 0xffff_ffff]) expect(read({ statedSize, data: new Uint8Array(96) }).samples).toBe(48);
  });

  it('leaves out a sample that is cut off at the end', () => {
    expect(read({ data: new Uint8Array(97) }).samples).toBe(48);
  });

  it('is refused with what is wrong: nothing in it, another format, a codec, a damaged header', () => {
    expect(refusal(new TextEncoder().encode('This is a text file.'))).toBe('question.wav is not a WAV file.');
    expect(refusal(wavBytes().subarray(0, 20))).toBe('question.wav has no complete format header.');
    expect(refusal(wavBytes({ tag: 85, bits: 0 }))).toBe('question.wav holds MP3, which the bench does not decode.');
    expect(refusal(wavBytes({ tag: 2, bits: 4 }))).toBe(
      'question.wav holds Microsoft ADPCM, which the bench does not decode.',
    );
    expect(refusal(wavBytes({ bits: 40 }))).toContain('PCM with 40 bits in 5 bytes');
    expect(refusal(wavBytes({ channels: 0 }))).toBe('question.wav says it has no channels.');
    expect(refusal(wavBytes({ rateHz: 100 }))).toContain('says its rate is 100 Hz');
    expect(refusal(wavBytes({ data: new Uint8Array() }))).toBe('question.wav holds no sound.');
  });

  it('is read again from the header the bench writes', () => {
    const data = bytesOf(Int16Array.of(1, 2, 3));
    const file = new Uint8Array([...wavHeader(24_000, data.length), ...data]);
    const answer = parseWav(file, 'output.wav');
    expect(answer).toMatchObject({ ok: true, wav: { rateHz: 24_000, channels: 1, samples: 3, format: 'PCM 16-bit' } });
  });
});
