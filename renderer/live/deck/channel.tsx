import type { ReactNode } from 'react';
import { count } from '../../format/count.ts';
import { level } from '../../format/level.ts';
import { Ticker } from '../../parts/ticker.tsx';
import { Tip } from '../../parts/tip.tsx';
import { usePolled } from '../../parts/use-polled.ts';
import { useStores } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import styles from './channel.module.css';
import { Meter } from './meter.tsx';

export interface ChannelProps {
  readonly stream: 'input' | 'output';
  readonly name: string;
  readonly icon: ReactNode;
  /** A word in place of the level: `muted`, `zeros`. */
  readonly word: string | null;
  readonly alarmed?: boolean;
}

/** One stream on the deck: level, meter, highest peak of the last 2 s, and the clip light that stays lit. */
export function Channel({ stream, name, icon, word, alarmed = false }: ChannelProps) {
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
            aria-keyshortcuts="Shift+C"
            onClick={() => audio.clearClips()}
          >
            {clips > 9999 ? '9999+' : clips}
          </button>
        </Tip>
      </div>
    </div>
  );
}
