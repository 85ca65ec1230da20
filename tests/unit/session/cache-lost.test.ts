import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { asString, atPath, isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { type Facts, readFacts } from '../../recordings/facts.ts';
import { recordedLog } from '../../recordings/log.ts';

function recorded(name: string): Facts['sessions'] {
  const path = new URL(`../../fixtures/recordings/${name}.json`, import.meta.url);
  const read = readFacts(readFileSync(path, 'utf8'), name);
  if (!read.ok) throw new Error(read.error.message);
  return read.facts.sessions;
}

const logs = ['recorded-usage', 'recorded-usage-mini'].flatMap(recorded).map((one) => recordedLog(one, 'visible'));

const lostIn = (view: SessionView): string[] =>
  toArray(view.alarms).flatMap(({ kind, title }) => (kind === 'cache-lost' ? [title] : []));

/** The same usage with nothing cached. */
function uncached(event: JsonObject): JsonObject {
  const response = event['response'] as JsonObject;
  const usage = response['usage'] as JsonObject;
  const details = usage['input_token_details'] as JsonObject;
  const { cached_tokens_details: _, ...rest } = details;
  return {
    ...event,
    response: { ...response, usage: { ...usage, input_token_details: { ...rest, cached_tokens: 0 } } },
  };
}

const without = (entries: readonly LogEntry[], responseId: string): LogEntry[] =>
  entries.map((entry) => {
    const event: Json = entry.event;
    const ends = isJsonObject(event) && event['type'] === 'response.done';
    return ends && asString(atPath(event, 'response.id')) === responseId ? { ...entry, event: uncached(event) } : entry;
  });

it('is raised by none of the recorded responses, whose caches did what the rules say', () => {
  expect(logs.flatMap(({ header, entries }) => lostIn(foldSession(header, entries)))).toEqual([]);
});

it('is raised where a recorded response that had much of its conversation cached is said to have had nothing', () => {
  let tried = 0;
  for (const { header, entries } of logs) {
    const view = foldSession(header, entries);
    const responses = toArray(view.responses);
    for (const [at, response] of responses.entries()) {
      const { cached } = response.expected.evidence.input;
      const had = Number(atPath((response.usage ?? {}) as JsonObject, 'input_token_details.cached_tokens') ?? 0);
      const before = responses[at - 1];
      const hadBefore = Number(atPath((before?.usage ?? {}) as JsonObject, 'input_token_details.cached_tokens') ?? 0);
      const made = cached.text + cached.audio;
      if (cached.by !== 'expected' || response.outOfBand || Math.min(had, made) < 512 || hadBefore === 0) continue;
      tried += 1;
      expect(lostIn(foldSession(header, without(entries, response.id)))).toContain(`Cache lost at R${response.number}`);
    }
  }
  expect(tried).toBeGreaterThan(5);
});
