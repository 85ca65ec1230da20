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
  expect(cut?.unreported).toMatchObject({ number: 1, basis: 'if billed', input: 144, output: 41, costLow: '0' });
  expect(Number(cut?.unreported?.costHigh)).toBeGreaterThan(0);
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
