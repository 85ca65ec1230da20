import CircleX from 'lucide-react/icons/circle-x';
import KeyRound from 'lucide-react/icons/key-round';
import Mic from 'lucide-react/icons/mic';
import Plug from 'lucide-react/icons/plug';
import ShieldCheck from 'lucide-react/icons/shield-check';
import Waypoints from 'lucide-react/icons/waypoints';
import { useEffect, useRef } from 'react';
import type { BenchError } from '../../../shared/kit/errors.ts';
import { useStores, useView } from '../../store/context.ts';
import type { StartIntent } from '../../store/start.ts';
import { Button, CopyButton } from '../../ui/button.tsx';
import { sentenceCase, utcSecond } from '../../ui/format.ts';
import { errorWords, type Remedy, supportText } from './error-words.ts';
import styles from './error-page.module.css';

const remedies: Readonly<Record<Remedy, { readonly name: string; readonly icon: React.ReactNode }>> = {
  key: { name: 'Replace the key', icon: <KeyRound /> },
  deployment: { name: 'Edit the address', icon: <Plug /> },
  input: { name: 'Choose another input', icon: <Mic /> },
  entra: { name: 'Use Entra ID', icon: <ShieldCheck /> },
  network: { name: 'Network settings', icon: <Waypoints /> },
};

/** Which part of the start page a remedy leads to. */
const intents: Readonly<Record<Remedy, StartIntent | null>> = {
  key: 'key',
  deployment: 'address',
  input: null,
  entra: 'entra',
  network: 'network',
};

function Facts({
  error,
  url,
  when,
}: {
  readonly error: BenchError;
  readonly url: string | null;
  readonly when: string | null;
}) {
  const facts = [
    ...(url === null ? [] : [['Where', url] as const]),
    ...(when === null ? [] : [['When', when] as const]),
    ...Object.entries(error.facts ?? {}),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{sentenceCase(name)}</dt>
          <dd className={name === 'When' ? undefined : 'type-mono'}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A start that failed: what happened, what it means, what to do, and the facts worth sending on. */
export function ErrorPage({ error }: { readonly error: BenchError }) {
  const { start } = useStores();
  const header = useView((view) => (view?.phase === 'refused' ? view.header : null));
  const { where, title, steps } = errorWords(error);
  const first = steps.findIndex((step) => step.remedy !== null);
  const main = useRef<HTMLButtonElement>(null);
  useEffect(() => main.current?.focus({ preventScroll: true }), []);
  const mend = (remedy: Remedy | null): void => start.open(remedy === null ? null : intents[remedy]);
  const url = header?.endpoint.url ?? null;
  const when = header === null ? null : utcSecond(header.startedAt);
  return (
    <section aria-label="What went wrong" data-region tabIndex={-1} className={styles.page}>
      <div className={styles.body} role="alert">
        <p className={styles.where}>
          <CircleX />
          {where}
        </p>
        <h1 className="type-title">{title}</h1>
        <p className={styles.message}>{error.message}</p>
      </div>
      {steps.length > 0 && (
        <ol className={styles.steps}>
          {steps.map((step, index) => (
            <li key={step.title} className={styles.step}>
              <div className={styles.words}>
                <span className={styles.number}>{index + 1}</span>
                <p className={styles.stepTitle}>{step.title}</p>
                {step.text !== '' && <p className={styles.stepText}>{step.text}</p>}
              </div>
              {step.remedy !== null && (
                <Button
                  icon={remedies[step.remedy].icon}
                  ref={index === first ? main : undefined}
                  onClick={() => mend(step.remedy)}
                >
                  {remedies[step.remedy].name}
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
      <Facts error={error} url={url} when={when} />
      <CopyButton look="quiet" className={styles.copy} text={() => supportText(error, when, url)}>
        Copy for a support ticket, key left out
      </CopyButton>
    </section>
  );
}
