import Save from 'lucide-react/icons/save';
import { useState } from 'react';
import {
  draftAuth,
  type EndpointDraft,
  isTranscription,
  readDraft,
  unknownParameter,
} from '../../../shared/protocol/endpoints/draft.ts';
import { dialectLabel } from '../../../shared/protocol/dialects.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Field, Switch } from '../../ui/fields.tsx';
import { EndpointFields, RareFields } from './endpoint-fields.tsx';
import { EntraFields } from './entra-fields.tsx';
import { NetworkFields } from './network-fields.tsx';
import { afterInsert, afterKeep, afterPaste, insertedAtOnce, type Pasted } from './pasted.ts';
import { SecretField } from '../secret-field.tsx';
import { networkWords, readNetwork, type StartForm, suggestedName } from './start-form.ts';
import styles from '../../ui/form.module.css';

export interface DeploymentFormProps {
  readonly form: StartForm;
  readonly onChange: (part: Partial<StartForm>) => void;
  /** Show what is missing; before the first try it would only scold. */
  readonly strict: boolean;
  /** The rows that few need are shown. */
  readonly moreOpen: boolean;
  readonly onMoreOpen: (open: boolean) => void;
  readonly onSave: () => void;
  /** Why the profile was not saved. */
  readonly refused: string | null;
}

/** The fields of a deployment that is not the simulator. An address pasted into any of them is taken apart. */
export function DeploymentForm(props: DeploymentFormProps) {
  const { form, onChange, strict, refused } = props;
  const { draft, network } = form;
  const [problem, setProblem] = useState<string | null>(null);
  const reading = readDraft(draft);
  const way = readNetwork(network);
  /** True when the form took it, or refused it: no field may have it. */
  const follow = (pasted: Pasted): boolean => {
    setProblem(pasted.kind === 'refused' ? pasted.problem : null);
    if (pasted.kind === 'taken') onChange(pasted.part);
    return pasted.kind !== 'text';
  };
  const paste = (event: React.ClipboardEvent): void => {
    const pasted = afterPaste(event.clipboardData.getData('text'), form);
    const hidden = event.target instanceof HTMLInputElement && event.target.type === 'password';
    // A key belongs into such a field; only an address has to be taken apart there too.
    if (hidden && (pasted.kind !== 'taken' || pasted.part.draft === undefined)) return;
    if (follow(pasted)) event.preventDefault();
  };
  /** The same for what comes without a paste, dropped or filled in. */
  const tookInserted = (before: string, after: string): boolean => {
    const inserted = insertedAtOnce(before, after);
    return inserted !== null && follow(afterInsert(inserted, form));
  };
  const changeDraft = (part: Partial<EndpointDraft>): void => {
    const texts = Object.entries(part) as readonly [keyof EndpointDraft, unknown][];
    const took = texts.some(([field, after]) => {
      const before = draft[field];
      return typeof before === 'string' && typeof after === 'string' && tookInserted(before, after);
    });
    if (!took) onChange({ draft: { ...draft, ...part }, notes: [], leftOut: null });
  };
  const endpoint = reading.ok ? reading.endpoint : null;
  const saying = problem ?? refused ?? (strict && !reading.ok ? reading.problem : null);
  const wrong = strict && !reading.ok ? reading.field : null;
  const fields = {
    draft,
    wrong,
    onChange: changeDraft,
  };
  const optionsNote = form.keepOptions
    ? 'Saved with the profile, set again when it is chosen'
    : 'Left as they are when it is chosen';
  const unknown = unknownParameter(draft);
  const transcribes = reading.ok ? reading.intent === 'transcription' : isTranscription(draft);
  const open = props.moreOpen || wrong === 'keyVariable' || (strict && !way.ok);
  return (
    <div className={styles.form} onPaste={paste}>
      <label className={styles.label} htmlFor="profile-name">
        Profile
      </label>
      <div className={styles.row}>
        <Field
          id="profile-name"
          placeholder={suggestedName(form) || 'Name it to keep it'}
          value={form.name}
          maxLength={100}
          onChange={({ target: { value } }) => {
            if (!tookInserted(form.name, value)) onChange({ name: value });
          }}
        />
        <Button icon={<Save />} onClick={props.onSave}>
          {form.profileId === null ? 'Save profile' : 'Save changes'}
        </Button>
      </div>
      <span className={styles.label}>Options</span>
      <div className={styles.switch}>
        <Switch
          name="Keep these options in the profile"
          on={form.keepOptions}
          onChange={(keepOptions) => onChange({ keepOptions })}
        />
        <span className={styles.file}>{optionsNote}</span>
      </div>
      <EndpointFields {...fields} />
      {draftAuth(draft) === 'entra' ? (
        <EntraFields
          entra={draft.entra}
          onChange={(entra) => onChange({ draft: { ...draft, entra } })}
          endpoint={endpoint}
          network={way.ok ? way.network : null}
        />
      ) : (
        <SecretField
          id="deployment-key"
          label="Key"
          noun="key"
          owner={endpoint}
          value={form.key}
          onChange={(key) => onChange({ key })}
        />
      )}
      <span className={styles.label}>More</span>
      <div className={styles.row}>
        <span className={styles.file}>
          {`${transcribes ? 'Transcription only' : 'Conversation'}, ${networkWords(network)}`}
        </span>
        <Button id="deployment-more" aria-expanded={open} onClick={() => props.onMoreOpen(!open)}>
          {open ? 'Less' : 'Change'}
        </Button>
      </div>
      {open && (
        <>
          <RareFields {...fields} />
          <NetworkFields
            network={network}
            onChange={(part) => onChange({ network: { ...network, ...part } })}
            password={form.proxyPassword}
            onPassword={(proxyPassword) => onChange({ proxyPassword })}
            problem={strict && !way.ok ? way.problem : null}
          />
        </>
      )}
      {form.notes.map((note) => (
        <p key={note} role="status" className={styles.note}>
          {note}
        </p>
      ))}
      {form.leftOut?.names.map((name) => (
        <div key={name} className={styles.note}>
          <Button onClick={() => onChange(afterKeep(name, form))}>Keep {name}: it is no secret</Button>
        </div>
      ))}
      {unknown !== null && (
        <div className={styles.note}>
          <Button
            onClick={() => onChange({ draft: { ...draft, allowParameters: [...draft.allowParameters, unknown] } })}
          >
            Keep {unknown}: it is no secret
          </Button>
        </div>
      )}
      {reading.ok && <p className={cx(styles.note, 'type-mono')}>{reading.url}</p>}
      {reading.ok && <p className={styles.note}>Spoken to in {dialectLabel(reading.dialect)} events.</p>}
      {saying !== null && (
        <p className={cx(styles.note, styles.problem)} role="alert">
          {saying}
        </p>
      )}
    </div>
  );
}
