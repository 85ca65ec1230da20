import Cpu from 'lucide-react/icons/cpu';
import Plug from 'lucide-react/icons/plug';
import { Suspense } from 'react';
import { keyOf } from '../../actions/actions.ts';
import { usePreferences, useFirst } from '../../store/context.ts';
import { Key } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Switch } from '../../ui/fields.tsx';
import { DeploymentForm } from './late-parts.ts';
import type { StartPageControl } from './use-start-page.ts';
import styles from './start.module.css';

/** What to speak to: the simulator, or a deployment with its form. */
export function DeploymentChoice({ page }: { readonly page: StartPageControl }) {
  const { preferences } = useFirst();
  const endpoint = usePreferences((all) => all.endpoint);
  const { form, other, strict, moreOpen, refused } = page.state;
  return (
    <div role="radiogroup" aria-label="Deployment">
      <div className={cx(styles.card, !other && styles.chosen)}>
        <label className={styles.choice}>
          <input
            type="radio"
            name="deployment"
            className={styles.radio}
            checked={!other}
            onChange={() => page.chooseSimulator()}
          />
          <Cpu className={styles.icon} />
          <span className={styles.inputWords}>
            <span className={styles.name}>Simulator</span>
            <span className={styles.note}>
              On this machine. Real protocol and timing, no key, no network, no charge.
            </span>
          </span>
        </label>
        {!other && endpoint.kind === 'simulator' && (
          <div className={styles.echo}>
            <span className={styles.note}>Echo: plays back what you say</span>
            <Switch
              name="Echo mode"
              on={endpoint.mode === 'echo'}
              onChange={(on) => void preferences.change({ endpoint: { ...endpoint, mode: on ? 'echo' : 'voice' } })}
            />
          </div>
        )}
      </div>
      <div className={cx(styles.card, other && styles.chosen)}>
        <label className={styles.choice}>
          <input
            type="radio"
            name="deployment"
            className={styles.radio}
            checked={other}
            onChange={() => page.chooseOther()}
          />
          <Plug className={styles.icon} />
          <span className={styles.inputWords}>
            <span className={styles.name}>Azure OpenAI, OpenAI or a URL</span>
            <span className={styles.note}>Paste any endpoint; it is recognised and split into its fields.</span>
          </span>
          <Key name={keyOf('new-deployment') ?? ''} />
        </label>
        {other && (
          <Suspense>
            <DeploymentForm
              form={form}
              onChange={(part) => page.edit(part)}
              strict={strict}
              moreOpen={moreOpen}
              onMoreOpen={(open) => page.openMore(open)}
              onSave={() => void page.save()}
              refused={refused}
            />
          </Suspense>
        )}
      </div>
    </div>
  );
}
