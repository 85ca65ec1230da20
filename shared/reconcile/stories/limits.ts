import type { Billed, MeterKind } from '../../billing/meter-kind.ts';
import type { Turn } from '../facts.ts';

/** Largest overhead per message that a fit may use: other runs show up to 10 for a pair of messages. */
export const mostPerMessage = 10;
/** A caller speaks no more tokens a second than this: it bounds transcripts that nobody counted. */
const mostHeardPerAudioToken = 0.6;

/** Tokens that the transcripts of a turn may count at most, where nobody counted them. */
export const mostUncounted = (turn: Turn): number => turn.textOut + Math.ceil(turn.audioIn * mostHeardPerAudioToken);

/** Whether a story could have produced the outputs: never less than reported, and nothing more without a further inference. */
export function outputsAgree(base: Record<MeterKind, number>, billed: Billed, further: number): boolean {
  return (['audio_out', 'text_out'] as const).every((meter) => {
    const value = billed[meter];
    if (value === undefined) return true;
    return further === 0 ? value === base[meter] : value >= base[meter];
  });
}
