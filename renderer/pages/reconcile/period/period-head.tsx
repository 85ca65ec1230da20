import type { PeriodPart, PeriodReport, PeriodTotal } from '../../../../shared/reconcile/period/period-report.ts';
import { plural } from '../../../../shared/kit/numbers.ts';
import { partWords } from '../../../../shared/reconcile/report/period-lines.ts';
import { cx } from '../../../ui/cx.ts';
import { Money } from '../../../ui/money.tsx';
import { StoryLetter } from './day-glyph.tsx';
import styles from './period.module.css';

const tones: Readonly<Record<PeriodPart['state'], string | undefined>> = {
  'as reported': styles.reported,
  story: styles.story,
  'other traffic': styles.traffic,
  'no session': styles.traffic,
  open: styles.open,
  'not settled': styles.unsettled,
  'not allocated': styles.unallocated,
};

function Parts({ report, total }: { readonly report: PeriodReport; readonly total: PeriodTotal }) {
  const shares = total.parts.every(({ share }) => share !== null);
  return (
    <>
      {shares && (
        <div className={styles.stack} aria-hidden="true">
          {total.parts.map(({ state, story, share }) => (
            <div key={`${state} ${story}`} className={tones[state]} style={{ flexGrow: share ?? 0 }} />
          ))}
        </div>
      )}
      <ul className={styles.parts} aria-label="Where the money of the file went">
        {total.parts.map((part) => {
          const letter = part.story === null ? undefined : report.stories[part.story]?.letter;
          return (
            <li key={`${part.state} ${part.story}`}>
              <span className={styles.partName}>
                {letter === undefined ? (
                  <span className={cx(styles.swatch, tones[part.state])} aria-hidden="true" />
                ) : (
                  <StoryLetter letter={letter} />
                )}
                {partWords(report, part)}
                {part.days > 0 && part.state !== 'as reported' && `, ${plural(part.days, 'day')}`}
              </span>
              <Money amount={part.cost} currency={total.currency} className={styles.partCost} />
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** One sentence over a whole period, the file's own total, and its parts to the last decimal. `below`: the sentence stands above already. */
export function PeriodHead({ report, below = false }: { readonly report: PeriodReport; readonly below?: boolean }) {
  const [first] = report.totals;
  return (
    <section className={styles.head} aria-labelledby="reconcile-finding">
      <div className={styles.headLine}>
        {!below && (
          <h1 id="reconcile-finding" className={styles.headline}>
            {report.headline}
          </h1>
        )}
        {first !== undefined && (
          <p className={styles.total}>
            <span className="part-unseen">The file charges </span>
            <Money amount={first.file} currency={first.currency} />
          </p>
        )}
      </div>
      {report.lead !== '' && <p className={styles.lead}>{report.lead}</p>}
      {report.totals.map((total) => (
        <Parts key={total.currency} report={report} total={total} />
      ))}
    </section>
  );
}
