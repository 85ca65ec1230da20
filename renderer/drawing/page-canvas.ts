import { makeSheet, sheetName } from './sheets.ts';
import type { Line } from './lines.ts';
import type { PictureKind } from './told/messages.ts';
import { type FigureSheet, type Slot, slotGlyphs, type SlotName, type Slots } from './tools/slots.ts';
import styles from './page-canvas.module.css';

const isSlotName = (name: string | undefined): name is SlotName =>
  name !== undefined && Object.hasOwn(slotGlyphs, name);

/** The sheets of figures that were made, by their names. Each is made once. */
export class Sheets {
  readonly #asked = new Set<string>();
  readonly #made: (name: string, sheet: FigureSheet) => void;

  constructor(made: (name: string, sheet: FigureSheet) => void) {
    this.#made = made;
  }

  /** The name of the sheet for a slot, which is made where there is none yet. */
  for(slot: HTMLElement, glyphs: readonly string[], scale: number): string {
    const name = sheetName(slot, glyphs, scale);
    if (!this.#asked.has(name)) {
      this.#asked.add(name);
      void makeSheet(slot, glyphs, scale).then((sheet) => this.#made(name, sheet), reportError);
    }
    return name;
  }

  /** They are made anew: the face they were painted in is another. */
  forget(): void {
    this.#asked.clear();
  }
}

/** The canvas over one part of the page, and where that keeps places for what is drawn. */
export class PageCanvas {
  static #made = 0;
  readonly #id = (PageCanvas.#made += 1);
  readonly #host: HTMLElement;
  readonly #line: Line;
  readonly #sheets: Sheets;
  readonly #canvas = document.createElement('canvas');
  readonly #sizes = new ResizeObserver(() => this.measure());
  readonly #observed = new Set<Element>();
  #told = '';
  #picture: PictureKind;

  constructor(host: HTMLElement, picture: PictureKind, line: Line, sheets: Sheets) {
    this.#host = host;
    this.#line = line;
    this.#sheets = sheets;
    this.#picture = picture;
    this.#canvas.className = styles.canvas ?? '';
    this.#canvas.setAttribute('aria-hidden', 'true');
    host.append(this.#canvas);
    const canvas = line.takesCanvases ? this.#canvas.transferControlToOffscreen() : this.#canvas;
    line.tell({ kind: 'canvas', id: this.#id, canvas, picture }, canvas instanceof OffscreenCanvas ? [canvas] : []);
    // Told before the first picture, too.
    this.#sizes.observe(host);
  }

  get picture(): PictureKind {
    return this.#picture;
  }

  show(picture: PictureKind): void {
    if (picture === this.#picture) return;
    this.#picture = picture;
    this.#line.tell({ kind: 'picture', id: this.#id, picture });
  }

  /** Tells where all lies, if that is elsewhere than it was. */
  measure(): void {
    const scale = devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const slots = this.#slots(scale);
    const place = { kind: 'place', id: this.#id, width, height, scale, slots } as const;
    const told = JSON.stringify(place);
    if (told === this.#told) return;
    this.#told = told;
    this.#line.tell(place);
  }

  remove(): void {
    this.#sizes.disconnect();
    this.#canvas.remove();
    this.#line.tell({ kind: 'gone', id: this.#id });
  }

  #slots(scale: number): Slots {
    // A canvas is shown on whole pixels, wherever its element lies; text is not.
    const shown = (px: number): number => Math.round(px * scale) / scale;
    const rectOfCanvas = this.#canvas.getBoundingClientRect();
    const corner = { left: shown(rectOfCanvas.left), top: shown(rectOfCanvas.top) };
    const within = [...this.#host.querySelectorAll<HTMLElement>('[data-slot]')];
    const found = this.#host.dataset['slot'] === undefined ? within : [this.#host, ...within];
    return Object.fromEntries(
      found.flatMap((element) => {
        const name = element.dataset['slot'];
        if (!isSlotName(name)) return [];
        this.#observe(element);
        const glyphs = slotGlyphs[name];
        const sheet = glyphs === null ? null : this.#sheets.for(element, glyphs, scale);
        // What has edges stands on whole pixels.
        const fit = (px: number): number => (glyphs === null ? shown(px) : px);
        const rect = element.getBoundingClientRect();
        const [left, top] = [fit(rect.left - corner.left), fit(rect.top - corner.top)];
        const [right, bottom] = [fit(rect.right - corner.left), fit(rect.bottom - corner.top)];
        return [[name, { left, top, width: right - left, height: bottom - top, sheet } satisfies Slot]];
      }),
    );
  }

  #observe(element: Element): void {
    if (this.#observed.has(element)) return;
    this.#observed.add(element);
    this.#sizes.observe(element);
  }
}
