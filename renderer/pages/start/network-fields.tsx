import FileBadge from 'lucide-react/icons/file-badge';
import X from 'lucide-react/icons/x';
import { useRef, useState } from 'react';
import { errorText } from '../../../shared/kit/errors.ts';
import { looksLikeSecret } from '../../../shared/kit/untrusted/secret-forms.ts';
import { certificatesIn, readProxyAddress } from '../../../shared/protocol/endpoints/network.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Field, Select, Switch } from '../../ui/fields.tsx';
import { SecretField } from '../secret-field.tsx';
import { type NetworkDraft, proxyLogin } from './start-form.ts';
import styles from '../../ui/form.module.css';

const proxies = [
  { value: 'system', label: 'As the system is set' },
  { value: 'none', label: 'No proxy' },
  { value: 'explicit', label: 'This proxy' },
];

/** A certificate file as PEM: as it is, or wrapped when it is binary. */
async function pemOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] !== 0x30) return new TextDecoder().decode(bytes);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}

function ExtraCa({ network, onChange }: Pick<NetworkFieldsProps, 'network' | 'onChange'>) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const pem = await pemOf(file);
    const found = certificatesIn(file.name, pem);
    setProblem(found.ok ? null : errorText(found.error));
    if (found.ok) onChange({ extraCa: { name: file.name, pem } });
  };
  const { extraCa } = network;
  return (
    <>
      <span className={styles.label}>Extra CA</span>
      <div className={styles.row}>
        <span className={styles.file}>{extraCa === null ? 'None' : extraCa.name}</span>
        {extraCa !== null && (
          <Button
            look="quiet"
            icon={<X />}
            aria-label="Take the extra CA out"
            onClick={() => onChange({ extraCa: null })}
          />
        )}
        <Button icon={<FileBadge />} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".pem,.crt,.cer,.der"
          aria-label="File of an extra certificate authority"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      {problem !== null && (
        <p role="alert" className={cx(styles.note, styles.problem)}>
          {problem}
        </p>
      )}
    </>
  );
}

export interface NetworkFieldsProps {
  readonly network: NetworkDraft;
  readonly onChange: (part: Partial<NetworkDraft>) => void;
  readonly password: string;
  readonly onPassword: (password: string) => void;
  readonly problem: string | null;
}

/** How the connection leaves this machine. */
export function NetworkFields(props: NetworkFieldsProps) {
  const { network, onChange, password, onPassword, problem } = props;
  return (
    <>
      <span className={styles.label}>Proxy</span>
      <Select
        name="Proxy"
        value={network.proxy}
        choices={proxies}
        onChoose={(proxy) => onChange({ proxy: proxy as NetworkDraft['proxy'] })}
      />
      {network.proxy === 'explicit' && (
        <>
          <label className={styles.label} htmlFor="proxy-url">
            Proxy address
          </label>
          <Field
            id="proxy-url"
            tone={problem === null ? 'plain' : 'alarm'}
            placeholder="http://proxy.example.com:8080"
            value={network.url}
            onChange={(event) => onChange({ url: event.target.value })}
            onPaste={(event) => {
              const text = event.clipboardData.getData('text');
              // A login in the address goes to its own fields, as a key in the address of a deployment does.
              const read = readProxyAddress(text);
              // No address of a deployment: the form must not take it apart. A key alone it must.
              if (read.ok || !looksLikeSecret(text)) event.stopPropagation();
              if (!read.ok || (read.user === null && read.secret === null)) return;
              event.preventDefault();
              onChange({ url: read.url, user: read.user ?? '' });
              onPassword(read.secret ?? '');
            }}
          />
          <label className={styles.label} htmlFor="proxy-user">
            Proxy user
          </label>
          <Field
            id="proxy-user"
            placeholder="Only when it asks for one"
            value={network.user}
            onChange={(event) => onChange({ user: event.target.value })}
          />
          {network.user.trim() !== '' && (
            <SecretField
              id="proxy-password"
              label="Password"
              noun="password"
              owner={proxyLogin(network)}
              value={password}
              onChange={onPassword}
            />
          )}
        </>
      )}
      <span className={styles.label}>Certificates</span>
      <div className={styles.switch}>
        <Switch
          name="Trust what the system trusts"
          on={network.systemCertificates}
          onChange={(systemCertificates) => onChange({ systemCertificates })}
        />
        <span className={styles.file}>Trust what this system trusts</span>
      </div>
      <ExtraCa network={network} onChange={onChange} />
      {problem !== null && (
        <p role="alert" className={cx(styles.note, styles.problem)}>
          {problem}
        </p>
      )}
    </>
  );
}
