import { makeSheet, sheetName } from './sheets.ts';
import type { Line } from './lines.ts';
import type { Part, PictureKind } from './told/messages.ts';
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
      makeSheet(slot, glyphs, scale).then(
        (sheet) => this.#made(name, sheet),
        (error: unknown) => {
          this.#asked.delete(name);
          reportError(error);
        },
      );
    }
    return name;
  }

  /** They are made anew: the face they were painted in is another. */
  forget(): void {
    this.#asked.clear();
  }
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

/** The canvas over one stretch of the page, with a picture for each of its parts that wants one. */
export class PageCanvas {
  static #made = 0;
  readonly #id = (PageCanvas.#made += 1);
  readonly #line: Line;
  readonly #sheets: Sheets;
  readonly #canvas = document.createElement('canvas');
  readonly #sizes = new ResizeObserver(() => this.measure());
  readonly #observed = new Set<Element>();
  readonly #parts = new Map<HTMLElement, { readonly id: number; readonly picture: PictureKind }>();
  #told = '';

  /** @param stretch it lies over all of it, and must be positioned */
  constructor(stretch: HTMLElement, line: Line, sheets: Sheets) {
    this.#line = line;
    this.#sheets = sheets;
    this.#canvas.className = styles.canvas ?? '';
    this.#canvas.setAttribute('aria-hidden', 'true');
    stretch.append(this.#canvas);
    const canvas = line.takesCanvases ? this.#canvas.transferControlToOffscreen() : this.#canvas;
    line.tell({ kind: 'canvas', id: this.#id, canvas }, canvas instanceof OffscreenCanvas ? [canvas] : []);
    // Told before the first picture, too.
    this.#sizes.observe(stretch);
  }

  /** The parts with their pictures. */
  get parts(): readonly (readonly [host: HTMLElement, picture: PictureKind])[] {
    return [...this.#parts].map(([host, { picture }]) => [host, picture]);
  }

  /** Has a picture over this part of the page, or another one than before. */
  show(host: HTMLElement, picture: PictureKind): void {
    const before = this.#parts.get(host);
    if (before?.picture === picture) return;
    this.#parts.set(host, { id: before?.id ?? (PageCanvas.#made += 1), picture });
    this.#observe(host);
    // A part that has just come is measured with the others, once the page is laid out.
    if (before !== undefined) this.measure();
  }

  /** @returns whether any part is left */
  drop(host: HTMLElement): boolean {
    this.#parts.delete(host);
    this.#forget(host);
    for (const within of host.querySelectorAll('[data-slot]')) this.#forget(within);
    if (this.#parts.size > 0) this.measure();
    return this.#parts.size > 0;
  }

  /** Tells where all lies, if that is elsewhere than it was. */
  measure(): void {
    const scale = devicePixelRatio;
    // A canvas is shown on whole pixels, wherever its element lies; text is not.
    const shown = (px: number): number => Math.round(px * scale) / scale;
    const { left, top, right, bottom } = this.#canvas.getBoundingClientRect();
    const corner = { left: shown(left), top: shown(top) };
    const [width, height] = [shown(right) - corner.left, shown(bottom) - corner.top];
    for (const element of this.#observed) if (!element.isConnected) this.#forget(element);
    const parts = this.#measured(corner, scale);
    const place = { kind: 'place', id: this.#id, width, height, scale, parts } as const;
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

  #measured(corner: Corner, scale: number): readonly Part[] {
    const shown = (px: number): number => Math.round(px * scale) / scale;
    return [...this.#parts].map(([host, { id, picture }]) => {
      const { left, top } = host.getBoundingClientRect();
      // What has an edge of its own is drawn within it.
      const [x, y] = [shown(left + host.clientLeft), shown(top + host.clientTop)];
      const { clientWidth: width, clientHeight: height } = host;
      const slots = this.#slots(host, { left: x, top: y }, scale);
      return { id, picture, left: x - corner.left, top: y - corner.top, width, height, slots };
    });
  }

  #slots(host: HTMLElement, corner: Corner, scale: number): Slots {
    const shown = (px: number): number => Math.round(px * scale) / scale;
    const within = [...host.querySelectorAll<HTMLElement>('[data-slot]')];
    const found = host.dataset['slot'] === undefined ? within : [host, ...within];
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

  #forget(element: Element): void {
    this.#observed.delete(element);
    this.#sizes.unobserve(element);
  }
}
