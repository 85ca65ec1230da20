import { z } from 'zod';

/* What engine and player say to each other over the playback port. The page and its worklets take the types alone, and go without zod. */

/** playback, engine to worklet: JSON beside the binary frames (`frames.ts`, `streamId` = the item's number). */
export const toPlayerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), streamId: z.number().int(), itemId: z.string() }),
  /** No more audio of this stream will come: report `drained` when it has been played. */
  z.object({ type: z.literal('end'), streamId: z.number().int() }),
  /** Barge-in: drop everything not yet played, within one quantum, with a short fade; answer `flushed` for the stream that was playing. */
  z.object({ type: z.literal('flush') }),
]);
export type ToPlayer = z.infer<typeof toPlayerSchema>;

/** How long the output held a sample before it sounded, by which `playedMs` was counted; left out: it was not counted so. */
const latencyMs = z.number().min(0).optional();

/** playback, worklet to engine. `playedMs` counts samples of that stream really played, gaps left out. */
export const fromPlayerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), streamId: z.number().int() }),
  z.object({
    type: z.literal('progress'),
    streamId: z.number().int(),
    playedMs: z.number(),
    bufferedMs: z.number(),
    latencyMs,
  }),
  z.object({ type: z.literal('underrun'), streamId: z.number().int(), silenceMs: z.number() }),
  z.object({ type: z.literal('flushed'), streamId: z.number().int(), playedMs: z.number(), latencyMs }),
  z.object({ type: z.literal('drained'), streamId: z.number().int(), playedMs: z.number() }),
]);
export type FromPlayer = z.infer<typeof fromPlayerSchema>;
