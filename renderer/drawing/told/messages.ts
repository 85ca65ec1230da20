import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import type { AxisNews } from './axis-view.ts';
import type { Cursor } from './cursor.ts';
import type { EnvelopeNews } from './envelopes.ts';
import type { Surface, TokenValues } from '../tools/brush.ts';
import type { ClockBase } from './clock-base.ts';
import type { Shape } from '../tools/glyphs.ts';
import type { FigureSheet, Slots } from '../tools/slots.ts';
import type { Viewport } from './viewport.ts';

export type Stream = 'input' | 'output';

/** What is told of the levels, as it comes. */
export type LevelNews =
  /** The newest reading of a stream, null: nothing is measured. `t`: session time it is noted at, in ms; null: no session runs. */
  | {
      readonly kind: 'level';
      readonly stream: Stream;
      readonly level: LevelReading | null;
      /** Each channel of the own microphone; empty where there is one. */
      readonly channels: readonly LevelReading[];
      readonly t: number | null;
      readonly clipped: boolean;
    }
  /** What was noted belongs to a session that is over. */
  | { readonly kind: 'levels-forgotten' }
  /** Levels of the microphone check, one a channel. */
  | { readonly kind: 'check'; readonly levels: readonly LevelReading[] };

/** Several of them, in order: in a hidden page nobody waits for each. */
export interface LevelsTogether {
  readonly kind: 'together';
  readonly news: readonly LevelNews[];
}

/** All pictures there are; `pictures/all-pictures.ts` has what paints each. */
export type PictureKind =
  'axis' | 'empty-axis' | 'overview' | 'levels' | 'levels-zeros' | 'check' | 'check-zeros' | 'clock';

/** What is told of the session. */
export type SessionNews =
  /** null: there is none. `startedAtMs` is by the time that all threads of a page share. */
  | { readonly kind: 'clock'; readonly base: ClockBase | null }
  /** Against what was told last; `anew`: of another session, against an empty axis. */
  | { readonly kind: 'axis'; readonly anew: boolean; readonly news: AxisNews }
  | { readonly kind: 'viewport'; readonly viewport: Viewport }
  | { readonly kind: 'cursor'; readonly cursor: Cursor }
  | EnvelopeNews;

/** What is told of the page. */
type PageNews =
  | { readonly kind: 'page'; readonly hidden: boolean; readonly calm: boolean }
  | { readonly kind: 'tokens'; readonly values: TokenValues }
  | { readonly kind: 'glyphs'; readonly shapes: Readonly<Record<string, readonly Shape[]>> }
  | { readonly kind: 'sheet'; readonly id: string; readonly sheet: FigureSheet }
  /** Where the face of the page lies. */
  | { readonly kind: 'face'; readonly family: string; readonly url: string };

/** One of the pictures on a canvas, and where it lies: CSS pixels from the corner of the canvas. No two lie on each other. */
export interface Part {
  /** Keeps its number as long as its place is on the page. */
  readonly id: number;
  readonly picture: PictureKind;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** From the corner of the part. */
  readonly slots: Slots;
}

/** What is told of a canvas, by its number. */
type CanvasNews =
  | { readonly kind: 'canvas'; readonly id: number; readonly canvas: Surface }
  /** Size in CSS pixels, and device pixels to one of them. */
  | {
      readonly kind: 'place';
      readonly id: number;
      readonly width: number;
      readonly height: number;
      readonly scale: number;
      readonly parts: readonly Part[];
    }
  | { readonly kind: 'gone'; readonly id: number };

/** What the page tells who draws. */
export type ToStudio = LevelNews | LevelsTogether | SessionNews | PageNews | CanvasNews;
