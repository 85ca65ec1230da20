import {
  choosing,
  draftForms,
  type EndpointDraft,
  needsKey,
  slotOf,
  textIn,
} from '../../../shared/protocol/endpoints/draft.ts';
import type { ChoiceField, TextField } from '../../../shared/protocol/endpoints/form-parts/endpoint-form.ts';
import { fieldsOf, formOf } from '../../../shared/protocol/endpoints/all-forms.ts';
import { type Choice, Field, Select } from '../../ui/fields.tsx';
import styles from '../../ui/form.module.css';

/** The field of a slot, by its id in the document. */
export const fieldId = (slot: string): string => `deployment-${slot}`;

export interface EndpointFieldsProps {
  readonly draft: EndpointDraft;
  readonly onChange: (part: Partial<EndpointDraft>) => void;
  /** The slot that is empty or wrong, once the form was tried. */
  readonly wrong: string | null;
}

/** The rows of a form, each with the fields that stand in it. */
interface Row {
  readonly label: string;
  readonly text: { readonly slot: string; readonly field: TextField } | null;
  readonly choices: readonly { readonly member: string; readonly field: ChoiceField }[];
}

/** What the chosen form asks for, in order: what everybody needs, or what only few do. */
function rowsOf(draft: EndpointDraft, rare: boolean): readonly Row[] {
  const rows: Row[] = [];
  for (const [member, field] of fieldsOf(formOf(draft))) {
    if (field.type === 'text') {
      const shown = (field.rare === true) === rare && (field.withKey !== true || needsKey(draft));
      if (shown) rows.push({ label: field.label, text: { slot: slotOf(member, field), field }, choices: [] });
    } else if (field.type === 'choice' && (field.rare === true) === rare) {
      const at = rows.findIndex(({ text, label }) => text === null && label === field.row);
      const choices = [...(rows[at]?.choices ?? []), { member, field }];
      rows.splice(at < 0 ? rows.length : at, at < 0 ? 0 : 1, { label: field.row, text: null, choices });
    }
  }
  return rows;
}

function TextRow({ slot, field, draft, onChange, wrong }: EndpointFieldsProps & NonNullable<Row['text']>) {
  const id = fieldId(slot);
  const list = field.suggestions === undefined ? undefined : `${id}-suggestions`;
  return (
    <>
      <label className={styles.label} htmlFor={id}>
        {field.label}
      </label>
      <Field
        id={id}
        tone={wrong === slot ? 'alarm' : 'plain'}
        aria-invalid={wrong === slot || undefined}
        placeholder={field.placeholder}
        list={list}
        value={textIn(draft, slot)}
        onChange={(event) => onChange({ [slot]: event.target.value })}
      />
      {list !== undefined && (
        <datalist id={list}>
          {field.suggestions?.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </>
  );
}

function Choices({
  choices,
  draft,
  onChange,
  grow,
}: Pick<EndpointFieldsProps, 'draft' | 'onChange'> & Pick<Row, 'choices'> & { readonly grow: boolean }) {
  return choices.map(({ member, field }) => (
    <Select
      key={member}
      name={field.name}
      className={grow ? styles.grow : undefined}
      value={textIn(draft, member)}
      choices={field.choices}
      onChoose={(value) => onChange({ [member]: value })}
    />
  ));
}

function FormRow({ of, ...props }: EndpointFieldsProps & { readonly of: Row }) {
  if (of.text !== null) return <TextRow {...props} {...of.text} />;
  return (
    <>
      <span className={styles.label}>{of.label}</span>
      <div className={styles.row}>
        <Choices {...props} choices={of.choices} grow />
      </div>
    </>
  );
}

const kinds: readonly Choice[] = draftForms.map(({ kind, label, note }) => ({
  value: kind,
  label,
  ...(note === undefined ? {} : { note }),
}));
const kindRow = 'Kind';

/** Kind, address and how the caller is authenticated. */
export function EndpointFields(props: EndpointFieldsProps) {
  const { draft, onChange } = props;
  const rows = rowsOf(draft, false);
  const choose = (value: string): void => {
    const form = draftForms.find(({ kind }) => kind === value);
    if (form !== undefined) onChange(choosing(form.kind));
  };
  return (
    <>
      <span className={styles.label}>{kindRow}</span>
      <div className={styles.row}>
        <Select
          name="Kind of deployment"
          className={styles.grow}
          value={draft.kind}
          choices={kinds}
          onChoose={choose}
        />
        {rows.map(
          ({ label, choices }) =>
            label === kindRow && (
              <Choices key={label} draft={draft} onChange={onChange} choices={choices} grow={false} />
            ),
        )}
      </div>
      {rows.map((of) => of.label !== kindRow && <FormRow key={of.label} {...props} of={of} />)}
    </>
  );
}

/** What few need: what the session is for, how its events are named, and where else its key may come from. */
export function RareFields(props: EndpointFieldsProps) {
  return rowsOf(props.draft, true).map((of) => <FormRow key={of.label} {...props} of={of} />);
}
