import { sessionFromOptions } from '../../shared/protocol/build-session.ts';
import { Dialog } from '../parts/dialog.tsx';
import { usePreferences, useStores, useUi, useView } from '../store/context.ts';
import { cx } from '../styles/cx.ts';
import type from '../styles/type.module.css';
import styles from './settings.module.css';

/** The session object as it is asked for, beside the one the service last sent. */
export function SessionJson() {
  const { ui } = useStores();
  const open = useUi((state) => state.dialog === 'session-json');
  const asked = usePreferences((state) => state.options);
  const effective = useView((view) => view?.effective ?? null);
  return (
    <Dialog wide title="Session as JSON" open={open} onClose={() => ui.setState({ dialog: null })}>
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
