import { afterEach, describe, expect, it, vi } from 'vitest';
import { VirtualPlayer } from '../../../electron/engine/session/virtual-player.ts';
import type { FromPlayer } from '../../../shared/audio/player-messages.ts';

const pcm = (ms: number): Int16Array => new Int16Array(ms * 24);

function player(): { player: VirtualPlayer; heard: FromPlayer[] } {
  vi.useFakeTimers();
  const heard: FromPlayer[] = [];
  return {
    player: new VirtualPlayer(
      (message) => heard.push(message),
      () => Date.now(),
    ),
    heard,
  };
}

const of = (heard: FromPlayer[], type: FromPlayer['type']): FromPlayer[] =>
  heard.filter((message) => message.type === type);

describe('the virtual player', () => {
  afterEach(() => void vi.useRealTimers());

  it('plays a stream in real time and says when it has been played', () => {
    const { player: virtual, heard } = player();
    virtual.tell({ type: 'begin', streamId: 1, itemId: 'a' });
    virtual.audio(1, 1, pcm(1000));
    virtual.tell({ type: 'end', streamId: 1 });
    vi.advanceTimersByTime(990);
    expect(of(heard, 'drained')).toEqual([]);
    vi.advanceTimersByTime(40);
    expect(of(heard, 'drained')).toEqual([{ type: 'drained', streamId: 1, playedMs: 1000 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops at once and says how much was played', () => {
    const { player: virtual, heard } = player();
    virtual.tell({ type: 'begin', streamId: 1, itemId: 'a' });
    virtual.audio(1, 1, pcm(5000));
    vi.advanceTimersByTime(1230);
    virtual.tell({ type: 'flush' });
    expect(of(heard, 'flushed')).toEqual([{ type: 'flushed', streamId: 1, playedMs: 1230 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells a gap in delivery, and does not count it as played', () => {
    const { player: virtual, heard } = player();
    virtual.tell({ type: 'begin', streamId: 1, itemId: 'a' });
    virtual.audio(1, 1, pcm(100));
    vi.advanceTimersByTime(300);
    virtual.audio(1, 2, pcm(100));
    expect(of(heard, 'underrun')).toEqual([{ type: 'underrun', streamId: 1, silenceMs: 200 }]);
    virtual.tell({ type: 'end', streamId: 1 });
    vi.advanceTimersByTime(140);
    expect(of(heard, 'drained')).toEqual([{ type: 'drained', streamId: 1, playedMs: 200 }]);
  });

  it('plays streams one after the other', () => {
    const { player: virtual, heard } = player();
    for (const streamId of [1, 2]) {
      virtual.tell({ type: 'begin', streamId, itemId: String(streamId) });
      virtual.audio(streamId, 1, pcm(200));
      virtual.tell({ type: 'end', streamId });
    }
    vi.advanceTimersByTime(220);
    expect(of(heard, 'started').map((message) => message.streamId)).toEqual([1, 2]);
    vi.advanceTimersByTime(220);
    expect(of(heard, 'drained').map((message) => message.streamId)).toEqual([1, 2]);
  });
});
