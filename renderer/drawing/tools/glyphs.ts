/** A part of a glyph of 24 by 24, by the numbers of its SVG. */
export type Shape =
  | { readonly tag: 'path'; readonly d: string }
  | { readonly tag: 'circle'; readonly cx: number; readonly cy: number; readonly r: number }
  | {
      readonly tag: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly rx: number;
    }
  | { readonly tag: 'line'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

function addShape(path: Path2D, shape: Shape): void {
  switch (shape.tag) {
    case 'path':
      path.addPath(new Path2D(shape.d));
      break;
    case 'circle':
      path.moveTo(shape.cx + shape.r, shape.cy);
      path.arc(shape.cx, shape.cy, shape.r, 0, Math.PI * 2);
      break;
    case 'rect':
      path.roundRect(shape.x, shape.y, shape.width, shape.height, shape.rx);
      break;
    case 'line':
      path.moveTo(shape.x1, shape.y1);
      path.lineTo(shape.x2, shape.y2);
      break;
  }
}

/** A glyph as a canvas strokes it. */
export function pathOf(shapes: readonly Shape[]): Path2D {
  const path = new Path2D();
  for (const shape of shapes) addShape(path, shape);
  return path;
}

const number = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0);

/** The shapes of an SVG of the page; what is none of these is left out. */
export function shapesOf(svg: SVGSVGElement): Shape[] {
  return [...svg.children].flatMap((shape): Shape[] => {
    const of = (name: string): number => number(shape, name);
    switch (shape.tagName.toLowerCase()) {
      case 'path':
        return [{ tag: 'path', d: shape.getAttribute('d') ?? '' }];
      case 'circle':
        return [{ tag: 'circle', cx: of('cx'), cy: of('cy'), r: of('r') }];
      case 'rect':
        return [{ tag: 'rect', x: of('x'), y: of('y'), width: of('width'), height: of('height'), rx: of('rx') }];
      case 'line':
        return [{ tag: 'line', x1: of('x1'), y1: of('y1'), x2: of('x2'), y2: of('y2') }];
      default:
        return [];
    }
  });
}
