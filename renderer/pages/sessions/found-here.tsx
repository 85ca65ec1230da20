import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import { useEffect, useRef } from 'react';
import type { SearchHit } from '../../../shared/contract/library-search.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { Button, Key } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { clockTime } from '../../ui/format.ts';
import { HitLine } from './found.tsx';
import { type Hits, isSameHit, isSounding } from './hits.ts';
import styles from './found.module.css';

interface HitRowProps {
  readonly hit: SearchHit;
  readonly isChosen: boolean;
  readonly isPlaying: boolean;
  readonly onPlay: () => void;
  readonly onOpen: () => void;
}

/** One hit: its words open the record there. */
function HitRow({ hit, isChosen, isPlaying, onPlay, onOpen }: HitRowProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <li ref={row} className={cx(styles.here, isChosen && styles.chosen)} aria-current={isChosen ? 'true' : undefined}>
      {isSounding(hit) ? (
        <Button
          look="quiet"
          size="dense"
          icon={isPlaying ? <Pause /> : <Play />}
          aria-label={isPlaying ? 'Stop' : `Play from ${clockTime(hit.t ?? 0)}`}
          onClick={onPlay}
        />
      ) : (
        <span className={styles.silent} />
      )}
      <button type="button" className={styles.go} title="Open the record here" onClick={onOpen}>
        <HitLine hit={hit} />
      </button>
    </li>
  );
}

export interface FoundHereProps extends Pick<Hits, 'hits' | 'total' | 'chosen' | 'choose' | 'play' | 'playing'> {
  readonly sessionId: string;
  readonly lengthMs: number;
  readonly onOpen: (hit: SearchHit) => void;
}

/** Where in this session the words stand: each is heard, and opens the record at its place. */
export function FoundHere({ hits, total, chosen, choose, play, playing, sessionId, lengthMs, onOpen }: FoundHereProps) {
  const soundsNow = (hit: SearchHit): boolean => playing?.sessionId === sessionId && isSameHit(hit, playing.hit);
  return (
    <section className={styles.found} aria-label="Found here">
      {chosen !== null && isSounding(chosen) && (
        <div className={styles.listen}>
          <Button
            icon={soundsNow(chosen) ? <Pause /> : <Play />}
            shortcut="p"
            onClick={() => play({ sessionId, hit: chosen })}
          >
            {soundsNow(chosen) ? 'Stop' : 'Play the hit'}
          </Button>
          <span className={styles.time}>{`${clockTime(chosen.t ?? 0)} of ${clockTime(lengthMs)}`}</span>
        </div>
      )}
      <h2 className={styles.heading}>
        Found here <span className={styles.count}>{plural(total, 'place')}</span>
        <span className={styles.next} aria-hidden="true">
          next <Key name="]" />
        </span>
      </h2>
      <ul className={styles.list}>
        {hits.map((hit, index) => (
          <HitRow
            key={`${hit.seq} ${hit.place} ${index}`}
            hit={hit}
            isChosen={hit === chosen}
            isPlaying={soundsNow(hit)}
            onPlay={() => {
              choose(hit);
              play({ sessionId, hit });
            }}
            onOpen={() => onOpen(hit)}
          />
        ))}
      </ul>
    </section>
  );
}
