import type { SessionView } from '../../../shared/session/view.ts';
import { type AxisView, axisNews, emptyAxis, type Shown, shownOf } from './axis-view.ts';
import type { ClockBase } from './clock-base.ts';
import type { SessionNews } from './messages.ts';

type Told<K extends SessionNews['kind']> = Extract<SessionNews, { kind: K }>;
type AxisSession = Pick<SessionView, 'header' | 'items' | 'speech' | 'responses' | 'playback' | 'marks'>;

/** Keeps in mind what was told of a session, so that nothing is told twice. */
export class SessionTeller {
  #sessionId: string | null = null;
  #shown: Shown | null = null;
  #base: ClockBase | null = null;

  /** What the axis shows now. */
  get axis(): AxisView {
    return this.#shown?.axis ?? emptyAxis;
  }

  /** What changed on the axis since it was last asked; null: nothing. */
  ofAxis(view: AxisSession | null): Told<'axis'> | null {
    const sessionId = view?.header?.sessionId ?? null;
    const anew = sessionId !== this.#sessionId;
    const before = anew ? null : this.#shown;
    this.#sessionId = sessionId;
    this.#shown = view === null ? null : shownOf(view, before);
    const news = axisNews(before?.axis ?? emptyAxis, this.axis);
    return news === null && !anew ? null : { kind: 'axis', anew, news: news ?? {} };
  }

  /** The clock, where it goes by another base than it was last told; null: it does not. */
  ofClock(base: ClockBase | null): Told<'clock'> | null {
    const before = this.#base;
    this.#base = base;
    const isSame =
      base === null || before === null
        ? base === before
        : base.running === before.running &&
          base.startedAtMs === before.startedAtMs &&
          // While it runs, none of its entries is ahead of it.
          (base.running || base.lastMs === before.lastMs);
    return isSame ? null : { kind: 'clock', base };
  }

  /** All of the axis, for who was told nothing yet. */
  whole(): Told<'axis'> {
    return { kind: 'axis', anew: true, news: axisNews(emptyAxis, this.axis) ?? {} };
  }
}
