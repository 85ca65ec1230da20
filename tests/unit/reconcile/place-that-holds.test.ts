import { describe, expect, it } from 'vitest';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import { assemble, type Assembled } from '../../../shared/reconcile/case/assemble.ts';
import type { Reported } from '../../../shared/reconcile/evidence/evidence.ts';
import type { Wanted } from '../../../shared/reconcile/scope/scope.ts';
import { shipped } from '../pricing/books.ts';
import { billOf, rowOf, rowsOf, sessionOf, sixOf, voice } from './period-case.ts';

const books = [shipped('2026-10-09')] as const;
const other = voice.replace('contoso-voice', 'contoso-other');

const spoken = sessionOf('a', '2026-10-05', [110, 420, 119, 117], { cached: 64 });
const six = sixOf([spoken]);
const larger = { ...six, audio_out: 421 };

/** Usage as it is pasted: it says what was reported, and neither where nor when. */
const pasted: Reported = { ...spoken.reported, log: null, sessions: [], days: [], resources: [], models: [] };

function compare(rows: readonly DayUsage[], wanted: Partial<Wanted> = {}, reported: Reported = pasted): Assembled {
  const made = assemble({
    reported,
    bill: { kind: 'imports', name: 'october.csv', bills: billOf(rows).used },
    wanted: { days: [], resource: null, model: null, ...wanted },
    books,
  });
  if (!made.ok) throw new Error(made.error.message);
  return made.assembled;
}

function place(assembled: Assembled): unknown {
  if (assembled.kind === 'choose') return { asks: assembled.about };
  if (assembled.kind === 'period') throw new Error('no sessions were given');
  const { compared, model, notes } = assembled.report;
  return {
    days: compared?.days,
    resource: compared?.resource,
    model: model?.label,
    said: notes.filter((note) => note.includes('is the only one of this bill')),
  };
}

const audioOfNewModel = (day: string, resource?: string): DayUsage =>
  rowOf({
    day,
    name: 'gpt-realtime-3 Audio opt Gl 1M Tokens',
    tokens: 70_000,
    price: '48',
    ...(resource === undefined ? {} : { resource }),
  });

const only = (what: string, found: string): string =>
  `The usage names no ${what}; ${found} is the only one of this bill whose meters are what it reports.`;

describe('usage that names neither day, resource nor model', () => {
  it('is compared with the one model whose meters are what it reports, and the other is told with its money', () => {
    const assembled = compare([...rowsOf('2026-10-05', six), audioOfNewModel('2026-10-05')]);
    expect(place(assembled)).toEqual({
      days: ['2026-10-05'],
      resource: 'contoso-voice',
      model: 'gpt-realtime-mini 1215, global',
      said: [only('model', 'gpt-realtime-mini 1215, global')],
    });
    if (assembled.kind !== 'report') throw new Error('nothing was compared');
    expect(assembled.report.leftOut).toEqual([
      { of: 'gpt-realtime-3, global', charged: [{ cost: '3.36', currency: 'USD' }] },
    ]);
  });

  it('is compared with the one day and the one resource whose meters are what it reports', () => {
    const rows = [
      ...rowsOf('2026-10-04', larger),
      ...rowsOf('2026-10-05', larger),
      ...rowsOf('2026-10-05', six, other),
    ];
    expect(place(compare(rows))).toEqual({
      days: ['2026-10-05'],
      resource: 'contoso-other',
      model: 'gpt-realtime-mini 1215, global',
      said: [only('day', '2026-10-05'), only('resource', 'contoso-other')],
    });
  });

  it('is asked about where nothing, or more than one place, is what it reports', () => {
    expect(place(compare([...rowsOf('2026-10-05', larger), audioOfNewModel('2026-10-05')]))).toEqual({ asks: 'model' });
    expect(place(compare([...rowsOf('2026-10-04', six), ...rowsOf('2026-10-05', six)]))).toEqual({ asks: 'day' });
    expect(place(compare([...rowsOf('2026-10-05', six), ...rowsOf('2026-10-05', six, other)]))).toEqual({
      asks: 'resource',
    });
  });

  it('is compared where a person says, whatever else fits', () => {
    const rows = [...rowsOf('2026-10-04', larger), ...rowsOf('2026-10-05', six), ...rowsOf('2026-10-04', six, other)];
    expect(place(compare(rows, { days: ['2026-10-04'], resource: 'contoso-voice' }))).toMatchObject({
      days: ['2026-10-04'],
      resource: 'contoso-voice',
      said: [],
    });
    const two = [
      ...rowsOf('2026-10-04', six, other),
      ...rowsOf('2026-10-05', larger),
      ...rowsOf('2026-10-05', larger, other),
    ];
    expect(place(compare(two, { days: ['2026-10-05'] }))).toEqual({ asks: 'resource' });
  });
});

it('a session that names its day and its resource is never moved to where its report would fit', () => {
  const named: Reported = {
    ...pasted,
    days: ['2026-10-04'],
    resources: ['contoso-voice'],
    models: ['gpt-realtime-mini'],
  };
  const rows = [...rowsOf('2026-10-04', larger), ...rowsOf('2026-10-05', six), ...rowsOf('2026-10-04', six, other)];
  expect(place(compare(rows, {}, named))).toMatchObject({ days: ['2026-10-04'], resource: 'contoso-voice', said: [] });
});
