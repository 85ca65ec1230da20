import AudioLines from 'lucide-react/icons/audio-lines';
import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Hourglass from 'lucide-react/icons/hourglass';
import Route from 'lucide-react/icons/route';
import Type from 'lucide-react/icons/type';
import { letterOf } from '../../../shared/reconcile/plan/letters.ts';
import { currencyHead } from '../../../shared/money/currency.ts';
import { Exact } from '../../../shared/money/exact.ts';
import type { ComparedMeter, MeterStatus } from '../../../shared/reconcile/compare.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { chargeSentence, noRowSentence } from '../../../shared/reconcile/report/charge-words.ts';
import { meterTitles } from '../../../shared/reconcile/report/words.ts';
import { count, signed } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import { Tip } from '../../parts/tip.tsx';
import { cx } from '../../styles/cx.ts';
import styles from './meters.module.css';
import type from '../../styles/type.module.css';
import tones from '../../styles/tone.module.css';
import table from '../../styles/table.module.css';
import { SignedMoney } from '../signed-money.tsx';

const columns = [
  ['reported', 'Tokens in the usage of the responses. Cached tokens are counted inside the input here.'],
  ['expected', 'What the meter should show if the report is all there is: cached tokens on meters of their own.'],
  ['billed', 'Whole tokens on the bill, quantity times the size of its unit.'],
  ['difference', 'Billed less expected, in tokens. A match is 0, and there is no tolerance.'],
  ['money', 'The difference at list price. What the bill charges for a token can differ; that is kept apart.'],
  ['status', 'What the first-ranked explanation says of the meter.'],
] as const;

const icons: Readonly<Record<MeterStatus, React.ReactNode>> = {
  match: <Check className={tones.ok} />,
  'within rounding': <Check className={tones.ok} />,
  explained: <Check className={tones.ok} />,
  folded: <Route className={tones.calm} />,
  free: <CircleDashed className={tones.calm} />,
  unexplained: <CircleX className={tones.alarm} />,
  'missing row': <CircleDashed className={tones.calm} />,
  'not yet due': <Hourglass className={tones.calm} />,
};

/** Letters of all stories that explain a meter as the first does: `A to C`. */
function explainers({ explanations }: ReconcileReport, meter: ComparedMeter): string {
  const letters = explanations.flatMap((one, index) =>
    one.exact && one.meters.some((line) => line.meter === meter.meter && line.checked && line.residual === 0)
      ? [letterOf(index)]
      : [],
  );
  const [first = '', last = ''] = [letters[0], letters.at(-1)];
  const whole = letters.length > 2 && letters.length === letters.indexOf(last) + 1;
  return whole ? `${first} to ${last}` : letters.join(', ');
}

function statusWords(report: ReconcileReport, meter: ComparedMeter): string {
  switch (meter.status) {
    case 'match':
      return 'Match';
    case 'within rounding':
      return 'Within rounding';
    case 'explained':
      return `Explained by ${explainers(report, meter)}`;
    case 'folded':
      return `Folded into ${meter.meter === 'audio_cached' ? 'audio in' : 'text in'}`;
    case 'free': {
      const note = report.explanations[0]?.meters.find((line) => line.meter === meter.meter)?.note ?? '';
      return note.endsWith('so plausible')
        ? 'Free, plausible'
        : note.endsWith('so unusual')
          ? 'Free, unusual'
          : 'Free, not checked';
    }
    case 'unexplained':
      return 'Unexplained';
    case 'missing row':
      return 'No row on the bill';
    case 'not yet due':
      return 'Not yet due';
  }
}

function Row({ report, meter }: { readonly report: ReconcileReport; readonly meter: ComparedMeter }) {
  const tone = meter.meter.endsWith('out') ? tones.out : tones.in;
  return (
    <tr>
      <th scope="row">
        {meter.meter.startsWith('audio') ? <AudioLines className={tone} /> : <Type className={tone} />}
        {meterTitles[meter.meter]}
      </th>
      <td className={styles.name} title={meter.names.join('; ')}>
        {meter.names.join('; ')}
      </td>
      <td>{count(meter.reported)}</td>
      <td>{count(meter.expected)}</td>
      <td className={styles.billed}>
        {meter.billed !== null
          ? count(meter.billed)
          : meter.approximate === null
            ? 'no row'
            : `~${count(meter.approximate.tokens)}`}
      </td>
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

const ratio = (money: NonNullable<ReconcileReport['money']>): string =>
  Number(money.expected) > 0 ? `${new Exact(money.billed).div(money.expected).toFixed(2)} \u00d7 expected` : '';

/** Reported, expected and billed, meter by meter. */
export function Meters({ report }: { readonly report: ReconcileReport }) {
  const { meters, money } = report;
  const said = [noRowSentence(report), chargeSentence(report)].filter((text) => text !== null);
  return (
    <Section
      title="Meters"
      note="tokens; money at list price; difference is billed less expected"
      className={styles.section}
    >
      <table className={cx(table.table, styles.table)} aria-label="Meters">
        <thead>
          <tr>
            <th scope="col">
              <span className={type.hidden}>meter</span>
            </th>
            <th scope="col" className={styles.name}>
              <span className={type.hidden}>name on the bill</span>
            </th>
            {columns.map(([name, means]) => (
              <th key={name} scope="col" className={cx(name === 'status' && styles.status)}>
                <Tip text={means}>
                  <button type="button" className={styles.column} aria-description={means}>
                    {name === 'money' && money !== null ? currencyHead(money.currency) : name}
                  </button>
                </Tip>
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
          <tfoot>
            <tr>
              <th scope="row">All six</th>
              <td className={styles.name} />
              <td />
              <td />
              <td />
              <td />
              <td>
                <SignedMoney money={{ cost: money.difference, currency: money.currency }} />
              </td>
              <td className={styles.status}>{ratio(money)}</td>
            </tr>
          </tfoot>
        )}
      </table>
      {said.map((text) => (
        <p key={text} className={styles.variance}>
          {text}
        </p>
      ))}
    </Section>
  );
}
