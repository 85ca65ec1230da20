import CircleDot from 'lucide-react/icons/circle-dot';
import Mic from 'lucide-react/icons/mic';
import Plug from 'lucide-react/icons/plug';
import Scissors from 'lucide-react/icons/scissors';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { Ref } from 'react';
import type { MarkView } from '../../../shared/session/view.ts';
import type from '../../styles/type.module.css';

const icons: Readonly<Record<MarkView['kind'], typeof Mic | null>> = {
  interrupted: Scissors,
  options: SlidersHorizontal,
  error: TriangleAlert,
  input: Mic,
  connection: Plug,
  commit: CircleDot,
  clip: null,
};

/** The glyphs of the marks, unseen in the page: the canvas takes their shapes from here, so they are drawn once. */
export function GlyphSheet({ ref }: { readonly ref: Ref<HTMLSpanElement> }) {
  return (
    <span ref={ref} className={type.hidden} aria-hidden="true">
      {Object.entries(icons).map(([kind, Icon]) => Icon !== null && <Icon key={kind} data-kind={kind} />)}
    </span>
  );
}

const number = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0);

function addShape(path: Path2D, shape: Element): void {
  switch (shape.tagName.toLowerCase()) {
    case 'path':
      path.addPath(new Path2D(shape.getAttribute('d') ?? ''));
      break;
    case 'circle':
      path.moveTo(number(shape, 'cx') + number(shape, 'r'), number(shape, 'cy'));
      path.arc(number(shape, 'cx'), number(shape, 'cy'), number(shape, 'r'), 0, Math.PI * 2);
      break;
    case 'rect':
      path.roundRect(
        number(shape, 'x'),
        number(shape, 'y'),
        number(shape, 'width'),
        number(shape, 'height'),
        number(shape, 'rx'),
      );
      break;
    case 'line':
      path.moveTo(number(shape, 'x1'), number(shape, 'y1'));
      path.lineTo(number(shape, 'x2'), number(shape, 'y2'));
      break;
    default:
      break;
  }
}

/** The shapes of a sheet by mark kind, as paths of 24 by 24. */
export function glyphsOf(sheet: HTMLElement): ReadonlyMap<string, Path2D> {
  const glyphs = new Map<string, Path2D>();
  for (const svg of sheet.querySelectorAll('svg')) {
    const path = new Path2D();
    for (const shape of svg.children) addShape(path, shape);
    glyphs.set(svg.dataset['kind'] ?? '', path);
  }
  return glyphs;
}
