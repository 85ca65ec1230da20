import { useState } from 'react';
import { unitPrice } from '../../../../shared/kit/money-format.ts';
import { expectedBill, knownTotal, type MeterLine } from '../../../../shared/pricing/cost.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { Money } from '../../../ui/money.tsx';
import { Section } from '../../../ui/section.tsx';
import type { CostState } from './use-cost.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './tables.module.css';

/** `0.00042 × $20.00 per 1M tokens, 420 tokens`: the line as the bill will work it out. */
function workings({ quantity, price, unit, amount, of }: MeterLine, currency: string): string {
  const whole = `${count(amount)} ${of}`;
  return quantity === null || price === null
    ? `${whole}, no price in this book`
    : `${quantity} × ${unitPrice(price, currency)} per ${unit}, ${whole}`;
}

const unlisted = ({ field, label, pricedAs }: MeterLine): string =>
  field === 'not_understood'
    ? `${label}; no meter known`
    : `${label}, ${pricedAs ?? 'model unknown'}; meter's name not listed`;

/** The bill to expect, line by line as Cost Management will show it. Both ways that cached tokens are seen billed. */
export function Meters({ state }: { readonly state: CostState | null }) {
  const [folded, setFolded] = useState(false);
  if (state === null || state.costs.expected.lines.length === 0) return null;
  const { expected, bestUncached, estimated, ifBilled } = state.costs;
  const cost = folded ? bestUncached : expected;
  const { currency } = cost;
  return (
    <Section
      title="Expected bill"
      note="by meter"
      className={styles.section}
      action={
        <div className={styles.copy} role="group" aria-label="Cached tokens">
          <Button look="quiet" size="dense" pressed={!folded} onClick={() => setFolded(false)}>
            Cached apart
          </Button>
          <Button look="quiet" size="dense" pressed={folded} onClick={() => setFolded(true)}>
            At full price
          </Button>
        </div>
      }
    >
      <table className={cx(table.table, styles.table, styles.meters)} aria-label="Expected bill">
        <tbody>
          {expectedBill(cost).map((line) => (
            <tr key={`${line.source} ${line.pricedAs} ${line.label}`}>
              <th scope="row">
                {line.meter ?? unlisted(line)}
                <span className={styles.workings}>{workings(line, currency)}</span>
              </th>
              <td>
                <Money amount={line.cost} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className={styles.total}>
            <th scope="row" title={ifBilled.lines.length === 0 ? undefined : 'Without what may not be billed at all.'}>
              {folded ? 'Total, cached at full price' : 'Total, cached at its price'}
            </th>
            <td>
              <Money amount={knownTotal(cost)} currency={currency} about={estimated} />
            </td>
          </tr>
        </tfoot>
      </table>
    </Section>
  );
}
