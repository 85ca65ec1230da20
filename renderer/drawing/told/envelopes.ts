import { hasPeak, type Peaks } from '../../../shared/audio/peaks.ts';

export type Lane = 'input' | 'output' | 'unheard';

/** Both voices of a stretch of a session as they lie in its sound files: lowest and highest sample of so many equal columns. */
export interface Envelopes {
  readonly fromMs: number;
  readonly toMs: number;
  readonly columns: number;
  /** Up to this session time the record was there. */
  readonly knownToMs: number;
  readonly input: Peaks;
  readonly output: Peaks;
  readonly unheard: Peaks;
  /** Lanes whose sound files are not there. */
  readonly notKept: readonly Lane[];
}

/** What is told of a session's sound: a stretch around what is in view, finely, and the whole of it from afar. */
export interface EnvelopeNews {
  readonly kind: 'envelopes';
  /** null: none is known. */
  readonly near: Envelopes | null;
  readonly whole: Envelopes | null;
}

/** What lies in columns is read as signed bytes, two a column. */
export function peaksOfBytes(bytes: Uint8Array): Peaks {
  const count = bytes.length >> 1;
  const [lowest, highest] = [new Int8Array(count), new Int8Array(count)];
  const signed = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < count; at += 1) {
    lowest[at] = signed[2 * at] as number;
    highest[at] = signed[2 * at + 1] as number;
  }
  return { lowest, highest };
}

/** Where envelopes say something: what lies beyond is another's to say. */
export const reachesTo = ({ toMs, knownToMs }: Envelopes): number => Math.min(toMs, knownToMs);

/** Lowest and highest of a stretch, each from -1 to 1; null: nothing lies there. */
export function extremesIn(
  envelopes: Envelopes,
  lane: Lane,
  fromMs: number,
  toMs: number,
): readonly [lowest: number, highest: number] | null {
  const { columns } = envelopes;
  const stepMs = (envelopes.toMs - envelopes.fromMs) / columns;
  const first = Math.max(0, Math.floor((fromMs - envelopes.fromMs) / stepMs + 1e-6));
  const end = Math.min(columns, Math.max(first + 1, Math.ceil((toMs - envelopes.fromMs) / stepMs - 1e-6)));
  const peaks = envelopes[lane];
  let [low, high] = [127, -128];
  for (let at = first; at < end; at += 1) {
    if (!hasPeak(peaks, at)) continue;
    low = Math.min(low, peaks.lowest[at] as number);
    high = Math.max(high, peaks.highest[at] as number);
  }
  return low > high ? null : [low / 128, (high + 1) / 128];
}
