import type { OptionSpec } from '../../../shared/protocol/options.ts';
import { cx } from '../../styles/cx.ts';
import type from '../../styles/type.module.css';
import styles from './help.module.css';
import { factLines } from './standing-words.ts';

/** What an option is and where it stands in the protocol: opens over its name on hover and focus. */
export function OptionHelp({ spec, locked }: { readonly spec: OptionSpec; readonly locked: string | null }) {
  const [path, ...facts] = factLines(spec);
  return (
    <span className={styles.help}>
      <span>{spec.description}</span>
      {locked !== null && <span className={styles.locked}>{locked}</span>}
      <span className={cx(styles.fact, type.mono)}>{path}</span>
      {facts.map((fact) => (
        <span key={fact} className={styles.fact}>
          {fact}
        </span>
      ))}
    </span>
  );
}
