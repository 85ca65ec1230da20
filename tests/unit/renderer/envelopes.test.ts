import { describe, expect, it } from 'vitest';
import { envelopesIn } from '../../../renderer/drawing/axis/paint.ts';
import { lanesOf } from '../../../renderer/drawing/axis/lanes.ts';
import { sceneOf } from '../../../renderer/drawing/axis/scene.ts';
import { type EnvelopeNews, extremesIn, type Envelopes } from '../../../renderer/drawing/told/envelopes.ts';
import { pan, release, zoomAt } from '../../../renderer/drawing/told/scroll.ts';
import { fit, follow, initialViewport, leftEdge, type Viewport } from '../../../renderer/drawing/told/viewport.ts';
import { EnvelopeKeeper } from '../../../renderer/store/envelopes.ts';
import type { BenchApi } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header } from '../session/log.ts';
import { settled } from './fake-sound.ts';

interface Asked {
  readonly sessionId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly columns: number;
}

/** A window over a session of 100 s, and an engine that answers each stretch with silence. */
class Window {
  view: SessionView | null;
  viewport: Viewport = initialViewport;
  readonly asked: Asked[] = [];
  told: EnvelopeNews | null = null;
  refuses = false;
  readonly keeper: EnvelopeKeeper;

  constructor(phase: SessionView['phase']) {
    this.view = { ...emptySession(header), phase, t: 100_000 };
    const call = (_command: string, args: Asked) => {
      this.asked.push(args);
      if (this.refuses) return Promise.resolve(refuse(benchError('disk', 'The log cannot be read.')));
      const nothing = Buffer.alloc(2 * args.columns).toString('base64');
      const voices = { input: nothing, output: nothing, unheard: nothing };
      const { fromMs, toMs, columns } = args;
      const peaks = { fromMs, toMs, columns, ...voices, knownToMs: this.view?.t ?? 0, missing: [] };
      return Promise.resolve(ok({ peaks }));
    };
    this.keeper = new EnvelopeKeeper({
      bench: { call } as unknown as BenchApi,
      view: () => this.view,
      viewport: () => this.viewport,
      followedMs: () => this.view?.t ?? 0,
      tell: (news) => (this.told = news),
    });
  }

  async look(): Promise<Asked[]> {
    const before = this.asked.length;
    this.keeper.look();
    await settled();
    await settled();
    return this.asked.slice(before);
  }
}

describe('the sound in view', () => {
  it('of a session that is over is asked for as a whole, then as finely as it is shown, with room on both sides', async () => {
    const window = new Window('closed');
    window.viewport = { spanMs: 10_000, fromMs: 40_000, following: false };
    expect(await window.look()).toMatchObject([
      { fromMs: 0, toMs: 100_000 },
      { fromMs: 35_000, toMs: 55_000 },
    ]);
    expect(window.told?.whole?.toMs).toBe(100_000);
    expect(window.told?.near?.fromMs).toBe(35_000);
  });

  it('is not asked for again where what is known holds it', async () => {
    const window = new Window('closed');
    window.viewport = { spanMs: 10_000, fromMs: 40_000, following: false };
    await window.look();
    window.viewport = { ...window.viewport, fromMs: 43_000 };
    expect(await window.look()).toEqual([]);
    window.viewport = { ...window.viewport, fromMs: 46_000 };
    expect(await window.look()).toMatchObject([{ fromMs: 41_000 }]);
    // Much more closely, what is known is too coarse.
    window.viewport = { spanMs: 2000, fromMs: 47_000, following: false };
    expect(await window.look()).toMatchObject([{ fromMs: 46_000, toMs: 50_000 }]);
  });

  it('of a session that runs is asked for once, for what was before; then when somebody looks back', async () => {
    const window = new Window('open');
    expect(await window.look()).toHaveLength(1);
    window.view = { ...(window.view as SessionView), t: 140_000 };
    expect(await window.look()).toEqual([]);
    window.viewport = { ...release(window.viewport, 140_000), fromMs: 60_000 };
    expect(await window.look()).toMatchObject([{ fromMs: 24_000 }]);
  });

  it('is forgotten with its session, and not asked for again where it is refused', async () => {
    const window = new Window('closed');
    await window.look();
    window.refuses = true;
    window.view = { ...(window.view as SessionView), header: { ...header, sessionId: 'another' } };
    expect(await window.look()).toHaveLength(1);
    expect(window.told).toMatchObject({ near: null, whole: null });
    expect(await window.look()).toEqual([]);
  });
});

describe('envelopes', () => {
  const of = (fromMs: number, toMs: number, values: readonly number[], knownToMs = toMs): Envelopes => {
    const peaks = {
      lowest: Int8Array.from(values, (value) => -value),
      highest: Int8Array.from(values, (value) => value - 1),
    };
    return {
      fromMs,
      toMs,
      columns: values.length,
      knownToMs,
      input: peaks,
      output: peaks,
      unheard: peaks,
      notKept: [],
    };
  };

  it('give the lowest and the highest of every column that a stretch touches', () => {
    const envelopes = of(1000, 2000, [16, 64, 32, 0]);
    expect(extremesIn(envelopes, 'input', 1000, 1250)).toEqual([-0.125, 0.125]);
    expect(extremesIn(envelopes, 'input', 1200, 1300)).toEqual([-0.5, 0.5]);
    expect(extremesIn(envelopes, 'input', 1500, 1501)).toEqual([-0.25, 0.25]);
    expect(extremesIn(envelopes, 'input', 1750, 2000)).toBeNull();
  });

  it('near what is in view go before those of the whole session', () => {
    const [near, whole] = [of(20_000, 60_000, [1]), of(0, 100_000, [1])];
    const scene = (fromMs: number) =>
      sceneOf(800, lanesOf(174), { spanMs: 10_000, fromMs, following: false }, 100_000, null, false);
    expect(envelopesIn({ near, whole }, scene(30_000))).toBe(near);
    expect(envelopesIn({ near, whole }, scene(80_000))).toBe(whole);
    expect(envelopesIn({ near: null, whole: null }, scene(0))).toBeNull();
  });
});

describe('the stretch that the axis shows', () => {
  const following = follow({ spanMs: 10_000, fromMs: 0, following: false });

  it('keeps the moment under the pointer as it is zoomed, also where it followed, and follows no more', () => {
    for (const port of [following, { spanMs: 10_000, fromMs: 23_000, following: false }]) {
      const under = leftEdge(port, 60_000) + 0.25 * port.spanMs;
      const zoomed = zoomAt(port, 60_000, 2, 0.25);
      expect(zoomed.following).toBe(false);
      expect(zoomed.fromMs + 0.25 * zoomed.spanMs).toBeCloseTo(under, 6);
    }
  });

  it('is released by a scroll, and caught up with only where the session runs', () => {
    expect(pan(following, 60_000, -1000).following).toBe(false);
    const behind = { spanMs: 10_000, fromMs: 45_000, following: false };
    expect(pan(behind, 60_000, 20_000).following).toBe(true);
    expect(pan(behind, 60_000, 20_000, false).following).toBe(false);
  });

  it('of a session that is over is all of it, and follows nothing', () => {
    expect(fit(100_000, false)).toMatchObject({ fromMs: 0, following: false });
    expect(fit(100_000, false).spanMs).toBeGreaterThanOrEqual(100_000);
    expect(fit(100_000).following).toBe(true);
  });
});
