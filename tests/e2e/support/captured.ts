import { frameMs } from '../../../shared/audio/frames.ts';
import type { Line } from './record.ts';

/** What a session's record says of the microphone. */
export interface Captured {
  readonly frames: number;
  /** Frames whose number never came: lost between worklet and engine. */
  readonly lostFrames: number;
  /** Frames that came and were not sent, since the connection was too slow. */
  readonly droppedFrames: number;
  /**
   * Wall time without audio: what the sound card itself left out, if no frame was lost. Negative when it delivered more
   * than time has passed.
   */
  readonly deviceGapMs: number;
}

const sum = (lines: readonly Line[], type: string, field: string): number =>
  lines.filter(({ event }) => event['type'] === type).reduce((total, { event }) => total + (event[field] as number), 0);

export function capturedIn(lines: readonly Line[]): Captured {
  const sent = lines.filter(({ event }) => event['type'] === 'input_audio_buffer.append');
  const spanMs = (sent.at(-1)?.t ?? 0) - (sent[0]?.t ?? 0);
  return {
    frames: sent.length,
    lostFrames: sum(lines, 'bench.input.gap', 'missingFrames'),
    droppedFrames: sum(lines, 'bench.send.paused', 'droppedFrames'),
    deviceGapMs: Math.round(spanMs - (sent.length - 1) * frameMs),
  };
}
