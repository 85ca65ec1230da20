import AudioLines from 'lucide-react/icons/audio-lines';
import Captions from 'lucide-react/icons/captions';
import Image from 'lucide-react/icons/image';
import Type from 'lucide-react/icons/type';
import type { CostLine } from '../../../shared/pricing/cost.ts';
import type { PriceField } from '../../../shared/pricing/price-book.ts';
import { count } from '../../format/count.ts';
import { unitPriceUsd } from '../../format/money.ts';
import { Money } from '../../parts/money.tsx';
import { Section } from '../../parts/section.tsx';
import { cx } from '../../styles/cx.ts';
import styles from './tables.module.css';
import type { CostState } from './use-cost.ts';

const order: readonly PriceField[] = [
  'audio_in',
  'audio_cached',
  'audio_out',
  'text_in',
  'text_cached',
  'text_out',
  'image_in',
  'image_cached',
  'duration',
];

function FieldIcon({ line }: { readonly line: CostLine }) {
  const tone = line.field.endsWith('_out') ? styles.out : styles.in;
  if (line.source === 'transcription') return <Captions className={styles.plain} />;
  if (line.field.startsWith('audio')) return <AudioLines className={tone} />;
  if (line.field.startsWith('image')) return <Image className={tone} />;
  return <Type className={tone} />;
}

const shortUnit = { '1K tokens': 'per 1K', '1M tokens': 'per 1M', minute: 'a minute', hour: 'an hour' } as const;

const quantity = (line: CostLine): string =>
  line.unit === 'seconds' ? `${count(line.quantity)} s` : count(line.quantity);

/** Tokens by the field that prices them, cached counted apart from the input they are part of. */
export function ByField({ state }: { readonly state: CostState | null }) {
  const lines = [...(state?.cost.lines ?? [])].sort(
    (one, other) =>
      Number(one.source === 'transcription') - Number(other.source === 'transcription') ||
      order.indexOf(one.field) - order.indexOf(other.field),
  );
  return (
    <Section title="By field" note="cached counted apart" className={styles.section}>
      <table className={styles.table} aria-label="Cost by field">
        <thead>
          <tr>
            <th scope="col">field</th>
            <th scope="col">reported</th>
            <th scope="col">price</th>
            <th scope="col">cost</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.source} ${line.model} ${line.field}`}>
              <th scope="row" title={line.model ?? 'no model known'}>
                <FieldIcon line={line} />
                {line.label}
              </th>
              <td>{quantity(line)}</td>
              <td className={styles.price} title={line.price === null ? undefined : shortUnit[line.price.unit]}>
                {line.price === null ? 'unknown' : unitPriceUsd(line.price.price)}
              </td>
              <td>
                <Money usd={line.cost} />
              </td>
            </tr>
          ))}
          {lines.length === 0 && (
            <tr>
              <td colSpan={4} className={styles.none}>
                No usage reported yet.
              </td>
            </tr>
          )}
        </tbody>
        {lines.length > 0 && (
          <tfoot>
            <tr className={cx(styles.total)}>
              <th scope="row">Total</th>
              <td>{count(lines.reduce((sum, line) => sum + (line.unit === 'tokens' ? line.quantity : 0), 0))}</td>
              <td />
              <td>
                <Money usd={state?.cost.total ?? '0'} />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </Section>
  );
}
