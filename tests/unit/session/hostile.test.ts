import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { clientEvents, serverEvents } from '../../../shared/protocol/events.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import type { Dialect } from '../../../shared/protocol/dialects.ts';
import type { LogEntry, Origin, SessionHeader } from '../../../shared/session/entry.ts';
import { foldSession, reduceSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { seeded } from '../../findings/random.ts';
import { foldFaults, type FoldCase } from '../../fuzz/fold.ts';
import { makeLog } from '../../fuzz/log.ts';
import { wrongInOnePlace } from '../../fuzz/mutate.ts';
import { benchEvents, benchTypes, clientEvent, clientTypes } from '../../fuzz/own-entries.ts';
import { previewShape } from '../../fuzz/preview.ts';
import { readAll } from '../../fuzz/readers.ts';
import { shape, shapeNames } from '../../fuzz/shapes.ts';
import { fewer } from '../../fuzz/shrink.ts';
import { step } from '../../fuzz/step.ts';
import { shipped } from '../pricing/books.ts';
import { header, LogWriter } from './log.ts';

/*
 * A deployment may send anything. Whatever it sends: the fold goes on, and the same log gives the same view, also from the
 * middle of it on after the view has been to a file and back.
 */

const types = [...serverEvents, ...clientEvents, '__proto__', 'constructor', 'some.new.event', ''];

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

const book = bookOnDay(shipped('2026-10-09'), '2026-11-23');
const headerOf = (dialect: Dialect): SessionHeader => ({ ...header, endpoint: { ...header.endpoint, dialect } });

/** A conversation that every id of these events means something in. */
const ids = { item: 'item_1', previous: 'item_0', response: 'resp_1', call: 'call_1', event: 'bench_1' };
const begun: readonly [Origin, JsonObject][] = [
  ['server', shape('session.created', ids)],
  ['client', clientEvent('session.update', ids)],
  ['server', shape('input_audio_buffer.committed', ids)],
  ['server', shape('conversation.item.added', ids)],
  ['server', shape('response.created', ids)],
  ['server', shape('response.output_item.added', { ...ids, item: 'item_2' })],
  ['server', shape('response.output_audio_transcript.delta', { ...ids, item: 'item_2' })],
];

const wholeEvents = (dialect: Dialect): readonly [Origin, JsonObject][] => [
  ...shapeNames.map((type): [Origin, JsonObject] => [
    'server',
    dialect === 'preview' ? previewShape(type, ids) : shape(type, ids),
  ]),
  ...clientTypes.map((type): [Origin, JsonObject] => ['client', clientEvent(type, ids)]),
  ...benchTypes.flatMap((type) => benchEvents(type, ids).map((event): [Origin, JsonObject] => ['bench', event])),
];

const entryOf = (seq: number, [from, event]: readonly [Origin, Json]): LogEntry => ({
  seq,
  at: '2026-10-09T08:00:00.000Z',
  t: seq * 10,
  from,
  event,
});

describe.each(['ga', 'preview'] as const)('an event of the %s dialect that is wrong in one place', (dialect) => {
  const start = foldSession(
    headerOf(dialect),
    begun.map((one, at) => entryOf(at + 1, one)),
  );

  it('is taken by the fold, and whatever reads the view takes what became of it, whichever event and place', () => {
    let tries = 0;
    const faults: string[] = [];
    for (const [from, event] of wholeEvents(dialect)) {
      let view = start;
      let newest = entryOf(start.seq, ['server', null]);
      for (const wrong of wrongInOnePlace(event)) {
        // One after another, so that what one leaves behind meets the next.
        newest = entryOf(view.seq + 1, [from, wrong]);
        const done = step(view, newest);
        view = done.view;
        if (done.fault !== null) faults.push(`${done.fault.what}: ${done.fault.detail}`);
        tries += 1;
        if (tries % 100 !== 0) continue;
        for (const { reader, error } of readAll({ view, entries: [newest], book })) {
          faults.push(`${reader}, behind ${JSON.stringify(wrong)}: ${error.stack ?? error.message}`);
        }
      }
    }
    expect(faults.slice(0, 5)).toEqual([]);
    expect(tries).toBeGreaterThan(8000);
  });
});

describe('a log that damage, another version or an editor has spoiled', () => {
  /** The fewest entries with the same fault, for whoever has to mend it. */
  async function leastOf(of: FoldCase, what: string): Promise<readonly LogEntry[]> {
    const cutSeq = of.entries[of.cut]?.seq ?? 0;
    const fails = (entries: readonly LogEntry[]): boolean => {
      const cut = entries.filter(({ seq }) => seq < cutSeq).length;
      return foldFaults({ ...of, entries, cut }).some((fault) => fault.what === what);
    };
    return fewer(of.entries, fails, { left: 300 });
  }

  it('is folded to its end, alike from a checkpoint and where somebody looks at it, and everything can be read', async () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = seeded(seed);
      const dialect = seed % 4 === 0 ? 'preview' : 'ga';
      const entries = makeLog(random, dialect, 60);
      const of = { header: headerOf(dialect), entries, cut: Math.floor(random() * entries.length), book };
      const [fault] = foldFaults(of);
      if (fault === undefined) continue;
      const least = await leastOf(of, fault.what);
      const words = least.map(({ from, event }) => `${from} ${JSON.stringify(event).slice(0, 500)}`);
      expect.fail([`Seed ${seed}: ${fault.what}`, fault.detail, ...words].join('\n'));
    }
  });
});
