import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../shared/json.ts';
import { clientEvents, serverEvents } from '../../../shared/protocol/events.ts';
import type { LogEntry, Origin } from '../../../shared/session/entry.ts';
import { foldSession, reduceSession } from '../../../shared/session/reduce.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header, LogWriter } from './log.ts';

/*
 * A deployment may send anything. Whatever it sends: the fold goes on, and the same log gives the same view, also from the
 * middle of it on after the view has been to a file and back.
 */

const types = [...Object.keys(serverEvents), ...clientEvents, '__proto__', 'constructor', 'some.new.event', ''];

/** Names the fold looks for, and names that are members of every object. */
const names = `
  response item session error part usage id item_id response_id event_id content output status
  type role name call_id arguments delta transcript text audio previous_item_id audio_start_ms
  audio_end_ms content_index output_index logprobs format input tools instructions rate
  turn_detection transcription model expires_at status_details input_tokens input_token_details
  cached_tokens_details output_token_details rate_limits phase conversation conversation_id
  metadata modalities output_modalities __proto__ constructor toString hasOwnProperty $audio
  length file offset reset_seconds remaining limit param`
  .trim()
  .split(/\s+/);
const words = fc.constantFrom('a', 'b', '', '__proto__', 'constructor', 'message', 'function_call', 'completed');
const scalar = fc.oneof(
  words,
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\ud800', 'AAA=', '!!', 'audio/pcm', 'audio/pcmu', 'in_progress', 'assistant', 'user', 'cancelled'),
  fc.constantFrom<Json>(null, true, false, 0, -1, -0.5, 1e308, -1e308, Number.MAX_SAFE_INTEGER, 0.1, 24_000),
);

/** Read from text, as every event is: a `__proto__` in it is a member like any other. */
const asRead = (entries: readonly (readonly [string, Json])[]): JsonObject =>
  JSON.parse(
    `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
  ) as JsonObject;

const { value: anything } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 6 }).map(asRead),
  ),
}));

const event = fc
  .tuple(fc.constantFrom(...types), fc.array(fc.tuple(fc.constantFrom(...names), anything), { maxLength: 8 }))
  .map(([type, members]) => asRead([...members, ['type', type]]));

const log = fc
  .array(
    fc.tuple(
      fc.constantFrom<Origin>('server', 'server', 'server', 'client'),
      fc.oneof({ weight: 9, arbitrary: event }, anything),
    ),
    {
      maxLength: 40,
    },
  )
  .map((all): LogEntry[] =>
    all.map(([from, said], index) => ({
      seq: index + 1,
      at: '2026-10-09T08:00:00.000Z',
      t: index * 10,
      from,
      event: said,
    })),
  );

const filed = (view: SessionView): SessionView => JSON.parse(JSON.stringify(view)) as SessionView;

describe('the fold of what a hostile deployment sends', () => {
  it('never throws, and going on from a checkpoint gives the view of the whole log', () => {
    fc.assert(
      fc.property(log, fc.nat(40), (entries, cut) => {
        const whole = foldSession(header, entries);
        let resumed = filed(foldSession(header, entries.slice(0, cut)));
        for (const entry of entries.slice(cut)) resumed = reduceSession(resumed, entry);
        expect(filed(resumed)).toEqual(filed(whole));
        expect(whole.seq).toBe(entries.length);
      }),
      { numRuns: 300 },
    );
  });

  it('counts an event that is nested beyond all measure as malformed and makes nothing of it', () => {
    const deep = (leaf: string): Json => JSON.parse('{"a":'.repeat(20_000) + leaf + '}'.repeat(20_000)) as Json;
    const written = new LogWriter()
      .server('session.updated', { session: deep('1') })
      .server('response.done', { response: { id: 'r', usage: deep('1') } })
      .server('some.new.event', { usage: deep('[]') });
    const view = foldSession(header, written.entries);
    expect(view.counts.malformed).toBe(3);
    expect(view.usage.reports).toBe(0);
    expect(view.effective).toBeNull();
  });

  it('keeps totals finite however large the reports are', () => {
    const written = new LogWriter();
    for (const id of ['one', 'two', 'three']) {
      written.server('response.created', { response: { id } });
      written.server('response.done', { response: { id, status: 'completed', usage: { total_tokens: 1e308 } } });
    }
    const view = foldSession(header, written.entries);
    expect(view.usage.fields[0]?.total).toBe(Number.MAX_VALUE);
    expect(filed(view)).toEqual(view);
  });
});
