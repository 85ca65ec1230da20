import type { SessionView } from '../../shared/session/view.ts';
import face from '@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2?url';
import type { Visibility } from '../ui/beat.ts';
import { type Line, newLine } from './lines.ts';
import { PageCanvas, Sheets } from './page-canvas.ts';
import type { AxisView } from './told/axis-view.ts';
import type { ClockBase } from './told/clock-base.ts';
import type { Cursor } from './told/cursor.ts';
import type { EnvelopeNews } from './told/envelopes.ts';
import { LevelTeller } from './told/level-teller.ts';
import type { LevelNews, PictureKind, ToStudio } from './told/messages.ts';
import { SessionTeller } from './told/session-news.ts';
import type { Viewport } from './told/viewport.ts';
import { pictureTokens, type Ruler, rulerIn, type TokenValues } from './tools/brush.ts';
import type { Shape } from './tools/glyphs.ts';

function readTokens(): TokenValues {
  const style = getComputedStyle(document.documentElement);
  const values = pictureTokens.map((token) => [token, style.getPropertyValue(`--${token}`).trim()] as const);
  // Every token is among them.
  return Object.fromEntries(values) as TokenValues;
}

/** An element with this attribute has one canvas for all that is drawn in it: each canvas costs a picture of its own. */
const together = '[data-drawn-together]';

/** One picture on the page, as long as it is there. */
export interface OnPage {
  show(picture: PictureKind): void;
  /** To be called where the page may have moved the places in it. */
  measure(): void;
  remove(): void;
}

/**
 * What of a window is drawn: it tells who draws, the page's worker for the most part, what there is to show, and puts
 * the canvases on the page. Until the first of them nothing of the page is looked at.
 */
export class Drawing {
  readonly #session = new SessionTeller();
  /** What was told last, by what it is about, for another line. */
  readonly #told = new Map<string, ToStudio>();
  /** By the stretch of the page that each lies over. */
  readonly #canvases = new Map<HTMLElement, PageCanvas>();
  readonly #sheets = new Sheets((id, sheet) => this.#line.tell({ kind: 'sheet', id, sheet }, [sheet.image]));
  readonly #visibility: Visibility;
  readonly #levels = new LevelTeller(
    () => this.#visibility.hidden,
    (news) => this.#line.tell(news),
  );
  #line: Line = newLine(() => this.#another());
  #watching = false;
  #ruler: Ruler | null = null;

  constructor(visibility: Visibility) {
    this.#visibility = visibility;
  }

  /** What the axis shows of the session. */
  get axis(): AxisView {
    return this.#session.axis;
  }

  /** Measures texts as they are drawn; null where there are no canvases. */
  get ruler(): Ruler | null {
    if (this.#ruler === null) {
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      this.#ruler = context === null ? null : rulerIn(context, readTokens());
    }
    return this.#ruler;
  }

  levels(news: LevelNews): void {
    if (news.kind !== 'levels-forgotten')
      this.#told.set(news.kind === 'level' ? `level ${news.stream}` : news.kind, news);
    this.#levels.hear(news);
  }

  /** @param base its `startedAtMs` is of the page's own `performance.now()` */
  clock(base: ClockBase | null): void {
    const shared = base === null ? null : { ...base, startedAtMs: base.startedAtMs + performance.timeOrigin };
    const news = this.#session.ofClock(shared);
    if (news !== null) this.#tell('clock', news);
  }

  session(view: SessionView | null): void {
    const news = this.#session.ofAxis(view);
    if (news !== null) this.#line.tell(news);
  }

  viewport(viewport: Viewport): void {
    this.#tell('viewport', { kind: 'viewport', viewport });
  }

  /** @param cursor its `sinceMs` is of the page's own `performance.now()` */
  cursor(cursor: Cursor): void {
    const sinceMs = cursor.sinceMs === null ? null : cursor.sinceMs + performance.timeOrigin;
    this.#tell('cursor', { kind: 'cursor', cursor: { ...cursor, sinceMs } });
  }

  envelopes(news: EnvelopeNews): void {
    this.#tell('envelopes', news);
  }

  /** The glyphs of the marks by kind. */
  glyphs(shapes: Readonly<Record<string, readonly Shape[]>>): void {
    this.#tell('glyphs', { kind: 'glyphs', shapes });
  }

  /** Puts a picture over a part of the page, which keeps places for it or none: then it is the picture's as a whole. Either it or what holds it together with others must be positioned. */
  put(host: HTMLElement, picture: PictureKind): OnPage {
    this.#watch();
    const stretch = host.closest<HTMLElement>(together) ?? host;
    const canvas = this.#canvases.get(stretch) ?? new PageCanvas(stretch, this.#line, this.#sheets);
    this.#canvases.set(stretch, canvas);
    canvas.show(host, picture);
    return {
      show: (other) => this.#canvases.get(stretch)?.show(host, other),
      measure: () => this.#canvases.get(stretch)?.measure(),
      remove: () => {
        if (this.#canvases.get(stretch)?.drop(host) === true) return;
        this.#canvases.get(stretch)?.remove();
        this.#canvases.delete(stretch);
      },
    };
  }

  #tell(about: string, news: ToStudio): void {
    this.#told.set(about, news);
    this.#line.tell(news);
  }

  /** The worker never came: all is told anew on a line of the page's own thread, which paints canvases of its own. */
  #another(): void {
    this.#line = newLine(() => undefined);
    for (const news of this.#told.values()) this.#line.tell(news);
    this.#line.tell(this.#session.whole());
    this.#sheets.forget();
    for (const [stretch, canvas] of this.#canvases) {
      const another = new PageCanvas(stretch, this.#line, this.#sheets);
      for (const [host, picture] of canvas.parts) another.show(host, picture);
      canvas.remove();
      this.#canvases.set(stretch, another);
    }
  }

  /** Follows the page from the first canvas on. */
  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    const measure = (): void => {
      for (const canvas of this.#canvases.values()) canvas.measure();
    };
    const look = (): void => {
      this.#ruler = null;
      this.#tell('tokens', { kind: 'tokens', values: readTokens() });
      measure();
    };
    const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
    const page = (): void => {
      this.#levels.tellAll();
      this.#tell('page', { kind: 'page', hidden: this.#visibility.hidden, calm: reducedMotion.matches });
    };
    page();
    look();
    const family = 'Inter Variable';
    this.#tell('face', { kind: 'face', family, url: new URL(face, document.baseURI).href });
    this.#visibility.onChange(page);
    reducedMotion.addEventListener('change', page);
    new MutationObserver(look).observe(document.documentElement, { attributeFilter: ['data-theme'] });
    matchMedia('(forced-colors: active)').addEventListener('change', look);
    const onScale = (): void => {
      measure();
      matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', onScale, { once: true });
    };
    onScale();
    // Until its face is there, a text is set in another one.
    document.fonts.addEventListener('loadingdone', () => {
      this.#sheets.forget();
      look();
    });
  }
}
