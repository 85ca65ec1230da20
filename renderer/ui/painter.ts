import { type RefObject, useEffect, useRef } from 'react';

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

/** What a painter draws with: colours by token name, sizes in CSS pixels, the context scaled to the screen. */
export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly color: (token: string) => string;
  readonly font: (size: string, weight: string) => string;
}

function tokensOf(element: Element): (token: string) => string {
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

/**
 * Paints a canvas on every frame, outside React; `calmMs` is the pace under reduced motion. The canvas follows its
 * element's size, the screen's scale and the theme.
 */
export function usePainter(
  canvas: RefObject<HTMLCanvasElement | null>,
  paint: (brush: Brush) => void,
  calmMs: number,
): void {
  const painter = useRef(paint);
  useEffect(() => {
    painter.current = paint;
  });
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return undefined;
    let color = tokensOf(element);
    let frame = 0;
    let paintedMs = Number.NEGATIVE_INFINITY;
    let fresh = true;
    const refresh = (): void => {
      color = tokensOf(element);
      fresh = true;
    };
    const theme = new MutationObserver(refresh);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const size = new ResizeObserver(refresh);
    size.observe(element);
    const font = (px: string, weight: string): string => `${color(weight)} ${color(px)} ${color('font-ui')}`;
    const loop = (nowMs: number): void => {
      frame = requestAnimationFrame(loop);
      if (!fresh && reducedMotion.matches && nowMs - paintedMs < calmMs) return;
      const { clientWidth: width, clientHeight: height } = element;
      if (width === 0 || height === 0) return;
      const scale = devicePixelRatio;
      if (element.width !== Math.round(width * scale) || element.height !== Math.round(height * scale)) {
        element.width = Math.round(width * scale);
        element.height = Math.round(height * scale);
      }
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      painter.current({ context, width, height, color, font });
      paintedMs = nowMs;
      fresh = false;
    };
    frame = requestAnimationFrame(loop);
    return () => {
      cancelAnimationFrame(frame);
      theme.disconnect();
      size.disconnect();
    };
  }, [canvas, calmMs]);
}
