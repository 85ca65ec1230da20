import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { momentOfHit } from '../../../shared/session/library/moment-of-hit.ts';
import { Searchable, type SearchLine } from '../../../shared/session/library/searchable.ts';
import { golden, goldenView } from './golden.ts';
import { goldens } from './goldens.ts';

const linesOf = (name: string): readonly SearchLine[] => {
  const { header, entries } = golden(name);
  const searchable = new Searchable(header);
  for (const entry of entries) searchable.take(entry);
  return searchable.lines.lines;
};
const saidIn = (name: string, word: string): SearchLine => {
  const line = linesOf(name).find(({ place, text }) => place === 'said' && text.includes(word));
  if (line === undefined) throw new Error(`Nobody says ${word} in ${name}.`);
  return line;
};
/** Times of entries of a kind about an item, from the log itself. */
const timesOf = (name: string, type: string, itemId: string | null): number[] =>
  golden(name).entries.flatMap(({ event, t }) => {
    const said = event as Readonly<Record<string, unknown>>;
    return said['type'] === type && (said['item_id'] ?? said['itemId']) === itemId ? [t] : [];
  });

describe('the moment of a hit', () => {
  it('in an answer is from where it was first played to where that ended', () => {
    const { header, entries } = golden('08-echo-loop');
    const line = linesOf('08-echo-loop').find(({ by, place }) => by === 'assistant' && place === 'said');
    const itemId = line?.itemId ?? '';
    const [started = NaN] = timesOf('08-echo-loop', 'bench.playback.started', itemId);
    expect(started).toBeGreaterThan(0);
    const last = entries.at(-1);
    if (last === undefined) throw new Error('The log is empty.');
    const stops = { type: 'bench.playback.stopped', itemId, playedMs: 900, receivedMs: 900, why: 'drained' };
    const { seq, t } = last;
    const stopped = foldSession(header, [
      ...entries,
      { ...last, seq: seq + 1, t: t + 700, from: 'bench', event: stops },
      {
        ...last,
        seq: seq + 2,
        t: t + 5000,
        from: 'bench',
        event: { type: 'bench.output.lost', label: 'a', message: 'b' },
      },
    ]);
    expect(momentOfHit(stopped, { itemId, t: null })).toEqual({ fromMs: started, toMs: t + 700, itemId });
    expect(line?.t).toBe(started);
    // One that plays on is heard to the end of what there is.
    expect(momentOfHit(foldSession(header, entries), { itemId, t: null })?.toMs).toBe(t);
  });

  it('in an answer that was never played is from where it was made', () => {
    const line = saidIn('06-truncation', 'parcel');
    const [added] = golden('06-truncation').entries.filter(({ event }) => JSON.stringify(event).includes('item_a1'));
    expect(line.itemId).toBe('item_a1');
    expect(momentOfHit(goldenView('06-truncation'), line)?.fromMs).toBe(added?.t);
  });

  it('in what a person said is where the speech began', () => {
    const own = linesOf('06-truncation').find(({ by, place }) => by === 'you' && place === 'said');
    const [heard = NaN] = timesOf('06-truncation', 'input_audio_buffer.speech_started', own?.itemId ?? '');
    const moment = momentOfHit(goldenView('06-truncation'), { itemId: own?.itemId ?? null, t: null });
    // The VAD says so a little after it began.
    expect(moment?.fromMs).toBeLessThanOrEqual(heard);
    expect(moment?.toMs).toBeGreaterThan(heard);
    expect(own?.t).toBe(heard);
  });

  it('in an event or an option is its own time, and beside the log there is none', () => {
    const view = goldenView('06-truncation');
    expect(momentOfHit(view, { itemId: null, t: 500 })).toEqual({ fromMs: 500, toMs: 5500, itemId: null });
    expect(momentOfHit(view, { itemId: 'entry 7', t: view.t + 1 })).toEqual({
      fromMs: view.t,
      toMs: view.t,
      itemId: null,
    });
    expect(momentOfHit(view, { itemId: null, t: null })).toBeNull();
  });

  it.each(goldens.map(({ name }) => name))('of every line of %s lies within its session and runs forward', (name) => {
    const view = goldenView(name);
    for (const line of linesOf(name)) {
      const moment = momentOfHit(view, line);
      if (moment === null) continue;
      expect(moment.fromMs).toBeGreaterThanOrEqual(0);
      expect(moment.toMs).toBeGreaterThanOrEqual(moment.fromMs);
      expect(moment.toMs).toBeLessThanOrEqual(view.t);
    }
  });

  it('is within the session whatever a record claims', () => {
    const view = goldenView('06-truncation');
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (t) => {
        const moment = momentOfHit(view, { itemId: null, t });
        expect(moment?.fromMs).toBeGreaterThanOrEqual(0);
        expect(moment?.toMs).toBeLessThanOrEqual(view.t);
      }),
    );
  });
});
