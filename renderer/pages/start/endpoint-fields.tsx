import { openaiHosts } from '../../../shared/protocol/endpoints/address-checks.ts';
import type { AuthScheme } from '../../../shared/protocol/endpoints/authentication.ts';
import { type Choice, Field, Select } from '../../ui/fields.tsx';
import type { DraftField, EndpointDraft } from './start-form.ts';
import styles from '../../ui/form.module.css';

type Kind = EndpointDraft['kind'];

const kinds: readonly (Choice & { readonly value: Kind })[] = [
  { value: 'azure', label: 'Azure OpenAI, GA' },
  { value: 'azure-preview', label: 'Azure OpenAI, preview', note: 'with an api-version' },
  { value: 'azure-unversioned', label: 'Azure, without a version', note: '/openai/realtime?model=' },
  { value: 'openai', label: 'OpenAI' },
  { value: 'custom', label: 'WebSocket address', note: 'sent as it is' },
];

const auths: readonly (Choice & { readonly value: AuthScheme })[] = [
  { value: 'api-key', label: 'api-key header' },
  { value: 'bearer', label: 'bearer token' },
  { value: 'entra', label: 'Entra ID' },
  { value: 'none', label: 'no key' },
];

interface FieldSpec {
  readonly field: keyof EndpointDraft &
    ('host' | 'deployment' | 'apiVersion' | 'url' | 'organization' | 'project' | 'keyVariable');
  readonly label: string;
  readonly placeholder: string;
  readonly list?: string;
}

const azureFields: readonly FieldSpec[] = [
  { field: 'host', label: 'Host', placeholder: 'contoso-voice.openai.azure.com' },
  { field: 'deployment', label: 'Deployment', placeholder: 'voice-mini' },
];

/** What each kind asks for. One entry a field. */
const fieldsOf: Readonly<Record<Kind, readonly FieldSpec[]>> = {
  azure: azureFields,
  'azure-preview': [...azureFields, { field: 'apiVersion', label: 'api-version', placeholder: '2025-04-01-preview' }],
  'azure-unversioned': azureFields,
  openai: [
    { field: 'host', label: 'Host', placeholder: 'api.openai.com', list: 'openai-hosts' },
    { field: 'deployment', label: 'Model', placeholder: 'gpt-realtime-mini' },
  ],
  custom: [{ field: 'url', label: 'Address', placeholder: 'wss://host/path?model=name' }],
};

/** What only few need, by kind. */
const rareFieldsOf: Partial<Record<Kind, readonly FieldSpec[]>> = {
  openai: [
    { field: 'organization', label: 'Organization', placeholder: 'Only when the key has several' },
    { field: 'project', label: 'Project', placeholder: 'Only when the key has several' },
  ],
};

const variableField: FieldSpec = {
  field: 'keyVariable',
  label: 'Key variable',
  placeholder: 'The usual ones; else its name, e.g. OPENAI_API_KEY',
};

const dialects = [
  { value: 'ga', label: 'GA events' },
  { value: 'preview', label: 'preview events' },
];
const intents = [
  { value: 'conversation', label: 'Conversation' },
  { value: 'transcription', label: 'Transcription only' },
];

export interface EndpointFieldsProps {
  readonly draft: EndpointDraft;
  readonly onChange: (part: Partial<EndpointDraft>) => void;
  /** The field that is missing or wrong, once the form was tried. */
  readonly wrong: DraftField | null;
}

function TextField({ spec, draft, onChange, wrong }: EndpointFieldsProps & { readonly spec: FieldSpec }) {
  const id = `deployment-${spec.field}`;
  return (
    <>
      <label className={styles.label} htmlFor={id}>
        {spec.label}
      </label>
      <Field
        id={id}
        tone={wrong === spec.field ? 'alarm' : 'plain'}
        aria-invalid={wrong === spec.field || undefined}
        placeholder={spec.placeholder}
        list={spec.list}
        value={draft[spec.field]}
        onChange={(event) => onChange({ [spec.field]: event.target.value })}
      />
    </>
  );
}

const usual = (kind: Kind): AuthScheme => (kind === 'openai' || kind === 'azure-unversioned' ? 'bearer' : 'api-key');

/** Kind, address and how the caller is authenticated. */
export function EndpointFields(props: EndpointFieldsProps) {
  const { draft, onChange } = props;
  return (
    <>
      <span className={styles.label}>Kind</span>
      <div className={styles.row}>
        <Select
          name="Kind of deployment"
          className={styles.grow}
          value={draft.kind}
          choices={kinds}
          onChoose={(kind) => onChange({ kind: kind as Kind, auth: usual(kind as Kind) })}
        />
        {draft.kind !== 'openai' && (
          <Select
            name="How the key travels"
            value={draft.auth}
            choices={draft.kind === 'custom' ? auths : auths.filter(({ value }) => value !== 'none')}
            onChoose={(auth) => onChange({ auth: auth as AuthScheme })}
          />
        )}
      </div>
      {fieldsOf[draft.kind].map((spec) => (
        <TextField key={spec.field} {...props} spec={spec} />
      ))}
      {draft.kind === 'openai' && (
        <datalist id="openai-hosts">
          {openaiHosts.map((host) => (
            <option key={host} value={host} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** What few need: what the session is for, how its events are named, and where else its key may come from. */
export function RareFields(props: EndpointFieldsProps) {
  const { draft, onChange } = props;
  const mayChooseDialect = draft.kind === 'custom' || draft.kind === 'azure-unversioned';
  const needsKey = draft.auth === 'api-key' || draft.auth === 'bearer';
  return (
    <>
      {(rareFieldsOf[draft.kind] ?? []).map((spec) => (
        <TextField key={spec.field} {...props} spec={spec} />
      ))}
      <span className={styles.label}>Session</span>
      <div className={styles.row}>
        {draft.kind === 'custom' ? null : (
          <Select
            name="What the session is for"
            className={styles.grow}
            value={draft.transcription ? 'transcription' : 'conversation'}
            choices={intents}
            onChoose={(intent) => onChange({ transcription: intent === 'transcription' })}
          />
        )}
        {mayChooseDialect && (
          <Select
            name="How its events are named"
            className={styles.grow}
            value={draft.dialect}
            choices={dialects}
            onChoose={(dialect) => onChange({ dialect: dialect as EndpointDraft['dialect'] })}
          />
        )}
      </div>
      {needsKey && <TextField {...props} spec={variableField} />}
    </>
  );
}
