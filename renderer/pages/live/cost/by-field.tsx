import AudioLines from 'lucide-react/icons/audio-lines';
import Captions from 'lucide-react/icons/captions';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import Image from 'lucide-react/icons/image';
import Type from 'lucide-react/icons/type';
import { useMemo } from 'react';
import { meterFacts, meterKinds } from '../../../../shared/billing/meter-kind.ts';
import { unitPrice, wholeMoney } from '../../../../shared/kit/money-format.ts';
import { currencyHead } from '../../../../shared/kit/money.ts';
import { knownTotal, type SessionCost, shownPrice } from '../../../../shared/pricing/cost.ts';
import type { SessionCosts } from '../../../../shared/session/costs/session-costs.ts';
import { type FieldRow, fieldRows } from '../../../../shared/session/costs/field-rows.ts';
import { cachedPath, fieldLabel, inputPath, knownField } from '../../../../shared/usage/fields.ts';
import type { UsageField } from '../../../../shared/usage/ledger.ts';
import { useView } from '../../../store/context.ts';
import { useBook } from '../../../store/session-prices.ts';
import { cx } from '../../../ui/cx.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { Money } from '../../../ui/money.tsx';
import { Section } from '../../../ui/section.tsx';
import type { CostState } from './use-cost.ts';
import table from '../../../ui/styles/table.module.css';
import tones from '../../../ui/styles/tone.module.css';
import styles from './tables.module.css';

/** What images are billed as: only read, and on no meter of a response. */
const imagePrices = [inputPath('image'), cachedPath('image')].map((path) => knownField('response', path)?.price);

/** What kind of tokens it is, as a sign. */
export function FieldIcon({ row: { field, source } }: { readonly row: Pick<FieldRow, 'field' | 'source'> }) {
  if (field === 'not_understood') return <CircleDashed className={styles.plain} />;
  if (source === 'transcription') return <Captions className={styles.plain} />;
  const meter = meterKinds.find((kind) => kind === field);
  if (meter === undefined) {
    return imagePrices.includes(field) ? <Image className={tones.in} /> : <CircleDashed className={styles.plain} />;
  }
  const { modality, direction } = meterFacts[meter];
  const tone = { in: tones.in, out: tones.out }[direction];
  return modality === 'audio' ? <AudioLines className={tone} /> : <Type className={tone} />;
}

const amount = (value: number, unit: FieldRow['unit'], about = false): string =>
  `${about ? '~' : ''}${count(unit === 'seconds' ? Math.round(value * 10) / 10 : value)}${unit === 'seconds' ? ' s' : ''}`;

/** What priced the row, for a hover: `gpt-realtime-mini 1215, $10.00 per 1M tokens`. */
const priceWords = ({ field, pricedAs, price }: FieldRow, currency: string): string =>
  field === 'not_understood'
    ? 'Reported in a way that no price fits, so it is in no sum.'
    : price === null
      ? `${pricedAs ?? 'No model is known'}: no price in this book`
      : `${pricedAs}, ${unitPrice(shownPrice(price).price, currency)} per ${shownPrice(price).unit}. ${price.source}.`;

/** How far the amount of a row may be off, and what may come on top; undefined: nothing of either. */
function openWords({ width, ifBilled, unit }: FieldRow): string | undefined {
  const of = unit === 'seconds' ? ' s' : '';
  const words = [
    ...(width > 0 ? [`±${amount(width, unit)}`] : []),
    ...(ifBilled > 0 ? [`up to ${count(Math.round(ifBilled))}${of} more if billed`] : []),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

const tokensOf = (rows: readonly FieldRow[], pick: (row: FieldRow) => number): number =>
  rows.reduce((sum, row) => sum + (row.unit === 'tokens' ? pick(row) : 0), 0);

const whole = ({ total, currency }: SessionCost): string => wholeMoney(total, currency);

/** The sum is of best estimates; its ends, and what may come on top, in words. */
function onTopWords({ least, most, ifBilled, estimated }: SessionCosts): string | undefined {
  const words = [
    ...(estimated ? [`${whole(least)} to ${whole(most)}`] : []),
    ...(ifBilled.lines.length === 0 ? [] : [`up to ${whole(ifBilled)} more if billed`]),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

/** Tokens by the field that prices them, reported beside expected; cached counted apart from the input they are part of. */
export function ByField({ state }: { readonly state: CostState | null }) {
  const costs = state?.costs ?? null;
  const rows = useMemo(() => (costs === null ? [] : fieldRows(costs)), [costs]);
  const open = rows.some(({ ifBilled }) => ifBilled > 0);
  const inUse = useBook()?.book.currency ?? '';
  const currency = costs?.expected.currency ?? inUse;
  return (
    <Section title="By field" note="cached counted apart">
      <table className={cx(table.table, styles.table, styles.fields, open && styles.five)} aria-label="Cost by field">
        <thead>
          <tr>
            <th scope="col">
              <span className="part-unseen">field</span>
            </th>
            <th scope="col" className={styles.number}>
              reported
            </th>
            <th scope="col" className={styles.number}>
              expected
            </th>
            {open && (
              <th scope="col" className={styles.onTop} title="What may be billed on top, at most">
                <CircleDashed />
                <span className="part-unseen">if billed, at most</span>
              </th>
            )}
            <th scope="col" className={styles.money}>
              {`expected ${currencyHead(currency)}`}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.source} ${row.pricedAs} ${row.label}`} title={priceWords(row, currency)}>
              <th scope="row">
                <FieldIcon row={row} />
                {row.label}
              </th>
              <td className={styles.number}>{amount(row.reported, row.unit)}</td>
              <td className={styles.number} title={openWords(row)}>
                {amount(row.expected, row.unit, row.estimated)}
              </td>
              {open && (
                <td className={styles.onTop} title={openWords(row)}>
                  {row.ifBilled === 0 ? '' : amount(row.ifBilled, row.unit)}
                </td>
              )}
              <td className={styles.money}>
                <Money amount={row.expectedCost} currency={currency} about={row.estimated} />
              </td>
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={open ? 5 : 4} className={styles.none}>
                No usage yet.
              </td>
            </tr>
          )}
        </tbody>
        {rows.length > 0 && costs !== null && (
          <tfoot>
            <tr className={cx(styles.total)}>
              <th scope="row">Total</th>
              <td>{count(tokensOf(rows, (row) => row.reported))}</td>
              <td>{`${rows.some(({ unit, estimated }) => estimated && unit === 'tokens') ? '~' : ''}${count(tokensOf(rows, (row) => row.expected))}`}</td>
              {open && <td className={styles.onTop}>{count(tokensOf(rows, (row) => row.ifBilled))}</td>}
              <td title={onTopWords(costs)}>
                <Money amount={knownTotal(costs.expected)} currency={currency} about={costs.estimated} />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </Section>
  );
}

const depthOf = (field: UsageField): number => {
  let depth = 0;
  for (let known = knownField(field.source, field.path); known?.partOf; known = knownField(field.source, known.partOf))
    depth += 1;
  return Math.min(depth, 3);
};

const indents = [undefined, styles.one, styles.two, styles.three];

function FieldRows({ fields, title }: { readonly fields: readonly UsageField[]; readonly title: string }) {
  if (fields.length === 0) return null;
  return (
    <tbody>
      <tr className={styles.groupRow}>
        <th scope="rowgroup" colSpan={3}>
          {title}
        </th>
      </tr>
      {fields.map((field) => (
        <tr key={`${field.model} ${field.path}`} title={field.path}>
          <th scope="row">
            <span className={indents[depthOf(field)]}>
              {fieldLabel(field.source, field.path)}
              {!field.known && (
                <em
                  className={styles.unknown}
                  title="This version has no name for it; it is kept and totalled all the same"
                >
                  new
                </em>
              )}
            </span>
          </th>
          <td className={styles.price}>{count(field.reports)}</td>
          <td>{count(field.total)}</td>
        </tr>
      ))}
    </tbody>
  );
}

/** Every numeric field of every usage object as the service reported it, known or not, with its total. */
export function EveryField() {
  const usage = useView((view) => view?.usage ?? null);
  if (usage === null || usage.fields.length === 0) return null;
  const models = [
    ...new Set(usage.fields.filter((field) => field.source === 'transcription').map(({ model }) => model)),
  ];
  return (
    <Section title="Every usage field" note="as reported" className={styles.section}>
      <table className={cx(table.table, styles.table)} aria-label="Usage by field">
        <thead>
          <tr>
            <th scope="col">field</th>
            <th scope="col">reports</th>
            <th scope="col">total</th>
          </tr>
        </thead>
        <FieldRows title="Responses" fields={usage.fields.filter((field) => field.source === 'response')} />
        {models.map((model) => (
          <FieldRows
            key={model}
            title={`Transcription, ${model ?? 'model unknown'}`}
            fields={usage.fields.filter((field) => field.source === 'transcription' && field.model === model)}
          />
        ))}
      </table>
    </Section>
  );
}
