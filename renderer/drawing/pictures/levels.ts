import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import { beatMs } from '../../ui/beat.ts';
import { level, meterPosition } from '../../ui/format.ts';
import type { Brush } from '../tools/brush.ts';
import { drawFigure, figureWidth } from '../tools/figures.ts';
import type { Stream } from '../told/messages.ts';
import type { Slot, Slots } from '../tools/slots.ts';
import type { NewPicture, StudioState } from './picture.ts';

/** Figures that change faster nobody reads; the bars beside them do. */
const figuresEveryMs = 200;

/** Where peak, RMS and the peak that is held stand, 0 to 1. */
const placesOf = ({ peakDbfs, rmsDbfs, holdDbfs }: LevelReading): readonly [number, number, number] => [
  meterPosition(peakDbfs),
  meterPosition(rmsDbfs),
  meterPosition(holdDbfs),
];

/** The outline of a well in which every sample has been zero for a while. */
function paintZeros({ context, color }: Brush, { left, top, width, height }: Slot): void {
  context.strokeStyle = color('alarm');
  context.setLineDash([3, 2]);
  context.strokeRect(left + 0.5, top + 2.5, width - 1, height - 5);
  context.setLineDash([]);
}

interface Lane {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function paintLane({ context, color }: Brush, side: 'in' | 'out', reading: LevelReading, lane: Lane): void {
  const { left, top, width, height } = lane;
  const [peak, rms, hold] = placesOf(reading);
  context.fillStyle = color(`${side}-dim`);
  context.fillRect(left, top, width * peak, height);
  context.fillStyle = color(`${side}-fill`);
  context.fillRect(left, top, width * rms, height);
  if (hold === 0) return;
  context.fillStyle = color('ink-1');
  context.fillRect(left + Math.min(width - 2, Math.round(width * hold)), top - 1, 2, height + 2);
}

/** RMS solid, peak dimmed behind it, the 2 s peak as a tick: -60 to 0 dBFS from left to right. Several channels lie one below the other. */
function paintWell(brush: Brush, side: 'in' | 'out', slot: Slot, readings: readonly LevelReading[]): void {
  const { left, top, width, height } = slot;
  brush.context.fillStyle = brush.color('bg-0');
  brush.context.fillRect(left, top + 2, width, height - 4);
  const laneHeight = (height - 4 - (readings.length - 1)) / readings.length;
  readings.forEach((reading, lane) =>
    paintLane(brush, side, reading, { left, top: top + 2 + lane * (laneHeight + 1), width, height: laneHeight }),
  );
}

/** What a well shows: where the bars stand, in whole pixels. */
const looksOfWell = (slot: Slot | undefined, readings: readonly LevelReading[]): readonly unknown[] =>
  slot === undefined ? [] : readings.flatMap((one) => placesOf(one).map((place) => Math.round(slot.width * place)));

function readingsOf({ latest, channels }: StudioState, stream: Stream): readonly LevelReading[] {
  if (stream === 'input' && channels.length > 0) return channels;
  const newest = latest[stream];
  return newest === null ? [] : [newest];
}

/** What the figures of a stream say. */
interface Figures {
  readonly value: string;
  readonly peak: string;
}

function figuresOf(reading: LevelReading | null): Figures {
  const hold = reading?.holdDbfs ?? null;
  return { value: level(reading?.rmsDbfs ?? null), peak: hold === null ? 'none' : level(hold) };
}

/** The gap between a figure and its unit, in CSS pixels. */
const unitGap = 4;

function paintFigures(brush: Brush, { sheets }: StudioState, slots: Slots, stream: Stream, figures: Figures): void {
  const [value, unit, peak] = [slots[`${stream}-value`], slots[`${stream}-unit`], slots[`${stream}-peak`]];
  const [ofValue, ofUnit, ofPeak] = [value, unit, peak].map((slot) => sheets.get(slot?.sheet ?? ''));
  if (value !== undefined && ofValue !== undefined) {
    const y = value.top + ofValue.baseline;
    drawFigure(brush, ofValue, figures.value, value.left, y);
    const x = value.left + figureWidth(ofValue, figures.value) + unitGap;
    if (ofUnit !== undefined && figures.value !== 'silent') drawFigure(brush, ofUnit, 'dBFS', x, y);
  }
  if (peak !== undefined && ofPeak !== undefined) {
    const x = peak.left + peak.width - figureWidth(ofPeak, figures.peak);
    drawFigure(brush, ofPeak, figures.peak, x, peak.top + ofPeak.baseline);
  }
}

const streams = [
  { stream: 'input', side: 'in' },
  { stream: 'output', side: 'out' },
] as const;

/** The meters of both directions with their figures. @param zeros the input delivers nothing but zeros */
const levelsPicture =
  (zeros: boolean): NewPicture =>
  () => {
    let shown: Readonly<Record<Stream, Figures>> | null = null;
    let shownStep = -1;
    /** The figures as they stood at the last step of their own pace. */
    const figures = ({ latest, stepNow }: StudioState): Readonly<Record<Stream, Figures>> => {
      const step = stepNow(figuresEveryMs);
      if (shown === null || step !== shownStep) {
        shown = { input: figuresOf(latest.input), output: figuresOf(latest.output) };
        shownStep = step;
      }
      return shown;
    };
    return {
      periodMs: () => beatMs,
      calmMs: 2 * beatMs,
      looks: (state, _width, slots) =>
        streams.flatMap(({ stream }) => {
          const { value, peak } = figures(state)[stream];
          const well = slots[`${stream}-well`];
          return [
            value,
            peak,
            '|',
            ...(zeros && stream === 'input' ? [] : looksOfWell(well, readingsOf(state, stream))),
          ];
        }),
      paint(brush, state, slots) {
        for (const { stream, side } of streams) {
          const well = slots[`${stream}-well`];
          if (well !== undefined) {
            if (zeros && stream === 'input') paintZeros(brush, well);
            else paintWell(brush, side, well, readingsOf(state, stream));
          }
          paintFigures(brush, state, slots, stream, figures(state)[stream]);
        }
      },
    };
  };

/** The meter of the microphone check. */
const checkPicture =
  (zeros: boolean): NewPicture =>
  () => ({
    periodMs: () => beatMs,
    calmMs: 2 * beatMs,
    looks: ({ check }, _width, slots) => (zeros ? [] : looksOfWell(slots['check-well'], check)),
    paint(brush, { check }, slots) {
      const well = slots['check-well'];
      if (well === undefined) return;
      if (zeros) paintZeros(brush, well);
      else paintWell(brush, 'in', well, check);
    },
  });

export const levelPictures = {
  levels: levelsPicture(false),
  'levels-zeros': levelsPicture(true),
  check: checkPicture(false),
  'check-zeros': checkPicture(true),
};
