import { describe, expect, it } from 'vitest';
import { pauseAboveBytes, SendQueue } from '../../../electron/engine/realtime/send-queue.ts';

function queueOn(socket: { bufferedAmount: number }) {
  const sent: { type: string; event_id: string }[] = [];
  const paused: number[] = [];
  const queue = new SendQueue(
    {
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      send: (text) => void sent.push(JSON.parse(text) as (typeof sent)[number]),
    },
    {
      shape: (event) => event,
      onSent: () => undefined,
      onPaused: ({ droppedFrames }) => void paused.push(droppedFrames),
    },
  );
  return { queue, sent, paused };
}

describe('the send queue', () => {
  it('stamps every event with an id of its own and keeps one that a person gave', () => {
    const { queue, sent } = queueOn({ bufferedAmount: 0 });
    queue.send({ type: 'response.create' });
    queue.sendAudio('AAAA');
    expect(queue.send({ type: 'response.create', event_id: 'mine' })).toBe('mine');
    const ids = sent.map((event) => event.event_id);
    expect(new Set(ids).size).toBe(3);
    expect(ids).toContain('mine');
  });

  it('drops and counts audio while the connection is too slow, and nothing else', () => {
    const socket = { bufferedAmount: pauseAboveBytes + 1 };
    const { queue, sent, paused } = queueOn(socket);
    for (let frame = 0; frame < 120; frame += 1) expect(queue.sendAudio('AAAA')).toBe(false);
    queue.send({ type: 'response.cancel' });
    expect(sent.map((event) => event.type)).toEqual(['response.cancel']);
    socket.bufferedAmount = 0;
    expect(queue.sendAudio('AAAA')).toBe(true);
    expect(paused.reduce((sum, frames) => sum + frames, 0)).toBe(120);
    expect(paused.length).toBeLessThan(6);
  });

  it('does not resume before half of what waited has gone', () => {
    const socket = { bufferedAmount: pauseAboveBytes + 1 };
    const { queue } = queueOn(socket);
    queue.sendAudio('AAAA');
    socket.bufferedAmount = pauseAboveBytes - 1;
    expect(queue.hasRoom()).toBe(false);
    socket.bufferedAmount = pauseAboveBytes / 2 - 1;
    expect(queue.hasRoom()).toBe(true);
  });

  it('leaves no dropped frame uncounted at the end', () => {
    const { queue, paused } = queueOn({ bufferedAmount: pauseAboveBytes + 1 });
    for (let frame = 0; frame < 3; frame += 1) queue.sendAudio('AAAA');
    queue.settle();
    expect(paused.reduce((sum, frames) => sum + frames, 0)).toBe(3);
  });
});
