import { FileBytes, isTrailer, textAt } from './bytes.ts';

/** What the header of a frame of MPEG audio says. */
export interface Mp3Frame {
  /** Of its first byte in the file. */
  readonly at: number;
  readonly bytes: number;
  readonly layer: 1 | 2 | 3;
  /** Samples per channel. */
  readonly samples: number;
  readonly rateHz: number;
  readonly channels: 1 | 2;
  /** Bytes between the header and the sound of a frame of layer III. */
  readonly sideBytes: number;
}

/** kbit/s by MPEG-1 or the lower rates of MPEG-2, layer, and the four bits of the header. */
const kilobits = {
  mpeg1: {
    1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  mpeg2: {
    1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const;

const rates = [44_100, 48_000, 32_000] as const;
const layers = [null, 3, 2, 1] as const;

/** The frame whose header stands at `at`, or null where none does. A frame of free bit rate does not say how long it is, and is none. */
export function mp3FrameAt(bytes: Uint8Array, at: number): Mp3Frame | null {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  if (at + 4 > bytes.byteLength || a !== 0xff || (b & 0xe0) !== 0xe0) return null;
  const version = (b >> 3) & 3;
  const layer = layers[(b >> 1) & 3] ?? null;
  const rate = rates[(c >> 2) & 3];
  if (version === 1 || layer === null || rate === undefined) return null;
  const first = version === 3;
  const kbits = kilobits[first ? 'mpeg1' : 'mpeg2'][layer][c >> 4] ?? 0;
  if (kbits === 0) return null;
  const rateHz = rate / (first ? 1 : version === 2 ? 2 : 4);
  const padding = (c >> 1) & 1;
  const channels = d >> 6 === 3 ? 1 : 2;
  const samples = layer === 1 ? 384 : layer === 3 && !first ? 576 : 1152;
  const length =
    layer === 1
      ? 4 * (Math.floor((12_000 * kbits) / rateHz) + padding)
      : Math.floor(((samples / 8) * 1000 * kbits) / rateHz) + padding;
  const sideBytes = first ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return { at, bytes: length, layer, samples, rateHz, channels, sideBytes };
}

/** Bytes between a tag and the first frame that are looked through: some writers leave zeros there. */
const mostLead = 4096;

/** The first frame from `from` on that another one of its kind, or the end of the bytes, follows; null: there is none nearby. */
export function firstMp3Frame(bytes: Uint8Array, from: number): Mp3Frame | null {
  const last = Math.min(bytes.byteLength - 4, from + mostLead);
  for (let at = from; at <= last; at += 1) {
    const frame = mp3FrameAt(bytes, at);
    if (frame === null) continue;
    const next = at + frame.bytes;
    if (next === bytes.byteLength) return frame;
    const following = mp3FrameAt(bytes, next);
    if (following !== null && following.rateHz === frame.rateHz && following.layer === frame.layer) return frame;
  }
  return null;
}

/** The whole frames of a file that are like its first one, and how many bytes between them are none. */
export interface Mp3Walk {
  readonly frames: readonly Mp3Frame[];
  readonly damagedBytes: number;
  /** The last frame is there in part. */
  readonly cutOff: boolean;
  /** A frame has other channels than the first. */
  readonly changes: boolean;
}

/**
 * Follows the frames from the first one to the end of the file; what is no frame is passed over up to the next two that are.
 * @param from where the sound should begin: zeros may stand before the first frame
 */
export function walkMp3(bytes: Uint8Array, first: Mp3Frame, from: number): Mp3Walk {
  const frames: Mp3Frame[] = [];
  let damagedBytes = bytes.subarray(from, first.at).some((byte) => byte !== 0) ? first.at - from : 0;
  let between = 0;
  let changes = false;
  let at = first.at;
  const like = (frame: Mp3Frame | null): frame is Mp3Frame =>
    frame !== null && frame.layer === first.layer && frame.rateHz === first.rateHz && frame.samples === first.samples;
  while (at + 4 <= bytes.byteLength) {
    const frame = mp3FrameAt(bytes, at);
    const whole = like(frame) && at + frame.bytes <= bytes.byteLength;
    const next = whole ? at + frame.bytes : 0;
    if (whole && (between === 0 || next === bytes.byteLength || like(mp3FrameAt(bytes, next)))) {
      damagedBytes += between;
      between = 0;
      changes ||= frame.channels !== first.channels;
      frames.push(frame);
      at = next;
    } else {
      between += 1;
      at += 1;
    }
  }
  // What follows the last frame is a tag, a frame that is cut off, or damage.
  const last = frames.at(-1) ?? { at: first.at, bytes: 0 };
  const end = last.at + last.bytes;
  const rest = isTrailer(bytes, end) ? 0 : bytes.byteLength - end;
  const cutOff = rest > 0 && (rest < 4 || like(mp3FrameAt(bytes, end)));
  return { frames, damagedBytes: damagedBytes + (cutOff ? 0 : rest), cutOff, changes };
}

/** What an encoder says of the silence that it put around the sound, in samples per channel. */
export interface Mp3Gaps {
  /** The first frame holds this table and no sound. */
  readonly infoFrame: boolean;
  /** Before the sound, the decoder's own delay included; 0: not said. */
  readonly leadSamples: number;
  readonly tailSamples: number;
  /** Frames with sound that the file has; null: not said. */
  readonly frames: number | null;
}

/** Delay of a decoder of layer III: 528 samples and one. */
const decoderDelay = 529;

/** Reads the table that LAME and others put into the first frame. */
export function mp3Gaps(bytes: Uint8Array, frame: Mp3Frame): Mp3Gaps {
  const none = { infoFrame: false, leadSamples: 0, tailSamples: 0, frames: null };
  if (frame.layer !== 3) return none;
  const at = frame.at + 4 + frame.sideBytes;
  if (textAt(bytes, frame.at + 36, 4) === 'VBRI') return { ...none, infoFrame: true };
  if (textAt(bytes, at, 4) !== 'Xing' && textAt(bytes, at, 4) !== 'Info') return none;
  const flags = bytes[at + 7] ?? 0;
  const frames = (flags & 1) === 0 ? null : new FileBytes(bytes, false).u32(at + 8);
  const parts = [4, 4, 100, 4];
  const lame = at + 8 + parts.reduce((sum, size, bit) => sum + ((flags >> bit) & 1) * size, 0);
  const [a = 0, b = 0, c = 0] = bytes.subarray(lame + 21, lame + 24);
  const lead = (a << 4) | (b >> 4);
  const tail = ((b & 15) << 8) | c;
  // Encoders that write no name there leave these bytes to something else.
  const named = /^[A-Z][\w.]{3}/i.test(textAt(bytes, lame, 4));
  if (!named || (lead === 0 && tail === 0)) return { ...none, infoFrame: true, frames };
  return { infoFrame: true, leadSamples: lead + decoderDelay, tailSamples: Math.max(0, tail - decoderDelay), frames };
}
