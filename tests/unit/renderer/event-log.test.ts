import { describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { openFilter } from '../../../renderer/store/event-index.ts';
import { createEventLog, type EventLog } from '../../../renderer/store/event-log.ts';
import type { SessionState, SessionStore, ShownState } from '../../../renderer/store/session.ts';
import type { BenchApi } from '../../../shared/contract/bench-api.ts';
import { benchError, refuse } from '../../../shared/kit/errors.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { codeOfEntry } from '../../../shared/session/entry-kind.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';

const entryOf = (seq: number, event: LogEntry['event'], from: LogEntry['from'] = 'server'): LogEntry => ({
  seq,
  at: '2026-01-01T00:00:00.000Z',
  t: seq,
  from,
  event,
});

const word = (seq: number, delta: string): LogEntry =>
  entryOf(seq, { type: 'response.output_audio_transcript.delta', item_id: 'item_1', delta });
const frame = (seq: number): LogEntry => entryOf(seq, { type: 'input_audio_buffer.append', audio: 'AAAA' }, 'client');

/** A record in the engine, and a session store that is told of its entries as a page is. */
function record(entries: LogEntry[]) {
  const asked: { fromSeq: number; toSeq: number }[] = [];
  const listeners = new Set<(entries: readonly LogEntry[]) => void>();
  const header = { sessionId: 'one', endpoint: {} } as NonNullable<SessionState['view']>['header'];
  const state = createStore<SessionState>(() => ({
    status: 'attached',
    view: { ...emptySession(header), seq: entries.at(-1)?.seq ?? 0 },
    folder: null,
    about: null,
    error: null,
  }));
  let fails = false;
  const bench = {
    call: async (command: string, { fromSeq, toSeq }: { fromSeq: number; toSeq: number }) => {
      asked.push({ fromSeq, toSeq });
      if (fails) return refuse(benchError('disk', 'The disk is away.'));
      if (command === 'entries.kinds') {
        const codes = new Map(entries.map((entry) => [entry.seq, codeOfEntry(entry)]));
        const kinds = Array.from({ length: toSeq - fromSeq + 1 }, (_, at) => codes.get(fromSeq + at) ?? 0);
        return { ok: true, kinds: kinds.join('') };
      }
      return { ok: true, entries: entries.filter(({ seq }) => seq >= fromSeq && seq <= toSeq).slice(0, 2000) };
    },
  } as unknown as BenchApi;
  const session = Object.assign(state, {
    onEntries: (listener: (entries: readonly LogEntry[]) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  }) as unknown as SessionStore;
  const seen = createStore<ShownState>(() => ({ view: state.getState().view }));
  let hidden = false;
  const show = (): void => void (hidden || seen.setState({ view: state.getState().view }));
  state.subscribe(show);
  const log = createEventLog(bench, session, seen);
  return {
    log,
    hide: (now: boolean) => {
      hidden = now;
      show();
    },
    asked,
    fail: (now: boolean) => {
      fails = now;
    },
    arrive: (more: LogEntry[]) => {
      entries.push(...more);
      for (const listener of listeners) listener(more);
      const { view } = state.getState();
      state.setState({ view: view === null ? null : { ...view, seq: entries.at(-1)?.seq ?? 0 } });
    },
  };
}

const shown = (log: EventLog): readonly number[] => log.getState().rows.slice(0, 10_000);
const settled = (log: EventLog) =>
  vi.waitFor(() => expect(log.getState().noted).toBe(log.getState().total), { interval: 1 });

describe('the event list', () => {
  test('of a hidden window says nothing, and all of it when it is seen again', async () => {
    const { log, arrive, hide } = record([word(1, 'a')]);
    await settled(log);
    let said = 0;
    log.subscribe(() => (said += 1));
    hide(true);
    arrive([word(2, 'b'), frame(3)]);
    arrive([word(4, 'c')]);
    expect(said).toBe(0);
    hide(false);
    await settled(log);
    expect(shown(log)).toEqual([1, 2, 4]);
    expect(log.entry(4)).toMatchObject({ seq: 4 });
  });

  test('of a record that was there before reads it through, audio frames hidden until they are asked for', async () => {
    const { log } = record([word(1, 'a'), frame(2), word(3, 'b'), frame(4)]);
    await settled(log);
    expect(shown(log)).toEqual([1, 3]);
    log.setFilter({ ...openFilter, audioFrames: true });
    expect(shown(log)).toEqual([1, 2, 3, 4]);
    log.setFilter({ ...openFilter, audioFrames: true, origins: { client: true, server: false, bench: true } });
    expect(shown(log)).toEqual([2, 4]);
  });

  test('of a record that was there before asks for its kinds once, and reads no entry for them', async () => {
    const { log, asked } = record(
      Array.from({ length: 250_000 }, (_, at) => (at % 50 === 0 ? word(at + 1, 'a') : frame(at + 1))),
    );
    await settled(log);
    expect(asked).toEqual([{ fromSeq: 1, toSeq: 250_000 }]);
    expect(log.getState().rows.length).toBe(5000);
  });

  test('of a record with gaps shows every entry there is, and stops reading', async () => {
    const all = Array.from({ length: 7000 }, (_, at) => word(at + 1, 'horse'));
    const there = all.filter(({ seq }) => seq !== 6500 && (seq < 1000 || seq > 3500));
    const { log, asked, arrive } = record(there);
    await settled(log);
    expect(log.getState()).toMatchObject({ total: 7000, noted: 7000 });
    expect(log.getState().rows.length).toBe(there.length);
    const before = asked.length;
    arrive([word(7001, 'horse')]);
    await settled(log);
    expect(log.getState().noted).toBe(7001);
    log.setFilter({ ...openFilter, text: 'horse' });
    await settled(log);
    expect(log.getState().rows.length).toBe(there.length);
    expect(asked.length).toBeLessThan(before + 10);
  });

  test('finds a text in entries that the window no longer holds, newest first, and in those that come after', async () => {
    const old = Array.from({ length: 6000 }, (_, at) => word(at + 1, at % 3000 === 10 ? 'Zebra' : 'horse'));
    const { log, arrive, asked } = record(old);
    await settled(log);
    asked.length = 0;
    log.setFilter({ ...openFilter, text: 'zebra' });
    expect(log.getState().noted).toBe(0);
    arrive([word(6001, 'a zebra crossing'), word(6002, 'horse')]);
    await settled(log);
    expect(asked[0]).toEqual({ fromSeq: 4001, toSeq: 6000 });
    expect(shown(log)).toEqual([11, 3011, 6001]);
    log.setFilter(openFilter);
    expect(log.getState().rows.length).toBe(6002);
  });

  test('looks for a text in no audio frame, whose words are all the same', async () => {
    const { log, asked } = record([word(1, 'a'), ...Array.from({ length: 5000 }, (_, at) => frame(at + 2))]);
    await settled(log);
    asked.length = 0;
    log.setFilter({ ...openFilter, text: 'append', audioFrames: true });
    await settled(log);
    expect(asked).toEqual([{ fromSeq: 1, toSeq: 1 }]);
    expect(log.getState().rows.length).toBe(5000);
  });

  test('says why older entries could not be read, and reads them when it is asked again', async () => {
    const { log, fail } = record(Array.from({ length: 30 }, (_, at) => word(at + 1, 'horse')));
    await settled(log);
    fail(true);
    log.setFilter({ ...openFilter, text: 'horse' });
    await vi.waitFor(() => expect(log.getState().error?.message).toBe('The disk is away.'));
    fail(false);
    log.setFilter({ ...openFilter, text: 'hors' });
    await settled(log);
    expect(log.getState().error).toBeNull();
    expect(log.getState().rows.length).toBe(30);
  });

  test('keeps few entries and reads back those that scrolled away', async () => {
    const { log, arrive, asked } = record([]);
    for (let seq = 1; seq <= 6000; seq += 1) arrive([word(seq, 'x')]);
    expect(log.entry(6000)).not.toBeNull();
    expect(log.entry(1)).toBeNull();
    await vi.waitFor(() => expect(log.entry(1)?.seq).toBe(1));
    expect(asked).toEqual([{ fromSeq: 1, toSeq: 100 }]);
  });
});
