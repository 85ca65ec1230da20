import { describe, expect, it } from 'vitest';
import { asString, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { foldSession, reduceSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from './log.ts';

describe('an entry of which nothing can be made', () => {
  it('is counted and told, and leaves the view before it as it was', () => {
    const before = foldSession(header, new LogWriter().server('response.created', { response: { id: 'r' } }).entries);
    const event = Object.defineProperty({ type: 'response.done' }, 'response', {
      get: () => {
        throw new Error('planted');
      },
    });
    const after = reduceSession(before, { seq: 2, at: '2026-10-09T08:00:00.000Z', t: 20, from: 'server', event });
    expect(after).toMatchObject({ seq: 2, t: 20, counts: { server: 2, malformed: 1 } });
    expect(after.responses).toBe(before.responses);
    expect(after.alarms.chunks.flat().filter(({ kind }) => kind === 'left-out')).toMatchObject([
      { kind: 'left-out', text: expect.stringContaining('Entry 2, response.done, from the service') as string },
    ]);
    expect(reduceSession(after, { seq: 3, at: '', t: 30, from: 'server', event: { type: 'x' } }).seq).toBe(3);
  });
});

/** Each kind of entry the bench writes about itself, whole, as records of real sessions hold them. */
const whole: readonly JsonObject[] = [
  { type: 'bench.connect', url: 'wss://host/v1', auth: 'bearer', proxy: 'proxy:8080' },
  { type: 'bench.connected', handshakeMs: 12.5, requestId: 'id', region: 'westeurope' },
  { type: 'bench.refused', error: { reason: 'refused', message: 'No.' }, httpStatus: 403, httpBody: '', afterMs: 3 },
  { type: 'bench.closing', by: 'person', graceMs: 2000 },
  {
    type: 'bench.closed',
    code: 1000,
    reason: '',
    explanation: 'Closed.',
    openResponses: ['r'],
    openTranscriptions: ['i'],
  },
  {
    type: 'bench.input.opened',
    kind: 'microphone',
    label: 'mic',
    settings: {
      sampleRateHz: 48_000,
      channels: 1,
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    },
  },
  {
    type: 'bench.input.opened',
    kind: 'wav',
    label: 'a.wav',
    sampleRateHz: 48_000,
    channels: 1,
    durationMs: 1,
    trailingSilenceMs: 0,
  },
  { type: 'bench.input.lost', label: 'mic', message: 'gone' },
  { type: 'bench.input.ended', label: 'a.wav', sentMs: 20 },
  { type: 'bench.input.zeros', label: 'mic', forMs: 2000 },
  { type: 'bench.input.clipped', count: 3 },
  { type: 'bench.input.gap', missingFrames: 2 },
  { type: 'bench.input.filled', silenceMs: 1240, lateFrames: 2 },
  { type: 'bench.input.cancelling', label: 'mic', channels: 2 },
  { type: 'bench.output.lost', label: 'Headset', message: 'gone' },
  { type: 'bench.output.opened', label: 'Headset', latencyMs: 180 },
  { type: 'bench.input.muted', muted: true },
  { type: 'bench.capture', frames: 50, p50Ms: 20, p95Ms: 21, maxMs: 25 },
  { type: 'bench.speech-end', itemId: 'i', bufferMs: 100, noiseDbfs: -60, speechDbfs: -20 },
  { type: 'bench.send.paused', bufferedBytes: 300_000, droppedFrames: 5 },
  { type: 'bench.playback.started', itemId: 'i', responseId: 'r' },
  { type: 'bench.playback.stopped', itemId: 'i', playedMs: 10, receivedMs: 20, why: 'interrupted' },
  { type: 'bench.playback.underrun', itemId: 'i', silenceMs: 30 },
  { type: 'bench.self-interruption', message: 'echo' },
  { type: 'bench.echo', itemId: 'i', ofItemId: 'a', likeness: 0.9, delayMs: 120, overMs: 1500 },
  { type: 'bench.tokens', part: 'text', ofSeq: 1, itemId: 'i', characters: 4, tokens: 1, written: 2 },
  { type: 'bench.options', changed: ['voice'], eventId: 'e', json: {} },
  { type: 'bench.options.waiting', values: { voice: 'alloy' }, waitsFor: 'r' },
  {
    type: 'bench.budget',
    state: 'warning',
    unit: 'money',
    limit: '1',
    currency: 'USD',
    warnAt: 0.8,
    stop: true,
    expected: '0.9',
    unpriced: ['images'],
  },
  { type: 'bench.error', error: { reason: 'disk', message: 'Full.', nextStep: 'Make room.', facts: { path: '/' } } },
  { type: 'bench.repaired', message: 'mended' },
  { type: 'bench.slept', forMs: 60_000 },
  { type: 'bench.clock-set', byMs: -5000 },
  { type: 'bench.network', online: false },
  { type: 'bench.expiring', leftMs: 60_000 },
  { type: 'bench.continued', sessionId: 's', items: 2, losses: ['audio'] },
  { type: 'bench.hurried' },
  { type: 'bench.tool', callId: 'c', by: 'rule' },
];

/** Members that may be missing. */
const optionalMembers = new Set([
  'proxy',
  'requestId',
  'region',
  'httpStatus',
  'httpBody',
  'graceMs',
  'written',
  'json',
]);

const typeOf = (event: JsonObject): string => asString(event['type']) ?? '';
const ownEntry = (event: Json): LogEntry => ({ seq: 1, at: '2026-10-09T08:00:00.000Z', t: 1, from: 'bench', event });

describe('an entry that the bench wrote about itself, read back from a record that anyone may have changed', () => {
  it.each(whole.map((event) => [typeOf(event), event] as const))('%s is taken in whole', (_, event) => {
    const { counts } = foldSession(header, [ownEntry(event)]);
    expect(counts).toMatchObject({ bench: 1, malformed: 0, unknownEvents: 0 });
  });

  it.each(whole.map((event) => [typeOf(event), event] as const))(
    '%s is told as not understood where a member is missing or something else',
    (_, event) => {
      for (const member of Object.keys(event).filter((name) => name !== 'type')) {
        const { [member]: was, ...without } = event;
        const missing = foldSession(header, [ownEntry(without)]);
        expect([member, missing.counts.malformed]).toEqual([member, optionalMembers.has(member) ? 0 : 1]);
        const others: Json[] = [{ odd: 1 }, [[7]], null, true, 'odd', Number.POSITIVE_INFINITY];
        for (const other of others.filter(
          (value) => typeof value !== typeof was || (value === null) !== (was === null),
        )) {
          const changed = foldSession(header, [ownEntry({ ...event, [member]: other })]);
          const fits =
            other === null && ['limit', 'currency', 'itemId'].includes(member) && event['type'] !== 'bench.speech-end';
          if (!fits || !['bench.budget', 'bench.tokens'].includes(typeOf(event))) {
            expect([member, other, changed.counts.malformed]).toEqual([member, other, 1]);
          }
        }
      }
    },
  );

  it('of a kind this version does not know is counted, and no alarm', () => {
    const view = foldSession(
      header,
      ['bench.later', 'constructor', '__proto__'].map((type) => ownEntry({ type })),
    );
    expect(view.counts).toMatchObject({ unknownEvents: 3, malformed: 0 });
    expect(view.alarms.length).toBe(0);
  });
});
