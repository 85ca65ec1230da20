import { useEffect, useRef } from 'react';
import type { ComparedTurn } from '../../../shared/session/library/compare-turns.ts';
import { paintEnvelope } from '../../drawing/axis/envelope.ts';
import type { Envelopes, Lane as SoundLane } from '../../drawing/told/envelopes.ts';
import type { PictureToken } from '../../drawing/tools/brush.ts';
import { beatMs } from '../../ui/beat.ts';
import { beat } from '../../ui/page-beat.ts';
import { seconds } from '../../ui/format.ts';
import { tokensOf } from '../../ui/tokens-of.ts';
import { useStretchSound } from './turn-peaks.ts';
import styles from './compare-turn.module.css';

interface Picture {
  readonly turn: ComparedTurn;
  /** Milliseconds from the left to the right edge: the same for all sessions. */
  readonly axisMs: number;
  readonly envelopes: Envelopes | null;
}

/** How far the ends of the wait stand out, CSS pixels. */
const barHalf = 4;

/** Paints both voices one under the other, the wait between them, and where the answer was cut. */
function paintLanes(canvas: HTMLCanvasElement, { turn, axisMs, envelopes }: Picture): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const scale = devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  if (width === 0) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  const tokens = tokensOf(canvas);
  const color = (token: PictureToken): string => tokens(token);
  const half = height / 2;
  const [you, answer] = [
    { top: 0, height: half },
    { top: half, height: half },
  ] as const;
  const brush = { context, scale, color };
  const stretch = { fromMs: turn.fromMs, msPerPx: axisMs / width, leftPx: 0, rightPx: width };
  const line = (y: number, token: PictureToken): void => {
    context.fillStyle = color(token);
    context.fillRect(0, y - 0.5, width, 1);
  };
  const voice = (lane: typeof you | typeof answer, sound: SoundLane, token: PictureToken): void => {
    if (envelopes !== null) paintEnvelope(brush, lane, stretch, envelopes, sound, token);
  };
  line(half / 2, 'in-dim');
  line(half * 1.5, 'out-dim');
  voice(you, 'input', 'in-fill');
  voice(answer, 'unheard', 'out-dim');
  voice(answer, 'output', 'out-fill');
  const placeOf = (ms: number): number => ((ms - turn.fromMs) / axisMs) * width;
  context.fillStyle = color('ink-1');
  const { waitBeganMs, waitMs, cut } = turn;
  if (waitBeganMs !== null && waitMs !== null) {
    const [from, to] = [placeOf(waitBeganMs), placeOf(waitBeganMs + waitMs)];
    const y = half * 1.5;
    context.fillRect(from, y - 0.5, to - from, 1);
    for (const x of [from, to]) context.fillRect(x - 0.5, y - barHalf, 1, 2 * barHalf);
  }
  if (cut !== null) context.fillRect(placeOf(cut.atMs) - 0.75, 0, 1.5, height);
}

/** Where what sounds is now. */
function Cursor({ fromMs, axisMs, nowMs }: { fromMs: number; axisMs: number; nowMs: () => number | null }) {
  const element = useRef<HTMLSpanElement>(null);
  const read = useRef(nowMs);
  useEffect(() => {
    read.current = nowMs;
  });
  useEffect(() => {
    const move = (): boolean => {
      const { current } = element;
      const at = read.current();
      if (current === null) return false;
      current.hidden = at === null;
      if (at === null) return false;
      const next = `${(((at - fromMs) / axisMs) * 100).toFixed(2)}%`;
      if (current.style.left === next) return false;
      current.style.left = next;
      return true;
    };
    move();
    return beat.every(beatMs, move);
  }, [fromMs, axisMs]);
  return <span ref={element} hidden className={styles.cursor} />;
}

/** What of both voices cannot be shown, and why. */
function missingWords({ notKept }: Envelopes): string | null {
  const [you, answer] = [notKept.includes('input'), notKept.includes('output')];
  if (you && answer) return 'not kept';
  return you ? 'your voice is not kept' : answer ? 'the answer is not kept' : null;
}

export interface TurnLanesProps {
  readonly sessionId: string;
  /** From 1. */
  readonly number: number;
  readonly turn: ComparedTurn;
  readonly axisMs: number;
  readonly isPlaying: boolean;
  /** Session time of what sounds now; null: nothing does. */
  readonly nowMs: () => number | null;
}

/** Both voices of one turn, on an axis that all sessions share. */
export function TurnLanes({ sessionId, number, turn, axisMs, isPlaying, nowMs }: TurnLanesProps) {
  const sound = useStretchSound(sessionId, turn.fromMs, turn.toMs);
  const canvas = useRef<HTMLCanvasElement>(null);
  const envelopes = sound.kind === 'read' ? sound.envelopes : null;
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return undefined;
    const paint = (): void => paintLanes(current, { turn, axisMs, envelopes });
    paint();
    const size = new ResizeObserver(paint);
    size.observe(current);
    const theme = new MutationObserver(paint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      size.disconnect();
      theme.disconnect();
    };
  }, [turn, axisMs, envelopes]);
  const isReading = sound.kind === 'reading';
  const told = sound.kind === 'problem' ? sound.text : envelopes === null ? null : missingWords(envelopes);
  const words = [`Both voices of session ${number}, ${seconds(turn.toMs - turn.fromMs)}`, ...turnWords(turn)];
  return (
    <div className={styles.lanes}>
      <canvas ref={canvas} role="img" aria-label={words.join(', ')} className={styles.lanesPicture} />
      {isPlaying && <Cursor fromMs={turn.fromMs} axisMs={axisMs} nowMs={nowMs} />}
      {isReading && <span className={styles.reading}>Reading the sound.</span>}
      {told !== null && (
        <span className={styles.notKept} title={told}>
          {told}
        </span>
      )}
    </div>
  );
}

/** How long a turn waited, and where its answer was cut, in words. */
export const turnWords = ({ waitMs, cut }: ComparedTurn): string[] => [
  waitMs === null ? 'no audio' : `waited ${seconds(waitMs)}`,
  ...(cut === null ? [] : [`cut at ${seconds(cut.heardMs)}`]),
];
