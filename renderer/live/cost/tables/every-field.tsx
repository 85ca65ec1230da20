import type { UsageField } from '../../../../shared/usage/ledger.ts';
import { fieldLabel, knownField } from '../../../../shared/usage/fields.ts';
import { count } from '../../../format/count.ts';
import { Section } from '../../../parts/section.tsx';
import { useView } from '../../../store/context.ts';
import { cx } from '../../../styles/cx.ts';
import styles from './tables.module.css';
import table from '../../../styles/table.module.css';

const depthOf = (field: UsageField): number => {
  let depth = 0;
  for (let known = knownField(field.source, field.path); known?.partOf; known = knownField(field.source, known.partOf))
    depth += 1;
  return Math.min(depth, 3);
};

const indents = [undefined, styles.one, styles.two, styles.three];

function Rows({ fields, title }: { readonly fields: readonly UsageField[]; readonly title: string }) {
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
        <Rows title="Responses" fields={usage.fields.filter((field) => field.source === 'response')} />
        {models.map((model) => (
          <Rows
            key={model}
            title={`Transcription, ${model ?? 'model unknown'}`}
            fields={usage.fields.filter((field) => field.source === 'transcription' && field.model === model)}
          />
        ))}
      </table>
    </Section>
  );
}
