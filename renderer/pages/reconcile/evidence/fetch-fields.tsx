import type { Ref } from 'react';
import type { CostApi, CostQuestion, OpenAiQuestion } from '../../../../shared/contract/bench-api.ts';
import { type AzureCloud, azureCloudFacts, azureClouds } from '../../../../shared/protocol/authentication.ts';
import { openAiAdmin } from '../../../../shared/protocol/endpoints/credential-id.ts';
import { Field, Select } from '../../../ui/fields.tsx';
import { SignInFields } from '../../../ui/sign-in-fields.tsx';
import { SecretField } from '../../secret-field.tsx';
import form from '../../../ui/form.module.css';
import styles from './fetch-dialog.module.css';

const apis = [
  { value: 'query', label: 'Query', note: 'every agreement; a row a day, meter and resource' },
  { value: 'cost-details', label: 'Cost Details', note: 'Enterprise and Customer Agreements; every column, a month' },
];
const clouds = azureClouds.map((value) => ({ value, label: azureCloudFacts[value].name }));

interface DaysProps {
  readonly from: string;
  readonly to: string;
  readonly onChange: (part: { readonly from?: string; readonly to?: string }) => void;
  readonly first?: Ref<HTMLInputElement>;
}

function Days({ from, to, onChange, first }: DaysProps) {
  return (
    <>
      <span className={form.label}>UTC days</span>
      <div className={styles.days}>
        <Field
          {...(first === undefined ? {} : { inputRef: first })}
          aria-label="First day"
          placeholder="YYYY-MM-DD"
          value={from}
          onChange={(event) => onChange({ from: event.target.value.trim() })}
        />
        <span>to</span>
        <Field
          aria-label="Last day"
          placeholder="YYYY-MM-DD"
          value={to}
          onChange={(event) => onChange({ to: event.target.value.trim() })}
        />
      </div>
    </>
  );
}

export interface AzureFieldsProps {
  readonly question: CostQuestion;
  readonly onChange: (part: Partial<CostQuestion>) => void;
  readonly first: Ref<HTMLInputElement>;
}

/** Whose costs, of which days, from which API and cloud, and as whom. */
export function AzureFields({ question, onChange, first }: AzureFieldsProps) {
  const { scope, from, to, api, signIn, cloud = 'public' } = question;
  return (
    <>
      <label className={form.label} htmlFor="fetch-scope">
        Scope
      </label>
      <Field
        id="fetch-scope"
        inputRef={first}
        aria-describedby="fetch-state"
        placeholder="Resource id, or its page in the portal"
        title={scope}
        value={scope}
        onChange={(event) => onChange({ scope: event.target.value })}
      />
      <Days from={from} to={to} onChange={onChange} />
      <span className={form.label}>API</span>
      <Select name="API" value={api} choices={apis} onChoose={(value) => onChange({ api: value as CostApi })} />
      <span className={form.label}>Cloud</span>
      <Select
        name="Cloud"
        value={cloud}
        choices={clouds}
        onChoose={(value) => onChange({ cloud: value as AzureCloud })}
      />
      <SignInFields id="fetch" signIn={signIn} onChange={(changed) => onChange({ signIn: changed })} />
    </>
  );
}

export interface OpenAiFieldsProps {
  readonly question: OpenAiQuestion;
  readonly onChange: (part: Partial<OpenAiQuestion>) => void;
  readonly first: Ref<HTMLInputElement>;
  /** What is typed of an admin key and not stored yet. */
  readonly adminKey: string;
  /** Keys that this dialog stored by itself: where one is kept is asked anew after each. */
  readonly keysStored: number;
  readonly onKey: (key: string) => void;
}

/** Which days, of which project, and the key that reads them. */
export function OpenAiFields({ question, onChange, first, adminKey, keysStored, onKey }: OpenAiFieldsProps) {
  const { from, to, project } = question;
  return (
    <>
      <Days from={from} to={to} onChange={onChange} first={first} />
      <label className={form.label} htmlFor="fetch-project">
        Project
      </label>
      <Field
        id="fetch-project"
        aria-describedby="fetch-state"
        placeholder="The whole organization; else an id, proj_…"
        value={project}
        onChange={(event) => onChange({ project: event.target.value.trim() })}
      />
      <SecretField
        key={keysStored}
        id="fetch-key"
        label="Admin key"
        noun="key"
        owner={openAiAdmin}
        value={adminKey}
        onChange={onKey}
      />
    </>
  );
}
