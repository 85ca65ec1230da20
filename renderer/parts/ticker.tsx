import { useEffect, useRef } from 'react';
import { useStores } from '../store/context.ts';

export interface TickerProps {
  /** The text now; called `perSecond` times a second, outside React. */
  readonly text: () => string;
  readonly perSecond: number;
  readonly className?: string | undefined;
  readonly name?: string;
}

/** A running figure. It writes its own text node, so that a clock or a level repaints nothing else. */
export function Ticker({ text, perSecond, className, name }: TickerProps) {
  const element = useRef<HTMLSpanElement>(null);
  const { nowMs } = useStores();
  const read = useRef(text);
  useEffect(() => {
    read.current = text;
  });
  useEffect(() => {
    let frame = 0;
    let paintedMs = Number.NEGATIVE_INFINITY;
    const loop = (): void => {
      frame = requestAnimationFrame(loop);
      const now = nowMs();
      if (now - paintedMs < 1000 / perSecond - 1) return;
      paintedMs = now;
      const next = read.current();
      if (element.current !== null && element.current.textContent !== next) element.current.textContent = next;
    };
    loop();
    return () => cancelAnimationFrame(frame);
  }, [nowMs, perSecond]);
  return <span ref={element} className={className} aria-label={name} role={name === undefined ? undefined : 'timer'} />;
}
