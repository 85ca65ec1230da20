import type { LevelReading } from '../../shared/audio/level-meter.ts';
import { Beat } from '../ui/beat.ts';
import { allPictures } from './pictures/all-pictures.ts';
import type { Picture, StudioState } from './pictures/picture.ts';
import { emptyAxis, withNews } from './told/axis-view.ts';
import { type ClockBase, sessionTime } from './told/clock-base.ts';
import { type Cursor, cursorAt, noCursor } from './told/cursor.ts';
import type { Envelopes } from './told/envelopes.ts';
import { LevelHistory } from './told/level-history.ts';
import type { LevelNews, Part, PictureKind, Stream, ToStudio } from './told/messages.ts';
import { initialViewport } from './told/viewport.ts';
import { type Brush, contextOf, type Ruler, rulerIn, type Surface, type TokenValues } from './tools/brush.ts';
import { pathOf } from './tools/glyphs.ts';
import type { FigureSheet } from './tools/slots.ts';

/** What drawing needs of the thread it is done on; times in milliseconds of the clock that all threads of a page share. */
export interface StudioThread {
  nowMs(): number;
  /** Calls back once; returns what calls it off. */
  after(ms: number, run: () => void): () => void;
  /** Calls back once, before the next picture. */
  nextFrame(run: () => void): void;
  /** A canvas that nobody sees. */
  newSurface(): Surface;
  /** Resolves once texts can be set in the face; rejects where it cannot be read. */
  readFace(family: string, url: string): Promise<void>;
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((value, at) => Object.is(value, other[at]));

type Place = Extract<ToStudio, { kind: 'place' }>;

/** One picture on a canvas. */
interface OnCanvas {
  readonly kind: PictureKind;
  readonly picture: Picture;
  readonly part: Part;
  /** null: whatever it shows is not right any more. */
  shown: readonly unknown[] | null;
  /** The span of its own pace in which it was last looked at. */
  step: number;
}

/** A canvas, and the pictures on it. */
interface Easel {
  readonly canvas: Surface;
  place: Place | null;
  parts: readonly OnCanvas[];
  ruler: Ruler | null;
  pace: { readonly periodMs: number; readonly stop: () => void } | null;
}

/** What is known of the levels. */
class Levels {
  readonly latest: Record<Stream, LevelReading | null> = { input: null, output: null };
  readonly history = { input: new LevelHistory(), output: new LevelHistory() };
  channels: readonly LevelReading[] = [];
  check: readonly LevelReading[] = [];

  hear(news: LevelNews): void {
    switch (news.kind) {
      case 'level':
        this.latest[news.stream] = news.level;
        if (news.stream === 'input') this.channels = news.channels;
        if (news.t !== null && news.level !== null) {
          this.history[news.stream].push(news.t, news.level.momentsDbfs, news.clipped);
        }
        break;
      case 'levels-forgotten':
        this.history.input.clear();
        this.history.output.clear();
        break;
      case 'check':
        this.check = news.levels;
        break;
    }
  }
}

/**
 * Draws all that runs in a window, on a beat of its own, from what the page tells it: in a worker, or on the page's own
 * thread where there is none. It holds what is shown, and no more.
 */
export class Studio {
  readonly #thread: StudioThread;
  readonly #beat: Beat;
  readonly #levels = new Levels();
  readonly #easels = new Map<number, Easel>();
  readonly #sheets = new Map<string, FigureSheet>();
  #hidden = false;
  #calm = false;
  #onSeen: () => void = () => undefined;
  #tokens: TokenValues | null = null;
  /** A context that was asked for a face before it came does not ask again, so nothing is painted until then. */
  #hasFace = false;
  #glyphs: ReadonlyMap<string, Path2D> = new Map();
  #clock: ClockBase | null = null;
  #viewport = initialViewport;
  #axis = emptyAxis;
  #cursor: Cursor = noCursor;
  #near: Envelopes | null = null;
  #whole: Envelopes | null = null;
  #soon = false;

  constructor(thread: StudioThread) {
    this.#thread = thread;
    const isHidden = (): boolean => this.#hidden;
    this.#beat = new Beat({
      nowMs: () => thread.nowMs(),
      after: (ms, run) => thread.after(ms, run),
      failed: (error) => reportError(error),
      visibility: {
        get hidden() {
          return isHidden();
        },
        onChange: (listener) => {
          this.#onSeen = listener;
        },
      },
    });
  }

  receive(news: ToStudio): void {
    switch (news.kind) {
      case 'level':
      case 'levels-forgotten':
      case 'check':
        return this.#levels.hear(news);
      case 'together':
        for (const one of news.news) this.#levels.hear(one);
        return;
      case 'clock':
        this.#clock = news.base;
        return;
      case 'axis':
        this.#axis = withNews(news.anew ? emptyAxis : this.#axis, news.news);
        return;
      case 'viewport':
        this.#viewport = news.viewport;
        for (const easel of this.#easels.values()) this.#pace(easel);
        return this.#paintSoon();
      case 'cursor':
        this.#cursor = news.cursor;
        return this.#paintSoon();
      case 'envelopes':
        this.#near = news.near;
        this.#whole = news.whole;
        return this.#paintSoon();
      case 'page':
        return this.#see(news.hidden, news.calm);
      case 'tokens':
        this.#tokens = news.values;
        return this.#anew();
      case 'glyphs':
        this.#glyphs = new Map(Object.entries(news.shapes).map(([kind, shapes]) => [kind, pathOf(shapes)]));
        return this.#anew();
      case 'sheet':
        this.#sheets.set(news.id, news.sheet);
        return this.#anew();
      case 'face':
        void this.#await(this.#thread.readFace(news.family, news.url));
        return;
      case 'canvas':
        this.#easels.set(news.id, { canvas: news.canvas, place: null, parts: [], ruler: null, pace: null });
        return;
      case 'place':
        return this.#lay(news);
      case 'gone':
        this.#easels.get(news.id)?.pace?.stop();
        this.#easels.delete(news.id);
        return;
    }
  }

  async #await(face: Promise<void>): Promise<void> {
    // Without it, texts are set in another one and are read all the same.
    await face.catch(() => undefined);
    this.#hasFace = true;
    this.#anew();
  }

  #see(hidden: boolean, calm: boolean): void {
    if (calm !== this.#calm) {
      this.#calm = calm;
      for (const easel of this.#easels.values()) this.#pace(easel);
    }
    if (hidden === this.#hidden) return;
    this.#hidden = hidden;
    this.#onSeen();
  }

  #lay(place: Place): void {
    const easel = this.#easels.get(place.id);
    if (easel === undefined) return;
    const before = new Map(easel.parts.map((one) => [one.part.id, one]));
    easel.place = place;
    easel.parts = place.parts.map((part): OnCanvas => {
      const old = before.get(part.id);
      const isSameKind = old?.kind === part.picture;
      const picture = isSameKind ? old.picture : allPictures[part.picture](() => this.#thread.newSurface());
      return { kind: part.picture, picture, part, shown: null, step: -1 };
    });
    this.#pace(easel);
    // A canvas of another size is empty until it is painted, and one whose parts moved is wrong.
    this.#paint(easel, 'anew');
  }

  /** Has it looked at by the pace of the fastest on it from here on. */
  #pace(easel: Easel): void {
    const paces = easel.parts.map(({ picture }) => this.#paceOf(picture));
    const periodMs = Math.min(...paces);
    if (easel.pace?.periodMs === periodMs) return;
    easel.pace?.stop();
    easel.pace =
      paces.length === 0 ? null : { periodMs, stop: this.#beat.every(periodMs, () => this.#paint(easel, 'beat')) };
  }

  #paceOf(picture: Picture): number {
    return this.#calm ? picture.calmMs : picture.periodMs(this.#state);
  }

  /** Whether it is its turn on this beat: one may be slower than others on its canvas. */
  #isItsTurn(one: OnCanvas, easel: Easel): boolean {
    const paceMs = this.#paceOf(one.picture);
    if (paceMs <= (easel.pace?.periodMs ?? 0)) return true;
    const step = Math.floor(this.#thread.nowMs() / paceMs + 1e-6);
    if (step === one.step) return false;
    one.step = step;
    return true;
  }

  /** All of them are painted anew: what they are painted with is another. */
  #anew(): void {
    for (const easel of this.#easels.values()) {
      for (const one of easel.parts) one.shown = null;
      easel.ruler = null;
    }
    this.#paintSoon();
  }

  #paintSoon(): void {
    if (this.#soon || this.#hidden || this.#easels.size === 0) return;
    this.#soon = true;
    this.#thread.nextFrame(() => {
      this.#soon = false;
      for (const easel of this.#easels.values()) this.#paint(easel, 'all');
    });
  }

  get #state(): StudioState {
    return {
      clock: this.#clock,
      sessionMs: () => sessionTime(this.#clock, this.#thread.nowMs()),
      stepNow: (everyMs) => Math.floor(this.#thread.nowMs() / everyMs),
      cursorMs: () => cursorAt(this.#cursor, this.#thread.nowMs()),
      cursor: this.#cursor,
      near: this.#near,
      whole: this.#whole,
      viewport: this.#viewport,
      axis: this.#axis,
      latest: this.#levels.latest,
      channels: this.#levels.channels,
      check: this.#levels.check,
      history: this.#levels.history,
      glyphs: this.#glyphs,
      sheets: this.#sheets,
    };
  }

  /**
   * Paints what looks otherwise than it is shown. Returns whether there was anything to paint.
   * @param why a beat, on which not all may have their turn; something that may concern all; or a canvas that is another
   */
  #paint(easel: Easel, why: 'beat' | 'all' | 'anew'): boolean {
    const { canvas, place, parts } = easel;
    const tokens = this.#tokens;
    if (place === null || tokens === null || !this.#hasFace) return false;
    const { width, height, scale } = place;
    if (width === 0 || height === 0) return false;
    const state = this.#state;
    const due = parts.flatMap((one) => {
      if (one.part.width === 0 || one.part.height === 0) return [];
      if (why === 'beat' && one.shown !== null && !this.#isItsTurn(one, easel)) return [];
      const looks = one.picture.looks(state, one.part.width, one.part.slots);
      return one.shown !== null && isSame(one.shown, looks) ? [] : [{ one, looks }];
    });
    if (due.length === 0 && why !== 'anew') return false;
    const context = contextOf(canvas);
    if (context === null) return false;
    const [widthPx, heightPx] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== widthPx || canvas.height !== heightPx) {
      canvas.width = widthPx;
      canvas.height = heightPx;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (why === 'anew') context.clearRect(0, 0, widthPx, heightPx);
    easel.ruler ??= rulerIn(context, tokens);
    const brush = { context, scale, color: (token: keyof TokenValues): string => tokens[token], ...easel.ruler };
    for (const { one, looks } of due) {
      one.shown = looks;
      this.#paintPart(brush, one, state);
    }
    return true;
  }

  #paintPart(
    brush: Omit<Brush, 'width' | 'height' | 'leftPx' | 'topPx'>,
    { picture, part }: OnCanvas,
    state: StudioState,
  ): void {
    const { context, scale } = brush;
    const { left, top, width, height, slots } = part;
    const [leftPx, topPx] = [Math.round(left * scale), Math.round(top * scale)];
    context.save();
    context.setTransform(scale, 0, 0, scale, leftPx, topPx);
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    context.clearRect(0, 0, width, height);
    try {
      picture.paint({ ...brush, leftPx, topPx, width, height }, state, slots);
    } finally {
      context.restore();
    }
  }
}
