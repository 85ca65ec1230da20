import { describe, expect, it } from 'vitest';
import { AudioOut } from '../../../electron/engine/session/audio-out.ts';
import { EchoWatch } from '../../../electron/engine/session/echo-watch.ts';
import type { PlayerListener } from '../../../electron/engine/ports/media.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import type { BenchEvent, BenchEventOf } from '../../../shared/session/bench-events.ts';
import { emptySession, foldSession } from '../../../shared/session/fold/fold.ts';
import { heardOf, spoken, together } from '../audio/echo-room.ts';
import { header, LogWriter } from '../session/log.ts';

const desk = { delayMs: 60, gainDb: -12, bandHz: [200, 6000], reverbMs: 250, reverbDb: -3, noiseDbfs: -65 } as const;
const answer = spoken('replies/parcel-status');
const bytesOf = (pcm: Int16Array): Buffer => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);

/** An answer that plays for two seconds beside a microphone that hears this, and then the word that speech began. */
function after(heard: Int16Array, input: { kind?: 'wav'; muted?: true } = {}) {
  const events: BenchEvent[] = [];
  const bench = (event: BenchEvent): void => void events.push(event);
  let told: PlayerListener = () => undefined;
  let nowMs = 0;
  const audioOut = new AudioOut(bench, true, () => nowMs);
  audioOut.setPlayer((listener) => {
    told = listener;
    return { tell: () => undefined, audio: () => undefined, release: () => undefined };
  });
  const view = emptySession(header);
  const sentMs = 1990;
  const watch = new EchoWatch({
    view: () => ({ ...view, input: { ...view.input, kind: 'microphone', sentMs, ...input } }),
    bench,
    audioOut,
  });
  audioOut.delta('r1', 'a1', bytesOf(answer));
  told({ type: 'started', streamId: 1 });
  for (let at = 0; at < sentMs * 24; at += 480)
    watch.heard(bytesOf(heard.subarray(at, Math.min(at + 480, sentMs * 24))));
  told({ type: 'progress', streamId: 1, playedMs: 1900, bufferedMs: 100 });
  // The player's word is as old as this.
  nowMs = 90;
  watch.received({ type: 'input_audio_buffer.speech_started', item_id: 'u1', audio_start_ms: 1500 });
  return events.filter((event): event is BenchEventOf<'bench.echo'> => event.type === 'bench.echo');
}

const alarmsAfter = (events: readonly BenchEvent[]): string[] => {
  const log = new LogWriter();
  for (const event of events) log.bench(event);
  return toArray(foldSession(header, log.entries).alarms).map(({ kind }) => kind);
};

describe('speech that begins while an answer plays', () => {
  it('raises the alarm where the microphone hears that answer', () => {
    const events = after(heardOf(answer, desk));
    expect(events).toMatchObject([{ itemId: 'u1', ofItemId: 'a1', overMs: 1690 }]);
    expect(alarmsAfter(events)).toEqual(['self-interruption']);
  });

  it('raises none where a person speaks, who was silent before or speaks all the time', () => {
    const room = heardOf(answer, { ...desk, gainDb: -80 });
    const question = spoken('questions/send-it-back');
    expect(alarmsAfter(after(together(room, question, 1500)))).toEqual([]);
    const events = after(together(room, question, 0));
    expect(events).toHaveLength(1);
    expect(alarmsAfter(events)).toEqual([]);
  });

  it('is not looked into where a file speaks, or the microphone is muted', () => {
    const heard = heardOf(answer, desk);
    expect(after(heard, { kind: 'wav' })).toEqual([]);
    expect(after(heard, { muted: true })).toEqual([]);
  });
});

it('raises no alarm by the word of an earlier version, which said it of every interruption', () => {
  expect(alarmsAfter([{ type: 'bench.self-interruption', message: 'It may hear itself.' }])).toEqual([]);
});
