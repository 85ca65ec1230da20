import { describe, expect, it } from 'vitest';
import type { PlayerListener } from '../../../electron/engine/ports/media.ts';
import { AudioOut, type CutOff } from '../../../electron/engine/session/audio-out.ts';
import { truncation } from '../../../electron/engine/session/reactions.ts';
import type { ToPlayer } from '../../../shared/audio/player-messages.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';

const pcm = (ms: number): Buffer => Buffer.alloc(ms * 48);

/** A player that does what the test says, when it says. */
function bench() {
  const events: BenchEvent[] = [];
  const told: (ToPlayer | { type: 'audio'; streamId: number; number: number; samples: number })[] = [];
  const out = new AudioOut((event) => void events.push(event));
  let say: PlayerListener | null = null;
  const attach = (): CutOff[] =>
    out.setPlayer((listener) => {
      say = listener;
      return {
        tell: (message) => void told.push(message),
        audio: (streamId, number, samples) =>
          void told.push({ type: 'audio', streamId, number, samples: samples.length }),
        release: () => undefined,
      };
    });
  attach();
  return { out, events, told, attach, say: (message: Parameters<PlayerListener>[0]) => say?.(message) };
}

describe('the voice on its way out', () => {
  it('is one stream an item, numbered frames, ended when the item is', () => {
    const { out, told } = bench();
    out.delta('r1', 'i1', pcm(100));
    out.delta('r1', 'i1', pcm(50));
    out.itemDone('i1');
    expect(told).toEqual([
      { type: 'begin', streamId: 1, itemId: 'i1' },
      { type: 'audio', streamId: 1, number: 1, samples: 2400 },
      { type: 'audio', streamId: 1, number: 2, samples: 1200 },
      { type: 'end', streamId: 1 },
    ]);
  });

  it('is cut at what the player says it played', async () => {
    const { out, events, told, say } = bench();
    out.delta('r1', 'i1', pcm(1000));
    say({ type: 'started', streamId: 1 });
    const cutting = out.interrupt('interrupted');
    expect(told.at(-1)).toEqual({ type: 'flush' });
    say({ type: 'flushed', streamId: 1, playedMs: 420.4, latencyMs: 31.26 });
    const cut = await cutting;
    expect(cut).toEqual([{ itemId: 'i1', responseId: 'r1', playedMs: 420.4, receivedMs: 1000 }]);
    expect(truncation(cut[0] as (typeof cut)[number])).toMatchObject({ item_id: 'i1', audio_end_ms: 420 });
    expect(events.at(-1)).toMatchObject({
      type: 'bench.playback.stopped',
      why: 'interrupted',
      playedMs: 420.4,
      latencyMs: 31.3,
    });
    expect(events.at(-1)).not.toHaveProperty('unanswered');
  });

  it('never truncates beyond what was received, nor at all when everything was heard', async () => {
    const { out, say } = bench();
    out.delta('r1', 'i1', pcm(1000));
    const cutting = out.interrupt('interrupted');
    say({ type: 'flushed', streamId: 1, playedMs: 1060 });
    const [cut] = await cutting;
    expect(cut?.playedMs).toBe(1000);
    expect(cut === undefined ? null : truncation(cut)).toBeNull();
  });

  it('cuts waiting items at nothing played', async () => {
    const { out, say } = bench();
    out.delta('r1', 'i1', pcm(100));
    out.itemDone('i1');
    out.delta('r1', 'i2', pcm(100));
    const cutting = out.interrupt('interrupted');
    say({ type: 'flushed', streamId: 1, playedMs: 30 });
    expect((await cutting).map(({ itemId, playedMs }) => [itemId, playedMs])).toEqual([
      ['i1', 30],
      ['i2', 0],
    ]);
  });

  it('waits for the next stream when the first ended by itself just before the flush', async () => {
    const { out, say } = bench();
    out.delta('r1', 'i1', pcm(100));
    out.itemDone('i1');
    out.delta('r1', 'i2', pcm(100));
    const cutting = out.interrupt('interrupted');
    say({ type: 'drained', streamId: 1, playedMs: 100 });
    say({ type: 'flushed', streamId: 2, playedMs: 7 });
    expect((await cutting).map(({ itemId, playedMs }) => [itemId, playedMs])).toEqual([['i2', 7]]);
  });

  it('takes the last word of a player that does not answer, and says so', async () => {
    const { out, events, say } = bench();
    out.delta('r1', 'i1', pcm(1000));
    say({ type: 'progress', streamId: 1, playedMs: 300, bufferedMs: 700 });
    expect((await out.interrupt('interrupted'))[0]?.playedMs).toBe(300);
    expect(events.at(-1)).toMatchObject({ type: 'bench.playback.stopped', playedMs: 300, unanswered: true });
  });

  it('plays no late audio of a response that was interrupted, and plays the next one', async () => {
    const { out, told, say } = bench();
    out.delta('r1', 'i1', pcm(100));
    const cutting = out.interrupt('interrupted');
    say({ type: 'flushed', streamId: 1, playedMs: 10 });
    await cutting;
    const before = told.length;
    out.delta('r1', 'i1', pcm(100));
    expect(told.length).toBe(before);
    out.delta('r2', 'i2', pcm(100));
    expect(told.at(-1)).toMatchObject({ type: 'audio', streamId: 2 });
  });

  it('is cut where it was heard when the player changes in the middle, and not taken up again', () => {
    const { out, events, told, attach, say } = bench();
    out.delta('r1', 'i1', pcm(1000));
    out.delta('r1', 'i2', pcm(100));
    say({ type: 'started', streamId: 1 });
    say({ type: 'progress', streamId: 1, playedMs: 250, bufferedMs: 750, latencyMs: 40 });
    expect(attach()).toEqual([
      { itemId: 'i1', responseId: 'r1', playedMs: 250, receivedMs: 1000 },
      { itemId: 'i2', responseId: 'r1', playedMs: 0, receivedMs: 100 },
    ]);
    expect(events.slice(-2)).toMatchObject([
      { type: 'bench.playback.stopped', itemId: 'i1', why: 'lost', playedMs: 250, latencyMs: 40 },
      { type: 'bench.playback.stopped', itemId: 'i2', why: 'lost', playedMs: 0 },
    ]);
    const before = told.length;
    out.delta('r1', 'i1', pcm(500));
    expect(told).toHaveLength(before);
    out.delta('r2', 'i3', pcm(100));
    expect(told.at(-1)).toMatchObject({ type: 'audio', streamId: 3 });
  });
});
