import { expect, it } from 'vitest';
import { eventCost } from '../../../renderer/pages/live/inspector/event-cost.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { isJsonObject } from '../../../shared/kit/json.ts';
import { knownTotal } from '../../../shared/pricing/cost.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { golden, goldenView } from '../session/golden.ts';
import { shipped } from '../pricing/books.ts';

const priceList = shipped('2026-10-09');
const choice = { model: 'gpt-realtime-mini', scope: 'global' } as const;

const endsOf = (name: string): LogEntry[] =>
  golden(name).entries.filter(({ event }) => isJsonObject(event) && event['type'] === 'response.done');

it('of a response that was cut and reported zeros is what it may come to, not the nothing it says', () => {
  const view = goldenView('05-late-audio-after-interruption');
  const [cut, whole] = endsOf('05-late-audio-after-interruption').map((entry) =>
    eventCost(entry, view, priceList, choice),
  );
  // 144 in and 41 out, as the rules have them.
  expect(cut?.unreported).toMatchObject({
    name: 'R1',
    row: { basis: 'if billed', input: 144, output: 41, costLow: '0' },
  });
  expect(Number(cut?.unreported?.row.costHigh)).toBeGreaterThan(0);
  expect(cut === null || cut === undefined ? null : knownTotal(cut)).toBe('0');
  expect(whole?.unreported).toBeNull();
});

it('is what the event reports, for every response that reported', () => {
  const view = goldenView('02-create-while-active');
  for (const entry of endsOf('02-create-while-active')) {
    const cost = eventCost(entry, view, priceList, choice);
    expect(cost?.unreported).toBeNull();
  }
  expect(toArray(view.responses).every(({ expected }) => expected.basis === 'reported')).toBe(true);
});

it('is nothing for an event that ends no response and reports nothing', () => {
  const { entries } = golden('02-create-while-active');
  const created = entries.find(({ event }) => isJsonObject(event) && event['type'] === 'response.created');
  expect(
    created === undefined ? undefined : eventCost(created, goldenView('02-create-while-active'), priceList, choice),
  ).toBe(null);
});

const transcriptsOf = (name: string): LogEntry[] =>
  golden(name).entries.filter(
    ({ event }) => isJsonObject(event) && event['type'] === 'conversation.item.input_audio_transcription.completed',
  );

it('of a transcript that reported no time at all is what it may come to', () => {
  const [entry] = transcriptsOf('10-seconds-zero');
  const cost = entry === undefined ? null : eventCost(entry, goldenView('10-seconds-zero'), priceList, choice);
  expect(cost?.unreported).toMatchObject({ name: 'the transcription', row: { basis: 'if billed', costLow: '0' } });
  // 3 s at most, by the minute of the list at $0.006.
  expect(cost?.unreported?.row.costHigh).toBe('0.0003');
});

it('of a transcript goes by the model that made it, whatever model is in force by now', () => {
  const name = '02-create-while-active';
  const view = goldenView(name);
  const [entry] = transcriptsOf(name);
  const input = { transcription: { model: 'gpt-4o-transcribe' } };
  const later = { ...view, effective: { ...view.effective, audio: { input } } };
  const costIn = (now: typeof view): string | null => {
    const cost = entry === undefined ? null : eventCost(entry, now, priceList, choice);
    return cost === null ? null : knownTotal(cost);
  };
  expect(costIn(view)).not.toBeNull();
  expect(costIn(later)).toBe(costIn(view));
});
