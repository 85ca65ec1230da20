import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Hourglass from 'lucide-react/icons/hourglass';
import Receipt from 'lucide-react/icons/receipt';
import Route from 'lucide-react/icons/route';
import TableIcon from 'lucide-react/icons/table-2';
import { useState } from 'react';
import { currencyHead, Exact } from '../../../../shared/kit/money.ts';
import type { MeterStatus } from '../../../../shared/reconcile/finding/comparison.ts';
import { barsOf, bestOf, legendOf } from '../../../../shared/reconcile/report/meter-parts.ts';
import { billedText, chargeSentence, noRowSentence } from '../../../../shared/reconcile/report/wording.ts';
import { letterOf } from '../../../../shared/reconcile/stories/phrases.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { count, signed } from '../../../../shared/kit/numbers.ts';
import { Tip } from '../../../ui/overlays.tsx';
import { Section } from '../../../ui/section.tsx';
import { type ComparedMeter, type Report, states } from '../case/report.ts';
import { SignedMoney } from '../case/signed-money.tsx';
import { Bars, MeterName } from './bars.tsx';
import table from '../../../ui/styles/table.module.css';
import tones from '../../../ui/styles/tone.module.css';
import styles from './bars.module.css';

const columns = [
  ['reported', 'Tokens in the usage of the responses. Cached tokens are counted inside the input here.'],
  ['expected', 'What the meter should show if the report is all there is: cached tokens on meters of their own.'],
  ['billed', 'Whole tokens on the bill, quantity times the size of its unit.'],
  ['difference', 'Billed less expected, in tokens. A match is 0, and there is no tolerance.'],
  ['money', 'The difference at list price. What the bill charges for a token can differ; that is kept apart.'],
  ['status', 'What the first story says of the meter.'],
] as const;

const icons: Readonly<Record<MeterStatus, React.ReactNode>> = {
  match: <Check className={tones.ok} />,
  'within rounding': <Check className={tones.ok} />,
  explained: <Check className={tones.ok} />,
  folded: <Route className={tones.calm} />,
  free: <Receipt className={tones.calm} />,
  unexplained: <CircleX className={tones.alarm} />,
  'missing row': <CircleDashed className={tones.calm} />,
  'not yet due': <Hourglass className={tones.calm} />,
  unreadable: <CircleX className={tones.alarm} />,
};

/** Letters of all stories that explain a meter as the first does: `A to C`. */
function explainers({ explanations }: Report, meter: ComparedMeter): string {
  const letters = explanations.flatMap((one, index) =>
    one.exact &&
    !one.outside &&
    one.meters.some((line) => line.meter === meter.meter && line.checked && line.residual === 0)
      ? [letterOf(index)]
      : [],
  );
  const [first = '', last = ''] = [letters[0], letters.at(-1)];
  const whole = letters.length > 2 && letters.length === letters.indexOf(last) + 1;
  return whole ? `${first} to ${last}` : letters.join(', ');
}

function statusWords(report: Report, meter: ComparedMeter): string {
  switch (meter.status) {
    case 'match':
      return 'As reported';
    case 'within rounding':
      return 'Within rounding';
    case 'explained':
      return `Has story ${explainers(report, meter)}`;
    case 'folded':
      return `Billed in ${meter.meter === 'audio_cached' ? 'audio in' : 'text in'}`;
    case 'free':
      return 'Read off this bill';
    case 'unexplained':
      return 'Open';
    case 'missing row':
      return 'No row on the bill';
    case 'not yet due':
      return 'Not yet due';
    case 'unreadable':
      return 'Cannot be read';
  }
}

function Row({ report, meter }: { readonly report: Report; readonly meter: ComparedMeter }) {
  return (
    <tr>
      <th scope="row">
        <MeterName meter={meter.meter} />
      </th>
      <td className={styles.meterName} title={meter.names.join('; ')}>
        {meter.names.join('; ')}
      </td>
      <td>{count(meter.reported)}</td>
      <td>{count(meter.expected)}</td>
      <td className={styles.meterBilled}>{billedText(meter)}</td>
      <td>{meter.difference === null ? '' : signed(meter.difference)}</td>
      <td>{meter.quantityVariance === null ? '' : <SignedMoney money={meter.quantityVariance} />}</td>
      <td className={styles.status}>
        <span>
          {icons[meter.status]}
          {statusWords(report, meter)}
        </span>
      </td>
    </tr>
  );
}

const ratio = (money: NonNullable<Report['money']>): string =>
  Number(money.expected) > 0 ? `${new Exact(money.billed).div(money.expected).toFixed(2)} \u00d7 expected` : '';

/** A column's head; in sight it says what it means. */
function Head({ words, means, shown }: { readonly words: string; readonly means: string; readonly shown: boolean }) {
  if (!shown) return words;
  return (
    <Tip text={means}>
      <button type="button" className={styles.column} aria-description={means}>
        {words}
      </button>
    </Tip>
  );
}

/** Reported, expected and billed, meter by meter. `shown`: it is in sight, and not for readers alone. */
function MetersTable({ report, shown }: { readonly report: Report; readonly shown: boolean }) {
  const { meters, money } = report;
  return (
    <table className={cx(table.table, styles.meters)} aria-label="Meters">
      <thead>
        <tr>
          <th scope="col">
            <span className="part-unseen">meter</span>
          </th>
          <th scope="col" className={styles.meterName}>
            <span className="part-unseen">name on the bill</span>
          </th>
          {columns.map(([name, means]) => (
            <th key={name} scope="col" className={cx(name === 'status' && styles.status)}>
              <Head
                words={name === 'money' && money !== null ? currencyHead(money.currency) : name}
                means={means}
                shown={shown}
              />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {meters.map((meter) => (
          <Row key={meter.meter} report={report} meter={meter} />
        ))}
      </tbody>
      {money !== null && (
        <tfoot className={styles.sums}>
          <tr>
            <th scope="row">All six</th>
            <td className={styles.meterName} />
            <td />
            <td />
            <td />
            <td />
            <td>
              <SignedMoney money={{ cost: money.difference, currency: money.currency }} />
            </td>
            <td className={cx(styles.status, styles.sumStatus)}>{ratio(money)}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** What the looks of the bars mean. Parts of a story that the finding does not state are that story's alone. */
function legend(report: Report): string {
  const words = legendOf(barsOf(report));
  const best = bestOf(report);
  return best === undefined || states(report.finding)
    ? ['tokens', words].filter((one) => one !== '').join('; ')
    : `as ${letterOf(report.explanations.indexOf(best))} has it; ${words.replaceAll(' was ', ' ')}`;
}

/** Every meter by its parts: drawn, or as the plain table that readers have at any time. */
export function MeterParts({ report }: { readonly report: Report }) {
  const [plain, setPlain] = useState(false);
  const said = [noRowSentence(report), chargeSentence(report)].filter((text) => text !== null);
  const note = plain ? 'tokens; money at list price; difference is billed less expected' : legend(report);
  return (
    <Section
      title="Every meter, part by part"
      note={note}
      className={styles.section}
      action={
        <Button size="dense" look="quiet" icon={<TableIcon />} pressed={plain} onClick={() => setPlain(!plain)}>
          As a table
        </Button>
      }
    >
      {!plain && <Bars report={report} />}
      <div className={plain ? undefined : 'part-unseen'}>
        <MetersTable report={report} shown={plain} />
      </div>
      {said.map((text) => (
        <p key={text} className={styles.variance}>
          {text}
        </p>
      ))}
    </Section>
  );
}
