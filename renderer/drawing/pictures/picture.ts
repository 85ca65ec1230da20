import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import type { AxisView } from '../told/axis-view.ts';
import type { Brush, Surface } from '../tools/brush.ts';
import type { ClockBase } from '../told/clock-base.ts';
import type { Cursor } from '../told/cursor.ts';
import type { Envelopes } from '../told/envelopes.ts';
import type { LevelHistory } from '../told/level-history.ts';
import type { Stream } from '../told/messages.ts';
import type { FigureSheet, Slots } from '../tools/slots.ts';
import type { Viewport } from '../told/viewport.ts';

/** All that pictures show, as it was last told. */
export interface StudioState {
  readonly clock: ClockBase | null;
  /** How many spans of `everyMs` have gone by, for what is shown at a pace of its own. */
  readonly stepNow: (everyMs: number) => number;
  /** Session time in ms. */
  readonly sessionMs: () => number;
  /** Where the cursor of the player stands, session time in ms; null: there is none. */
  readonly cursorMs: () => number | null;
  readonly cursor: Cursor;
  /** Of the sound files: around what is in view, and of the whole session; null: none is known. */
  readonly near: Envelopes | null;
  readonly whole: Envelopes | null;
  readonly viewport: Viewport;
  readonly axis: AxisView;
  readonly latest: Readonly<Record<Stream, LevelReading | null>>;
  /** Each channel of the own microphone; empty where there is one. */
  readonly channels: readonly LevelReading[];
  readonly check: readonly LevelReading[];
  readonly history: Readonly<Record<Stream, LevelHistory>>;
  readonly glyphs: ReadonlyMap<string, Path2D>;
  readonly sheets: ReadonlyMap<string, FigureSheet>;
}

/** One picture on its canvas. */
export interface Picture {
  /** The pace at which its looks are looked at, in ms; under reduced motion `calmMs`. */
  readonly periodMs: (state: StudioState) => number;
  readonly calmMs: number;
  /** All that it is made of and that was told, for a canvas of this width: it is painted anew only where one of these is another. */
  readonly looks: (state: StudioState, width: number, slots: Slots) => readonly unknown[];
  readonly paint: (brush: Brush, state: StudioState, slots: Slots) => void;
}

/** Makes the picture for a canvas. @param newSurface makes a canvas that nobody sees, for what is kept between two paintings */
export type NewPicture = (newSurface: () => Surface) => Picture;
