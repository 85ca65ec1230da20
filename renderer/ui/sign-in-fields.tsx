import type { ReactNode } from 'react';
import { type EntraMethod, entraMethods } from '../../shared/protocol/authentication.ts';
import type { EntraSignIn } from '../../shared/protocol/endpoints/schema.ts';
import { Field, Select } from './fields.tsx';
import styles from './form.module.css';

const words: Readonly<Record<EntraMethod, readonly [label: string, note: string]>> = {
  'azure-cli': ['Azure CLI', 'as az login left it'],
  browser: ['Browser', 'a page of Microsoft opens'],
  'device-code': ['Code', 'entered on any device'],
};
const methods = entraMethods.map((value) => ({ value, label: words[value][0], note: words[value][1] }));

export interface SignInFieldsProps {
  /** Makes the ids of the fields: `ID-tenant`, `ID-client`. */
  readonly id: string;
  readonly signIn: EntraSignIn;
  readonly onChange: (signIn: EntraSignIn) => void;
  /** Stands beside the choice: what signs in or out. */
  readonly beside?: ReactNode;
}

/** How to sign in with Entra ID and as whom: rows of a form of labels and fields. */
export function SignInFields({ id, signIn, onChange, beside }: SignInFieldsProps) {
  return (
    <>
      <span className={styles.label}>Sign in by</span>
      <div className={styles.row}>
        <Select
          name="How to sign in"
          value={signIn.method}
          choices={methods}
          onChoose={(method) => onChange({ ...signIn, method: method as EntraMethod })}
        />
        {beside}
      </div>
      <label className={styles.label} htmlFor={`${id}-tenant`}>
        Tenant
      </label>
      <Field
        id={`${id}-tenant`}
        placeholder="That of the account; else its id or domain"
        value={signIn.tenantId ?? ''}
        onChange={(event) => onChange({ ...signIn, tenantId: event.target.value.trim() })}
      />
      {signIn.method !== 'azure-cli' && (
        <>
          <label className={styles.label} htmlFor={`${id}-client`}>
            Application
          </label>
          <Field
            id={`${id}-client`}
            placeholder="Microsoft's own for development; else an application id"
            value={signIn.clientId ?? ''}
            onChange={(event) => onChange({ ...signIn, clientId: event.target.value.trim() })}
          />
        </>
      )}
    </>
  );
}
