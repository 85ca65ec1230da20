import { floatToPcm16 } from './samples.ts';

export const wavHeaderBytes = 44;

/** The 44-byte header of a PCM16 WAV file; the sizes saturate at the format's limit of 4 GiB. */
export function wavHeader(rateHz: number, dataBytes: number, channels = 1): Uint8Array<ArrayBuffer> {
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

const pieceSamples = 65_536;

/** Whether a sample lies beyond full scale or is no number, which whole numbers do not hold: the engine is to see and count it. */
function needsFloats(lane: Float32Array): boolean {
  for (const sample of lane) if (!(sample >= -1 && sample <= 1)) return true;
  return false;
}

/** The bytes of one sample of what `wavPieces` makes. */
export const wavSampleBytes = (channels: readonly Float32Array[]): number => (channels.some(needsFloats) ? 4 : 2);

/** A WAV file piece by piece, so that nobody holds the whole of it: PCM16, or 32-bit floats. Its channels are equally long. */
export function* wavPieces(
  channels: readonly Float32Array[],
  rateHz: number,
  sampleBytes: number,
): Generator<Uint8Array<ArrayBuffer>> {
  const samples = channels[0]?.length ?? 0;
  const frameBytes = channels.length * sampleBytes;
  const header = wavHeader(rateHz, samples * frameBytes, channels.length);
  const said = new DataView(header.buffer);
  said.setUint16(20, sampleBytes === 4 ? 3 : 1, true);
  said.setUint32(28, rateHz * frameBytes, true);
  said.setUint16(32, frameBytes, true);
  said.setUint16(34, sampleBytes * 8, true);
  yield header;
  for (let from = 0; from < samples; from += pieceSamples) {
    const count = Math.min(pieceSamples, samples - from);
    const piece = new Uint8Array(count * frameBytes);
    const view = new DataView(piece.buffer);
    const whole = new Int16Array(count);
    for (const [channel, lane] of channels.entries()) {
      const part = lane.subarray(from, from + count);
      if (sampleBytes === 2) floatToPcm16(part, whole);
      for (let i = 0; i < count; i += 1) {
        const at = i * frameBytes + channel * sampleBytes;
        if (sampleBytes === 4) view.setFloat32(at, part[i] as number, true);
        else view.setInt16(at, whole[i] as number, true);
      }
    }
    yield piece;
  }
}
