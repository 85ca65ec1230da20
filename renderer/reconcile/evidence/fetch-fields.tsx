import type { Ref } from 'react';
import type { CostApi, CostQuestion } from '../../../shared/bench-api.ts';
import { azureCloudFacts, azureClouds, type AzureCloud } from '../../../shared/protocol/azure-clouds.ts';
import { Field } from '../../parts/field.tsx';
import form from '../../parts/form.module.css';
import { Select } from '../../parts/select.tsx';
import { SignInFields } from '../../parts/sign-in-fields.tsx';
import styles from './fetch-dialog.module.css';

const apis = [
  { value: 'query', label: 'Query', note: 'every agreement; a row a day, meter and resource' },
  { value: 'cost-details', label: 'Cost Details', note: 'Enterprise and Customer Agreements; every column, a month' },
];
const clouds = azureClouds.map((value) => ({ value, label: azureCloudFacts[value].name }));

export interface FetchFieldsProps {
  readonly question: CostQuestion;
  readonly onChange: (part: Partial<CostQuestion>) => void;
  readonly first: Ref<HTMLInputElement>;
}

/** Whose costs, of which days, from which API and cloud, and as whom. */
export function FetchFields({ question, onChange, first }: FetchFieldsProps) {
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
      <span className={form.label}>UTC days</span>
      <div className={styles.days}>
        <Field
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
