import { useState } from 'react';
import { optionSpec, type OptionSpec, sessionFromOptions } from '../../../shared/protocol/options/options.ts';
import { usePreferences, useStores, useAppWindow, useView } from '../../store/context.ts';
import { Dialog } from '../../ui/overlays.tsx';
import { LongOption, type OptionDraft } from '../live/options/long-option.tsx';
import styles from './settings.module.css';

const raw = optionSpec('json') as OptionSpec;

/** The session object as it is asked for, beside the one the service last sent, and what is merged into it by hand. */
export function SessionJson() {
  const { appWindow, options } = useStores();
  const open = useAppWindow((state) => state.dialog === 'session-json');
  const asked = usePreferences((state) => state.options);
  const effective = useView((view) => view?.effective ?? null);
  const [draft, setDraft] = useState<OptionDraft>({ changed: false, problem: null });
  return (
    <Dialog wide title="Session as JSON" open={open} onClose={() => appWindow.closeDialog()}>
      <section className={styles.raw}>
        <h3 className={styles.jsonTitle}>{raw.label}</h3>
        <p className={styles.note}>{raw.description}</p>
        <LongOption
          spec={raw}
          value={asked['json'] ?? null}
          onAsk={(value) => void options.ask({ json: value })}
          onDraft={setDraft}
        />
        {draft.changed && draft.problem !== null && (
          <p role="alert" className={styles.problem}>
            {draft.problem}
          </p>
        )}
      </section>
      <div className={styles.json}>
        <section>
          <h3 className={styles.jsonTitle}>Asked</h3>
          <pre className="type-mono">{JSON.stringify(sessionFromOptions(asked), null, 2)}</pre>
        </section>
        <section>
          <h3 className={styles.jsonTitle}>In effect, as the service last said it</h3>
          <pre className="type-mono">
            {effective === null ? 'Not connected, so nothing is in effect.' : JSON.stringify(effective, null, 2)}
          </pre>
        </section>
      </div>
    </Dialog>
  );
}
