import { useId, type ReactNode } from 'react';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { cx } from '../../styles/cx.ts';
import styles from './composer.module.css';
import type { WishDraft } from './wish-draft.ts';

const modalities = [
  { value: '', label: 'as in the session' },
  { value: 'audio', label: 'audio' },
  { value: 'text', label: 'text' },
];
const places = [
  { value: 'in', label: 'the conversation' },
  { value: 'out', label: 'out of band', note: 'Nothing of it joins the conversation. It is charged like any other.' },
];

function Labelled({ name, wide, children }: { name: string; wide?: boolean; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <label htmlFor={id} className={cx(styles.label, wide === true && styles.wide)}>
      {name}
      {children(id)}
    </label>
  );
}

/** What may differ for one response. Empty fields hold as in the session. */
export function WishForm({ wish, onChange }: { wish: WishDraft; onChange: (wish: WishDraft) => void }) {
  const field = (name: string, key: keyof WishDraft, placeholder: string, wide = false, hint?: string): ReactNode => (
    <Labelled name={name} wide={wide}>
      {(id) => (
        <Field
          id={id}
          dense
          placeholder={placeholder}
          title={hint}
          value={String(wish[key])}
          onChange={(event) => onChange({ ...wish, [key]: event.target.value })}
        />
      )}
    </Labelled>
  );
  return (
    <div role="group" aria-label="This response alone" className={styles.wish}>
      <span className={styles.label}>
        Belongs to
        <Select
          name="Belongs to"
          dense
          value={wish.outOfBand ? 'out' : 'in'}
          choices={places}
          onChoose={(value) => onChange({ ...wish, outOfBand: value === 'out' })}
        />
      </span>
      <span className={styles.label}>
        Modality
        <Select
          name="Modality of this response"
          dense
          value={wish.modality}
          choices={modalities}
          onChoose={(value) => onChange({ ...wish, modality: value === 'audio' || value === 'text' ? value : '' })}
        />
      </span>
      {field('Voice', 'voice', 'as in the session')}
      {field('Max output, tokens', 'maxOutput', '1 to 4096, or inf')}
      {field(
        'Tool choice',
        'toolChoice',
        'as in the session',
        false,
        'auto, none, required, or the name of a function',
      )}
      {field('Metadata', 'metadata', 'name=value', false, 'name=value; name=value')}
      {field('Instructions', 'instructions', 'in place of those of the session', true)}
      {field('Reads these items instead', 'items', 'item ids', true)}
      {field('Reads this message instead', 'prompt', 'a message nobody sees', true)}
    </div>
  );
}
