import styles from './brand.module.css';

/** The mark and the name: four strokes of a tally, two up in blue, two down in amber, struck through. */
export function Brand() {
  return (
    <span className={styles.brand}>
      <svg viewBox="40 80 436 352" className={styles.mark} aria-hidden="true">
        <g strokeLinecap="round" strokeWidth="44" fill="none">
          <path className={styles.in} d="M110 188V296M206 98V402" />
          <path className={styles.out} d="M302 166V340M398 218V292" />
          <path className={styles.gap} d="M72 370L446 126" />
          <path className={styles.strike} d="M72 370L446 126" />
        </g>
      </svg>
      Voxtally
    </span>
  );
}
