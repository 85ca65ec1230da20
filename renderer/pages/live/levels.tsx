import Mic from 'lucide-react/icons/mic';
import Volume2 from 'lucide-react/icons/volume-2';
import { type ReactNode, useRef } from 'react';
import { keyOf } from '../../actions/actions.ts';
import { useRun, useStores, useView } from '../../store/context.ts';
import { commitsByHand } from '../../store/session-control.ts';
import { cx } from '../../ui/cx.ts';
import { level, meterPosition } from '../../ui/format.ts';
import { count } from '../../../shared/kit/numbers.ts';
import { Tip } from '../../ui/overlays.tsx';
import { type Brush, usePainter } from '../../ui/painter.ts';
import { Ticker, usePolled } from '../../ui/throttle.tsx';
import styles from './levels.module.css';

export interface MeterProps {
  readonly stream: 'input' | 'output';
  /** Every sample has been zero for a while: the well becomes a dashed alarm outline. */
  readonly zeros: boolean;
}

const scale = [
  { dbfs: -60, place: styles.at60 },
  { dbfs: -36, place: styles.at36 },
  { dbfs: -24, place: styles.at24 },
  { dbfs: -12, place: styles.at12 },
  { dbfs: 0, place: styles.at0 },
] as const;

function paintWell({ context, width, color }: Brush, height: number, zeros: boolean): void {
  if (zeros) {
    context.strokeStyle = color('alarm');
    context.setLineDash([3, 2]);
    context.strokeRect(0.5, 2.5, width - 1, height - 5);
    context.setLineDash([]);
    return;
  }
  context.fillStyle = color('bg-0');
  context.fillRect(0, 2, width, height - 4);
}

/** RMS solid, peak dimmed behind it, the 2 s peak as a tick: -60 to 0 dBFS from left to right. */
function Meter({ stream, zeros }: MeterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { meters } = useStores();
  const side = stream === 'input' ? 'in' : 'out';
  usePainter(
    canvas,
    (brush) => {
      const { context, width, height, color } = brush;
      paintWell(brush, height, zeros);
      const level = meters.latest[stream];
      if (level === null || zeros) return;
      context.fillStyle = color(`${side}-dim`);
      context.fillRect(0, 2, width * meterPosition(level.peakDbfs), height - 4);
      context.fillStyle = color(`${side}-fill`);
      context.fillRect(0, 2, width * meterPosition(level.rmsDbfs), height - 4);
      const hold = meterPosition(level.holdDbfs);
      if (hold > 0) {
        context.fillStyle = color('ink-1');
        context.fillRect(Math.min(width - 2, Math.round(width * hold)), 0, 2, height);
      }
    },
    100,
  );
  return (
    <div className={styles.meter}>
      <canvas ref={canvas} className={styles.well} aria-hidden="true" />
      <div className={styles.scale} aria-hidden="true">
        {scale.map(({ dbfs, place }) => (
          <span key={dbfs} className={place}>
            {dbfs === 0 ? '0' : `\u2212${-dbfs}`}
          </span>
        ))}
      </div>
    </div>
  );
}

export interface ChannelProps {
  readonly stream: 'input' | 'output';
  readonly name: string;
  readonly icon: ReactNode;
  /** A word in place of the level: `muted`, `zeros`. */
  readonly word: string | null;
  readonly alarmed?: boolean;
}

/** One stream on the deck: level, meter, highest peak of the last 2 s, and the clip light that stays lit. */
function Channel({ stream, name, icon, word, alarmed = false }: ChannelProps) {
  const { meters, audio } = useStores();
  const heard = (): string => level(meters.latest[stream]?.rmsDbfs ?? null);
  const clips = usePolled(() => meters.clips(stream));
  return (
    <div role="group" aria-label={`${name} level`} className={styles.channel}>
      <div className={styles.figure}>
        <span className={cx(styles.name, stream === 'input' ? styles.in : styles.out)}>
          {icon}
          {name}
        </span>
        <span className={cx(styles.value, alarmed && styles.alarmed)}>
          {word ?? (
            <>
              <Ticker perSecond={10} text={heard} />
              <Ticker className={styles.unit} perSecond={10} text={() => (heard() === 'silent' ? '' : 'dBFS')} />
            </>
          )}
        </span>
      </div>
      <Meter stream={stream} zeros={alarmed} />
      <div className={styles.peak}>
        <span className={styles.caption}>peak</span>
        <Ticker
          className={styles.peakValue}
          perSecond={10}
          text={() => {
            const hold = meters.latest[stream]?.holdDbfs ?? null;
            return hold === null ? 'none' : level(hold);
          }}
        />
      </div>
      <div className={styles.peak}>
        <span className={cx(styles.caption, styles.centred)}>clip</span>
        <Tip
          text={
            clips === 0
              ? 'No sample has reached full scale.'
              : `${count(clips)} samples stood at full scale. Press to put the light out.`
          }
        >
          <button
            type="button"
            className={cx(styles.clip, clips > 0 && styles.lit)}
            aria-label={`${name}: ${count(clips)} clipped samples. Clear`}
            aria-keyshortcuts={keyOf('clear-clips')}
            onClick={() => audio.clearClips()}
          >
            {clips > 9999 ? '9999+' : clips}
          </button>
        </Tip>
      </div>
    </div>
  );
}

/** Zeros for this long are no pause between words: no converter is that quiet. */
const zerosAfterMs = 1000;

/** The meters of both directions. */
export function Levels() {
  const { meters } = useStores();
  const muted = useView((view) => view?.phase === 'open' && view.input.muted);
  const byHand = useView(commitsByHand);
  const held = useRun((state) => state.held);
  const wav = useView((view) => view?.header?.input.kind === 'wav');
  const zeros = usePolled(() => (meters.latest.input?.zerosMs ?? 0) > zerosAfterMs);
  const word = muted && !held ? (byHand ? 'closed' : 'muted') : zeros && !wav ? 'zeros' : null;
  return (
    <section aria-label="Levels" className={styles.deck}>
      <Channel
        stream="input"
        name={wav ? 'WAV file' : 'Microphone'}
        icon={<Mic />}
        word={word}
        alarmed={word === 'zeros'}
      />
      <Channel stream="output" name="Answer" icon={<Volume2 />} word={null} />
    </section>
  );
}
