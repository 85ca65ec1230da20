/** The rate and frame that go to the service: 24 kHz mono PCM16, 20 ms. */
export const wireRateHz = 24_000;
export const frameMs = 20;
export const frameSamples = (wireRateHz * frameMs) / 1000;
export const bytesPerMs = (wireRateHz * 2) / 1000;

/**
 * A frame of audio on its way between a worklet and the engine: a 24-byte little-endian header, then PCM16 at 24 kHz.
 *   0 u32 number     1, 2, 3 … per stream; a hole is a lost frame
 *   4 u32 clipped    samples at full scale since the last frame (capture), 0 for playback
 *   8 f64 firstAtMs  wall clock in ms when the frame's first sample reached the worklet (capture), 0 for playback
 *  16 u32 streamId   capture: the stream's number in this page; playback: number of the item's playback
 *  20 u32 flags      bit 0: muted (the samples are zero on purpose)
 */
export interface AudioFrame {
  readonly number: number;
  readonly clipped: number;
  readonly firstAtMs: number;
  readonly streamId: number;
  readonly muted: boolean;
  readonly pcm24k: Int16Array;
}

export const frameHeaderBytes = 24;

export function encodeFrame(frame: AudioFrame): ArrayBuffer {
  const buffer = new ArrayBuffer(frameHeaderBytes + frame.pcm24k.length * 2);
  const head = new DataView(buffer);
  head.setUint32(0, frame.number, true);
  head.setUint32(4, frame.clipped, true);
  head.setFloat64(8, frame.firstAtMs, true);
  head.setUint32(16, frame.streamId, true);
  head.setUint32(20, frame.muted ? 1 : 0, true);
  new Int16Array(buffer, frameHeaderBytes).set(frame.pcm24k);
  return buffer;
}

/** The frame in `bytes`, or null when they are not one. The samples are a view, not a copy, where alignment allows. */
export function decodeFrame(bytes: Uint8Array): AudioFrame | null {
  if (bytes.byteLength < frameHeaderBytes || (bytes.byteLength - frameHeaderBytes) % 2 !== 0) return null;
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const head = new DataView(aligned.buffer, aligned.byteOffset, frameHeaderBytes);
  return {
    number: head.getUint32(0, true),
    clipped: head.getUint32(4, true),
    firstAtMs: head.getFloat64(8, true),
    streamId: head.getUint32(16, true),
    muted: (head.getUint32(20, true) & 1) === 1,
    pcm24k: new Int16Array(
      aligned.buffer,
      aligned.byteOffset + frameHeaderBytes,
      (aligned.byteLength - frameHeaderBytes) / 2,
    ),
  };
}
