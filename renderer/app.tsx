import './styles/tokens.css';
import './styles/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import styles from './app.module.css';
import { Announcer } from './frame/announcer.tsx';
import { StatusBar } from './frame/status-bar.tsx';
import { Strips } from './frame/strips.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { useKeys } from './keys/use-keys.ts';
import { LivePage, OptionsPanel, readAhead, ReconcilePage, SessionsPage } from './pages.ts';
import { useTheme } from './parts/use-theme.ts';
import { KeysDialog } from './settings/keys-dialog.tsx';
import { LateDialogs } from './settings/late-dialogs.tsx';
import { Settings } from './settings/settings.tsx';
import { StartPage } from './start/start.tsx';
import { windowMemory } from './store/audio/capture-memory.ts';
import { StoresProvider, usePreferences, useUi, useView } from './store/context.ts';
import type { AudioDoor, HostDoor } from './store/door.ts';
import { nextFrame } from './store/frame.ts';
import { pageAudio } from './store/audio/page-audio.ts';
import { createStores, loadStores, type Bench, type Stores } from './store/stores.ts';

const nowMs = (): number => performance.now();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const opening = {
  bench: 'Opening the session.',
  sessions: 'Opening the saved sessions.',
  reconcile: 'Opening the reconciliations.',
} as const;

function Pages({ stores }: { readonly stores: Stores }) {
  useTheme(usePreferences((state) => state.theme));
  useKeys(stores);
  const status = useStore(stores.session, (state) => state.status);
  const loaded = useStore(stores.preferences, (state) => state.loaded);
  const phase = useView((view) => view?.phase ?? null);
  const refusal = useView((view) => (view?.phase === 'refused' ? view.error : null));
  const { page, atStart: asked, startError, optionsOpen } = useUi((state) => state);
  const error = phase === 'open' || phase === 'closing' ? null : (startError ?? refusal);
  const atStart = asked || (phase === null && error === null);
  if (status === 'loading' || !loaded) return <p className={styles.loading}>Reading the session.</p>;
  return (
    <>
      <TopBar atStart={atStart} />
      <Suspense fallback={<p className={styles.loading}>{opening[page]}</p>}>
        {page === 'sessions' ? (
          <SessionsPage />
        ) : page === 'reconcile' ? (
          <ReconcilePage />
        ) : atStart ? (
          <div className={styles.start}>
            {optionsOpen && (
              <div className={styles.options}>
                <Suspense>
                  <OptionsPanel />
                </Suspense>
              </div>
            )}
            <div className={styles.main}>
              <Strips />
              <StartPage />
            </div>
          </div>
        ) : (
          <LivePage error={error} />
        )}
      </Suspense>
      {page !== 'reconcile' && <StatusBar atStart={atStart} />}
      <Settings />
      <KeysDialog />
      <LateDialogs />
      <Announcer />
    </>
  );
}

export interface AppProps {
  readonly host: HostDoor;
  readonly bench: Bench;
  /** The sound of this computer; a test brings its own. */
  readonly audio?: AudioDoor;
}

/** The window. One `App` a page; everything it knows hangs on the stores it makes. */
export function App({ host, bench, audio = pageAudio }: AppProps) {
  const [stores] = useState(() =>
    createStores({ host, bench, door: audio, memory: windowMemory(sessionStorage), schedule: nextFrame, nowMs, wait }),
  );
  useEffect(() => void loadStores(stores).then(readAhead), [stores]);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <StoresProvider value={stores}>
          <div className={styles.window}>
            <Pages stores={stores} />
          </div>
        </StoresProvider>
      </Tooltip.Provider>
    </CSPProvider>
  );
}
