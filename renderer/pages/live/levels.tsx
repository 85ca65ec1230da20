import AudioLines from 'lucide-react/icons/audio-lines';
import Mic from 'lucide-react/icons/mic';
import Volume2 from 'lucide-react/icons/volume-2';
import type { ReactNode } from 'react';
import { zerosAlarmMs } from '../../../shared/audio/level-meter.ts';
import { keyOf } from '../../actions/actions.ts';
import { useRun, useStores, useView } from '../../store/context.ts';
import { commitsByHand } from '../../store/session-control.ts';
import { cx } from '../../ui/cx.ts';
import { level } from '../../ui/format.ts';
import { count } from '../../../shared/kit/numbers.ts';
import { useDrawn } from '../../drawing/use-drawn.ts';
import { Tip } from '../../ui/overlays.tsx';
import { Ticker, usePolled } from '../../ui/throttle.tsx';
import { Meter } from './level-meter.tsx';
import styles from './levels.module.css';

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
  const heard = (): string => {
    const text = level(meters.latest[stream]?.rmsDbfs ?? null);
    return text === 'silent' ? text : `${text} dBFS`;
  };
  const clips = usePolled(() => meters.clips(stream));
  return (
    <div role="group" aria-label={`${name} level`} className={styles.channel}>
      <div className={styles.figure}>
        <span className={cx(styles.name, stream === 'input' ? styles.in : styles.out)}>
          {icon}
          <span className={styles.source} title={name}>
            {name}
          </span>
        </span>
        <span className={cx(styles.value, alarmed && styles.alarmed)}>
          {word ?? (
            <>
              <span className={styles.drawn} data-slot={`${stream}-value`} />
              <span className={styles.unit} data-slot={`${stream}-unit`} />
              <Ticker className="part-unseen" perSecond={1} text={heard} />
            </>
          )}
        </span>
      </div>
      <Meter slot={`${stream}-well`} />
      <div className={styles.peak}>
        <span className={styles.caption}>peak</span>
        <span className={styles.peakValue} data-slot={`${stream}-peak`}>
          <Ticker
            className="part-unseen"
            perSecond={1}
            text={() => {
              const hold = meters.latest[stream]?.holdDbfs ?? null;
              return hold === null ? 'none' : level(hold);
            }}
          />
        </span>
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

/** The meters of both directions. What runs in them is drawn; readers are told every second. */
export function Levels() {
  const { drawing, meters } = useStores();
  const muted = useView((view) => view?.phase === 'open' && view.input.muted);
  const byHand = useView(commitsByHand);
  const held = useRun((state) => state.held);
  const wav = useView((view) => view?.header?.input.kind === 'wav');
  const file = useView((view) => view?.input.file?.label ?? null);
  const zeros = usePolled(() => (meters.latest.input?.zerosMs ?? 0) >= zerosAlarmMs);
  // A file is neither muted with the microphone, nor is its silence a fault.
  const ofMicrophone = muted && !held ? (byHand ? 'closed' : 'muted') : zeros ? 'zeros' : null;
  const word = wav || file !== null ? null : ofMicrophone;
  const host = useDrawn<HTMLElement>(drawing, word === 'zeros' ? 'levels-zeros' : 'levels');
  return (
    <section ref={host} aria-label="Levels" className={styles.deck}>
      <Channel
        stream="input"
        name={wav ? 'Sound file' : (file ?? 'Microphone')}
        icon={wav || file !== null ? <AudioLines /> : <Mic />}
        word={word}
        alarmed={word === 'zeros'}
      />
      <Channel stream="output" name="Answer" icon={<Volume2 />} word={null} />
    </section>
  );
}
