import KeyRound from 'lucide-react/icons/key-round';
import { useEffect, useState } from 'react';
import type { Answers } from '../../shared/bench-api.ts';
import type { Endpoint } from '../../shared/protocol/endpoint.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { useStores } from '../store/context.ts';
import { cx } from '../styles/cx.ts';
import type from '../styles/type.module.css';
import { recogniseEndpoint } from '../../shared/protocol/endpoint-recognise.ts';
import { draftWith, readDraft, type EndpointDraft } from './draft.ts';
import styles from './deployment-form.module.css';

const kinds = [
  { value: 'azure', label: 'Azure OpenAI, GA' },
  { value: 'openai', label: 'OpenAI' },
  { value: 'custom', label: 'WebSocket address' },
];

const auths = [
  { value: 'api-key', label: 'api-key header' },
  { value: 'bearer', label: 'bearer token' },
  { value: 'none', label: 'no key' },
];

const keptAs = {
  store: 'kept by this computer',
  memory: 'kept until the bench is closed',
  environment: 'from the environment',
};

/** The key goes once, by a command that can only write; the field is emptied and nothing ever reads it back. */
function KeyField({ endpoint }: { readonly endpoint: Endpoint | null }) {
  const { bench, host } = useStores();
  const [key, setKey] = useState('');
  const [status, setStatus] = useState<Answers['secret.status'] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const address = JSON.stringify(endpoint);
  const ask = async (): Promise<void> => {
    if (endpoint === null) return setStatus(null);
    const answer = await bench.call('secret.status', { owner: endpoint });
    setStatus(answer.ok ? answer : null);
  };
  useEffect(() => {
    void ask();
    // The address is the endpoint, by value.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [address]);
  const store = async (): Promise<void> => {
    if (endpoint === null || key === '') return;
    const secret = key;
    setKey('');
    const answer = await host.storeSecret(endpoint, secret);
    setProblem(answer.ok ? null : answer.error.message);
    await ask();
  };
  if (status?.needed === false) return null;
  return (
    <>
      <label className={styles.label} htmlFor="deployment-key">
        Key
      </label>
      <div className={styles.key}>
        <Field
          id="deployment-key"
          type="password"
          placeholder={status?.present === true ? 'Another key replaces the one at hand' : 'Paste the key'}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.stopPropagation();
            void store();
          }}
        />
        <Button disabled={key === '' || endpoint === null} onClick={() => void store()}>
          Store
        </Button>
      </div>
      <p className={cx(styles.note, problem !== null && styles.problem)} role={problem === null ? undefined : 'alert'}>
        {problem ??
          (status?.present === true && status.from !== null ? (
            <>
              <KeyRound className={styles.ok} /> A key is at hand, {keptAs[status.from]}. It is never shown again.
            </>
          ) : (
            'The key goes to the engine only; no page, log or record ever holds it.'
          ))}
      </p>
    </>
  );
}

export interface DeploymentFormProps {
  readonly draft: EndpointDraft;
  readonly onChange: (draft: EndpointDraft) => void;
  /** Show what is missing; before the first try it would only scold. */
  readonly strict: boolean;
}

/** The fields of a deployment that is not the simulator. An address pasted into any of them is taken apart. */
export function DeploymentForm({ draft, onChange, strict }: DeploymentFormProps) {
  const reading = readDraft(draft);
  const problemOf = (field: string): boolean => strict && !reading.ok && reading.field === field;
  const change = (part: Partial<EndpointDraft>): void => onChange({ ...draft, ...part });
  const paste = (event: React.ClipboardEvent): void => {
    const recognised = recogniseEndpoint(event.clipboardData.getData('text'));
    if (recognised.kind !== 'endpoint') return;
    event.preventDefault();
    onChange(draftWith(recognised.endpoint, draft));
  };
  return (
    <div className={styles.form} onPaste={paste}>
      <span className={styles.label}>Kind</span>
      <div className={styles.key}>
        <Select
          name="Kind of deployment"
          className={styles.grow}
          value={draft.kind}
          choices={kinds}
          onChoose={(kind) =>
            change({ kind: kind as EndpointDraft['kind'], auth: kind === 'openai' ? 'bearer' : 'api-key' })
          }
        />
        {draft.kind !== 'openai' && (
          <Select
            name="How the key travels"
            value={draft.auth}
            choices={draft.kind === 'custom' ? auths : auths.slice(0, 2)}
            onChoose={(auth) => change({ auth: auth as EndpointDraft['auth'] })}
          />
        )}
      </div>
      {draft.kind === 'custom' ? (
        <>
          <label className={styles.label} htmlFor="deployment-url">
            Address
          </label>
          <Field
            id="deployment-url"
            tone={problemOf('url') ? 'alarm' : 'plain'}
            placeholder="wss://host/path?model=name"
            value={draft.url}
            onChange={(event) => change({ url: event.target.value })}
          />
        </>
      ) : (
        <>
          <label className={styles.label} htmlFor="deployment-host">
            Host
          </label>
          <Field
            id="deployment-host"
            tone={problemOf('host') ? 'alarm' : 'plain'}
            placeholder={draft.kind === 'azure' ? 'contoso-voice.openai.azure.com' : 'api.openai.com'}
            value={draft.host}
            onChange={(event) => change({ host: event.target.value })}
          />
          <label className={styles.label} htmlFor="deployment-name">
            {draft.kind === 'azure' ? 'Deployment' : 'Model'}
          </label>
          <Field
            id="deployment-name"
            tone={problemOf('deployment') ? 'alarm' : 'plain'}
            placeholder={draft.kind === 'azure' ? 'voice-mini' : 'gpt-realtime-mini'}
            value={draft.deployment}
            onChange={(event) => change({ deployment: event.target.value })}
          />
        </>
      )}
      <KeyField endpoint={reading.ok ? reading.endpoint : null} />
      {reading.ok ? (
        <p className={cx(styles.note, type.mono)}>{reading.url}</p>
      ) : (
        strict && (
          <p className={cx(styles.note, styles.problem)} role="alert">
            {reading.problem}
          </p>
        )
      )}
    </div>
  );
}
