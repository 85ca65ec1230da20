import { describe, expect, it } from 'vitest';
import { momentWords, rangeWords, spreadWords, waitWords } from '../../../renderer/ui/wait-words.ts';
import { append, emptyList, type ChunkList } from '../../../shared/kit/chunk-list.ts';
import { compareWaits, firstAudioWaits, type SideWaits, spreadOf } from '../../../shared/session/latency.ts';
import type { TurnEnd, TurnLatency } from '../../../shared/session/view.ts';

type Turn = readonly [endFrom: TurnEnd, firstAudioMs: number | null];

function waits(...turns: readonly Turn[]): SideWaits {
  let list: ChunkList<TurnLatency> = emptyList();
  for (const [endFrom, firstAudioMs] of turns) {
    list = append(list, {
      itemId: null,
      responseId: null,
      source: endFrom === 'sent' ? 'typed' : 'vad',
      endMs: 0,
      endFrom,
      firstTextMs: null,
      firstAudioMs,
      audibleMs: null,
      transcriptMs: null,
    });
  }
  return firstAudioWaits({ turns: list });
}

const server = waits(['vad', 900], ['vad', 1100], ['vad', 1000]);
const semantic = waits(['audio', 1600], ['audio', 1300], ['audio', 1500], ['audio', 1400]);

describe('the waits of two sessions', () => {
  it('differ by their medians, also where one has its ends from the VAD and the other from the audio', () => {
    // 900, 1000, 1100 and 1300, 1400, 1500, 1600.
    const compared = compareWaits(server, semantic);
    expect(compared).toMatchObject({ less: 450, why: null });
    expect(compared.one.spread).toMatchObject({ count: 3, medianMs: 1000, minMs: 900, maxMs: 1100 });
    expect(compared.other.spread).toMatchObject({ count: 4, medianMs: 1450, minMs: 1300, maxMs: 1600 });
    expect(compared.other.eachMs).toEqual([1600, 1300, 1500, 1400]);
    expect(compareWaits(semantic, server)).toMatchObject({ less: -450, why: null });
    expect(compareWaits(server, server)).toMatchObject({ less: 0, why: null });
  });

  it('have no difference where either has fewer than three turns', () => {
    const two = waits(['vad', 900], ['vad', 1100], ['vad', null]);
    expect(two.spread).toMatchObject({ count: 2, medianMs: 1000 });
    expect(compareWaits(server, two)).toMatchObject({ less: null, why: 'few' });
    expect(compareWaits(two, server)).toMatchObject({ less: null, why: 'few' });
    expect(compareWaits(server, waits())).toMatchObject({ less: null, why: 'none' });
  });

  it('have no difference where they do not all count from the same moment', () => {
    const decided = waits(['decision', 300], ['decision', 320], ['decision', 310]);
    const mixed = waits(['vad', 900], ['sent', 500], ['vad', 1000]);
    expect(compareWaits(server, decided)).toMatchObject({ less: null, why: 'moments' });
    expect(compareWaits(mixed, mixed)).toMatchObject({ less: null, why: 'moments' });
    expect(compareWaits(decided, decided)).toMatchObject({ less: 0, why: null });
  });

  it('take no moment from a turn without audio', () =>
    expect(waits(['vad', 900], ['sent', null]).from).toEqual(['last word']));
});

describe('the words of a spread', () => {
  it('name number, least, most and moment, and leave the 95th percentile of a few out', () => {
    expect(waitWords(server)).toBe(
      '3 turns, 0.90 to 1.10 s, counted from the last word. Under 20 there is no 95th percentile.',
    );
    expect(waitWords(waits(['commit', 900]))).toBe(
      '1 turn, counted from the commit. Under 20 there is no 95th percentile.',
    );
    expect(waitWords(waits())).toBeUndefined();
    expect(momentWords(waits(['vad', 900], ['sent', 500]).from)).toBe('the last word and the message');
  });

  it('give the 95th percentile of twenty', () => {
    const spread = spreadOf(Array.from({ length: 20 }, (_, index) => 1000 + 10 * index));
    expect(spread && spreadWords(spread, 'turn', 'the commit')).toBe(
      '20 turns, 1.00 to 1.19 s, counted from the commit. 95 of 100 within 1.18 s.',
    );
    expect(spread && rangeWords({ ...spread, minMs: 900, maxMs: 12_340 })).toBe('0.90 to 12.3 s');
  });
});
