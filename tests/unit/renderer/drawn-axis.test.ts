import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lanesOf } from '../../../renderer/drawing/axis/lanes.ts';
import { paintAxis } from '../../../renderer/drawing/axis/paint.ts';
import { sceneOf, shownMs } from '../../../renderer/drawing/axis/scene.ts';
import { spotAt } from '../../../renderer/drawing/axis/spots.ts';
import { newWaveLayers } from '../../../renderer/drawing/axis/wave-layer.ts';
import { type AxisView, emptyAxis, shownOf, withNews } from '../../../renderer/drawing/told/axis-view.ts';
import { LevelHistory } from '../../../renderer/drawing/told/level-history.ts';
import { SessionTeller } from '../../../renderer/drawing/told/session-news.ts';
import { noCursor } from '../../../renderer/drawing/told/cursor.ts';
import { fit, initialViewport } from '../../../renderer/drawing/told/viewport.ts';
import { contextOf, pictureTokens, rulerIn, type TokenValues } from '../../../renderer/drawing/tools/brush.ts';
import { last, toArray } from '../../../shared/kit/chunk-list.ts';
import { emptySession, reduceSession } from '../../../shared/session/fold/fold.ts';
import { itemOf, type SessionView } from '../../../shared/session/view.ts';
import { golden } from '../session/golden.ts';
import { fakeSurface, type Stroke } from './fake-surface.ts';

const recorded = readdirSync(new URL('../../fixtures/usage/', import.meta.url))
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => name.replace('.jsonl', ''));

/** The views of a recorded session, after each of its entries. */
function* viewsOf(name: string): Generator<SessionView> {
  const { header, entries } = golden(name);
  let view = emptySession(header);
  for (const entry of entries) {
    view = reduceSession(view, entry);
    yield view;
  }
}

/** What a session says of all that its axis shows, read member by member. */
function said(view: SessionView) {
  const playing = last(view.playback);
  return {
    speech: toArray(view.speech).map(({ itemId, startMs, endMs }) => [itemId, startMs, endMs]),
    responses: toArray(view.responses).map((one) => [
      one.number,
      one.status,
      one.createdMs,
      one.doneMs,
      one.doneSeq,
      one.expected.basis,
      one.itemIds[0] ?? null,
    ]),
    playback: toArray(view.playback).map((one) => [one.startMs, one.endMs, one.playedMs, one.receivedMs, one.why]),
    marks: toArray(view.marks),
    comingMs: playing?.endMs === null ? (itemOf(view, playing.itemId)?.audioMs ?? 0) : 0,
  };
}

const shows = (axis: AxisView): ReturnType<typeof said> => ({
  speech: toArray(axis.speech).map(({ itemId, startMs, endMs }) => [itemId, startMs, endMs]),
  responses: toArray(axis.responses).map((one) => [
    one.number,
    one.status,
    one.createdMs,
    one.doneMs,
    one.doneSeq,
    one.basis,
    one.itemId,
  ]),
  playback: toArray(axis.playback).map((one) => [one.startMs, one.endMs, one.playedMs, one.receivedMs, one.why]),
  marks: toArray(axis.marks),
  comingMs: axis.comingMs,
});

const tokens = Object.fromEntries(pictureTokens.map((token) => [token, token])) as TokenValues;

/** Every stroke of an axis 800 pixels wide. */
function strokesOf(axis: AxisView, nowMs: number): readonly Stroke[] {
  const { surface, strokes } = fakeSurface();
  const context = contextOf(surface);
  if (context === null) throw new Error('The canvas has no context.');
  const [width, height] = [800, 174];
  const color = (token: string): string => token;
  const brush = { context, leftPx: 0, topPx: 0, width, height, scale: 1, color, ...rulerIn(context, tokens) };
  const history = { input: new LevelHistory(), output: new LevelHistory() };
  const waves = newWaveLayers(() => fakeSurface().surface);
  paintAxis(
    { brush, history, glyphs: new Map(), waves, near: null, whole: null, cursor: noCursor },
    sceneOf(width, lanesOf(height), fit(nowMs), nowMs, axis),
  );
  return strokes.filter(([name]) => name !== 'drawImage');
}

describe('what the axis is told of a session', () => {
  it.each(recorded)(
    '%s: makes the picture of the view, after every entry, and comes through a message as it is',
    (name) => {
      const teller = new SessionTeller();
      let axis = emptyAxis;
      let told = 0;
      let count = 0;
      for (const view of viewsOf(name)) {
        count += 1;
        const news = teller.ofAxis(view);
        if (news === null) {
          expect(said(view)).toEqual(shows(axis));
          continue;
        }
        told += 1;
        const came = structuredClone(news);
        axis = withNews(came.anew ? emptyAxis : axis, came.news);
        expect(shows(axis)).toEqual(said(view));
        if (told % 5 === 0) expect(strokesOf(axis, view.t)).toEqual(strokesOf(shownOf(view, null).axis, view.t));
      }
      expect(shows(withNews(emptyAxis, teller.whole().news))).toEqual(shows(axis));
      // Most entries are words, tokens and pieces of sound, none of which is on the axis.
      if (count > 30) expect(told).toBeLessThan(count * 0.75);
    },
  );

  it('is what changed, however long the session is by then', () => {
    const views = [...viewsOf('06-truncation')];
    const view = views.at(-1);
    if (view === undefined) throw new Error('The session is empty.');
    const [mark] = toArray(view.marks);
    if (mark === undefined) throw new Error('The session has no marks.');
    const chunk = Array.from({ length: 32 }, () => mark);
    const long = { ...view, marks: { length: 3200, chunks: Array.from({ length: 100 }, () => chunk) } };
    const teller = new SessionTeller();
    teller.ofAxis(long);
    expect(teller.ofAxis({ ...long, seq: long.seq + 1 } as SessionView)).toBeNull();
    const longer = { ...long, marks: { length: 3201, chunks: [...long.marks.chunks, [mark]] } };
    expect(teller.ofAxis(longer)).toEqual({
      kind: 'axis',
      anew: false,
      news: { marks: { length: 3201, chunks: [[100, [mark]]] } },
    });
  });

  it('begins anew with another session, and is nothing without one', () => {
    const teller = new SessionTeller();
    const [one] = [...viewsOf('06-truncation')].slice(-1);
    const [other] = [...viewsOf('18-two-responses-one-turn')].slice(-1);
    if (one === undefined || other === undefined) throw new Error('A session is empty.');
    teller.ofAxis(one);
    const renamed = { ...other, header: other.header && { ...other.header, sessionId: 'another' } };
    const news = teller.ofAxis(renamed);
    expect(news?.anew).toBe(true);
    expect(shows(withNews(emptyAxis, news?.news ?? {}))).toEqual(said(other));
    expect(teller.ofAxis(null)).toEqual({ kind: 'axis', anew: true, news: {} });
    expect(teller.axis).toEqual(emptyAxis);
  });
});

describe('the clock', () => {
  it('is told once, and then only where it goes by another base', () => {
    const teller = new SessionTeller();
    const running = { running: true, startedAtMs: 1000, lastMs: 0 };
    expect(teller.ofClock(null)).toBeNull();
    expect(teller.ofClock(running)).toEqual({ kind: 'clock', base: running });
    expect(teller.ofClock({ ...running, lastMs: 4000 })).toBeNull();
    expect(teller.ofClock({ ...running, startedAtMs: 990 })).not.toBeNull();
    const ended = { running: false, startedAtMs: 990, lastMs: 5000 };
    expect(teller.ofClock(ended)).not.toBeNull();
    expect(teller.ofClock({ ...ended, lastMs: 5001 })).not.toBeNull();
    expect(teller.ofClock(null)).toEqual({ kind: 'clock', base: null });
  });

  it('is shown on the axis in steps that can be seen, and to the millisecond once it stands', () => {
    expect(shownMs(1234, true, { ...initialViewport, spanMs: 72_000 }, 720)).toBe(1200);
    expect(shownMs(1234, true, { ...initialViewport, spanMs: 7200 }, 720)).toBe(1230);
    expect(shownMs(1234, false, initialViewport, 720)).toBe(1234);
  });
});

it('a place on the axis leads to what is drawn there', () => {
  const [view] = [...viewsOf('18-two-responses-one-turn')].slice(-1);
  if (view === undefined) throw new Error('The session is empty.');
  const context = contextOf(fakeSurface().surface);
  if (context === null) throw new Error('The canvas has no context.');
  const lanes = lanesOf(174);
  const scene = sceneOf(800, lanes, fit(view.t), view.t, shownOf(view, null).axis);
  const ruler = rulerIn(context, tokens);
  for (const response of toArray(view.responses)) {
    const middle = (response.createdMs + (response.doneMs ?? view.t)) / 2;
    const spot = spotAt(scene, ruler, scene.x(middle), lanes.responses.top + 4);
    expect(spot).toMatchObject({ seq: response.doneSeq, text: `R${response.number}, ${response.status}` });
  }
  const [speech] = toArray(view.speech);
  const spot = spotAt(scene, ruler, scene.x(speech?.startMs ?? 0) + 1, lanes.vad.top + 4);
  expect(spot).toMatchObject({ itemId: speech?.itemId, seq: null });
  expect(spotAt(scene, ruler, scene.x(0), lanes.microphone.top + 4)).toBeUndefined();
});
