import type { Comparison, InputFacts } from '../../../shared/library/compare-sessions.ts';
import { plural } from '../../format/count.ts';
import { seconds } from '../../format/time.ts';
import { cx } from '../../styles/cx.ts';
import table from '../../styles/table.module.css';
import styles from './compare.module.css';

const spoke = (input: InputFacts | null): string =>
  input === null
    ? 'nothing'
    : `${input.kind === 'wav' ? input.name : 'the microphone'} (${seconds(input.sentMs)} sent)`;

/** Which sound went in: one clip twice, or what and what. */
function inputWords({ inputs: { one, other } }: Comparison): string {
  if (one === null || other === null || one.kind !== 'wav' || other.kind !== 'wav' || one.name !== other.name) {
    return `1 heard ${spoke(one)}, 2 ${spoke(other)}.`;
  }
  const sent =
    one.sentMs === other.sentMs ? seconds(one.sentMs) : `${seconds(one.sentMs)} and ${seconds(other.sentMs)}`;
  return `Same clip, ${one.name}, ${sent} sent.`;
}

/** Options that differ in effect; the rest is counted. */
export function OptionsSet({ comparison }: { readonly comparison: Comparison }) {
  const { different, equal, told } = comparison.options;
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>What was set differently</h3>
      {different.length > 0 && (
        <table className={cx(table.table, styles.options)} aria-label="Options that differ">
          <thead>
            <tr>
              <th scope="col" aria-label="option" />
              <th scope="col">1</th>
              <th scope="col">2</th>
            </tr>
          </thead>
          <tbody>
            {different.map(({ id, label, one, other }) => (
              <tr key={id}>
                <th scope="row" title={id}>
                  {label}
                </th>
                <td>{one ?? <span className={styles.faint}>none</span>}</td>
                <td className={styles.strong}>{other ?? <span className={styles.faint}>none</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.note}>
        {different.length === 0 ? `All ${plural(equal, 'option')} equal. ` : `${plural(equal, 'other option')} equal. `}
        {!told && 'A service did not say what was in effect; what was asked for is compared. '}
        {inputWords(comparison)}
      </p>
    </section>
  );
}
