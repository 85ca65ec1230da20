import { useState } from 'react';
import { optionSpec, sessionFromOptions } from '../../shared/protocol/build-session.ts';
import type { OptionSpec } from '../../shared/protocol/options.ts';
import { LongOption } from '../live/options/controls/long-option.tsx';
import type { Draft } from '../live/options/controls/control-props.ts';
import { Dialog } from '../parts/dialog.tsx';
import { usePreferences, useStores, useUi, useView } from '../store/context.ts';
import { cx } from '../styles/cx.ts';
import type from '../styles/type.module.css';
import styles from './settings.module.css';

const raw = optionSpec('json') as OptionSpec;

/** The session object as it is asked for, beside the one the service last sent, and what is merged into it by hand. */
export function SessionJson() {
  const { ui, options } = useStores();
  const open = useUi((state) => state.dialog === 'session-json');
  const asked = usePreferences((state) => state.options);
  const effective = useView((view) => view?.effective ?? null);
  const [draft, setDraft] = useState<Draft>({ changed: false, problem: null });
  return (
    <Dialog wide title="Session as JSON" open={open} onClose={() => ui.setState({ dialog: null })}>
      <section className={styles.raw}>
        <h3>{raw.label}</h3>
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
          <h3>Asked</h3>
          <pre className={cx(type.mono)}>{JSON.stringify(sessionFromOptions(asked), null, 2)}</pre>
        </section>
        <section>
          <h3>In effect, as the service last said it</h3>
          <pre className={cx(type.mono)}>
            {effective === null ? 'Not connected, so nothing is in effect.' : JSON.stringify(effective, null, 2)}
          </pre>
        </section>
      </div>
    </Dialog>
  );
}
