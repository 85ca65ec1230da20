import { type RefObject, useEffect, useRef } from 'react';
import { beat, reducedMotion } from './page-beat.ts';

/** What a painter draws with: colours by token name, sizes in CSS pixels, the context scaled to the screen. */
export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly color: (token: string) => string;
  readonly font: (size: string, weight: string) => string;
  /** Width of a text in the context's font, in CSS pixels. */
  readonly measure: (text: string) => number;
}

export interface Painting {
  readonly paint: (brush: Brush) => void;
  /** All that the picture is made of, for a canvas of this width: it is painted anew only where one of these is another. */
  readonly looks: (width: number) => readonly unknown[];
  /** The pace at which that is looked at, in ms; under reduced motion `calmMs`. */
  readonly periodMs: number;
  readonly calmMs: number;
  /** Told of what a person moves, which is painted with the next picture. Returns the way to stop listening. */
  readonly wake?: (listener: () => void) => () => void;
}

/** The values of tokens at an element, each read once: what a picture is painted with asks for them over and over. */
export function tokensOf(element: Element): (token: string) => string {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (token) => {
    const have = known.get(token);
    if (have !== undefined) return have;
    const value = style.getPropertyValue(`--${token}`).trim();
    known.set(token, value);
    return value;
  };
}

/** Texts whose widths are kept; a clock that runs makes ever new ones. */
const mostWidths = 500;

/** The widths of texts, each asked of the browser once. */
function widthsIn(context: CanvasRenderingContext2D): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const key = `${context.font} ${text}`;
    const have = known.get(key);
    if (have !== undefined) return have;
    if (known.size >= mostWidths) known.clear();
    const { width } = context.measureText(text);
    known.set(key, width);
    return width;
  };
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((value, at) => Object.is(value, other[at]));

/** Paints a canvas outside React, whenever its looks change. It follows its element's size, the screen's scale and the theme. */
export function usePainter(canvas: RefObject<HTMLCanvasElement | null>, painting: Painting): void {
  const painter = useRef(painting);
  useEffect(() => {
    painter.current = painting;
  });
  const { periodMs, calmMs } = painting;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return undefined;
    let color = tokensOf(element);
    let measure = widthsIn(context);
    /** null: whatever it shows is not right any more. */
    let shown: readonly unknown[] | null = null;
    let [width, height] = [0, 0];
    let frame = 0;
    const font = (px: string, weight: string): string => `${color(weight)} ${color(px)} ${color('font-ui')}`;
    /** Whether there was anything to paint. */
    const paint = (): boolean => {
      if (width === 0 || height === 0) return false;
      const scale = devicePixelRatio;
      const looks = [scale, ...painter.current.looks(width)];
      if (shown !== null && isSame(shown, looks)) return false;
      shown = looks;
      if (element.width !== Math.round(width * scale) || element.height !== Math.round(height * scale)) {
        element.width = Math.round(width * scale);
        element.height = Math.round(height * scale);
      }
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      painter.current.paint({ context, width, height, color, font, measure });
      return true;
    };
    const theme = new MutationObserver(() => {
      color = tokensOf(element);
      shown = null;
      paint();
    });
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    // Told before the first picture, too.
    const size = new ResizeObserver(() => {
      ({ clientWidth: width, clientHeight: height } = element);
      shown = null;
      paint();
    });
    size.observe(element);
    // Until its font is there, a text has the width of another one.
    const fontsCame = (): void => {
      measure = widthsIn(context);
      shown = null;
      paint();
    };
    document.fonts.addEventListener('loadingdone', fontsCame);
    const stop = beat.every(reducedMotion.matches ? calmMs : periodMs, paint);
    const stopWaking = painter.current.wake?.(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(paint);
    });
    return () => {
      cancelAnimationFrame(frame);
      stopWaking?.();
      stop();
      document.fonts.removeEventListener('loadingdone', fontsCame);
      theme.disconnect();
      size.disconnect();
    };
  }, [canvas, periodMs, calmMs]);
}
