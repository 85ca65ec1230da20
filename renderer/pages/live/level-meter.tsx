import { useDrawn } from '../../drawing/use-drawn.ts';
import { useStores } from '../../store/context.ts';
import styles from './levels.module.css';

const scale = [
  { dbfs: -60, place: styles.at60 },
  { dbfs: -36, place: styles.at36 },
  { dbfs: -24, place: styles.at24 },
  { dbfs: -12, place: styles.at12 },
  { dbfs: 0, place: styles.at0 },
] as const;

export interface MeterProps {
  /** The name under which the picture over it finds the place of the bars. */
  readonly slot: 'input-well' | 'output-well' | 'check-well';
}

/** The place of the bars, and the scale under it. */
export const Meter = ({ slot }: MeterProps) => (
  <div className={styles.meter}>
    <div className={styles.well} data-slot={slot} aria-hidden="true" />
    <div className={styles.scale} aria-hidden="true">
      {scale.map(({ dbfs, place }) => (
        <span key={dbfs} className={place}>
          {dbfs === 0 ? '0' : `\u2212${-dbfs}`}
        </span>
      ))}
    </div>
  </div>
);

/** The meter of the microphone check. `zeros`: every sample has been zero for a while. */
export function CheckMeter({ zeros }: { readonly zeros: boolean }) {
  const { drawing } = useStores();
  const host = useDrawn<HTMLDivElement>(drawing, zeros ? 'check-zeros' : 'check');
  return (
    <div ref={host} className={styles.checked}>
      <Meter slot="check-well" />
    </div>
  );
}
