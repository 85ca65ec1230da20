import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { type JSX, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { titled } from '../../shared/session/titled.ts';
import { type ChunkList, last } from '../../shared/kit/chunk-list.ts';
import type { ItemView } from '../../shared/session/view.ts';
import { useKeys } from '../actions/keyboard.ts';
import { KeysDialog } from '../pages/settings/keys-dialog.tsx';
import { LateDialogs } from '../pages/settings/late-dialogs.tsx';
import { Settings } from '../pages/settings/settings.tsx';
import { StartPage } from '../pages/start/start.tsx';
import { Strips, useAlarmsOfStrips } from '../pages/strips.tsx';
import { windowMemory } from '../store/audio.ts';
import { StoresProvider, useAppWindow, useLive, usePreferences, useStart, useView } from '../store/context.ts';
import { pages } from '../store/screen-table.ts';
import { pageAudio } from '../store/page-audio.ts';
import type { HostServices, SoundCard } from '../store/services.ts';
import { beat } from '../ui/beat.ts';
import { showsStart } from '../store/start.ts';
import { type Bench, createStores, loadStores, type Stores } from '../store/stores.ts';
import { useTheme } from '../ui/media.ts';
import { OptionsPanel, readAhead, screens } from './load-screens.ts';
import { useDroppedFiles } from './dropped-files.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import styles from './app.module.css';

const finished = (item: ItemView): boolean =>
  item.text !== '' && (item.role === 'user' ? item.transcription?.status !== 'pending' : item.doneMs !== null);

/** The last turn that was said to its end. */
function lastTurn(items: ChunkList<ItemView>): string {
  const item = items.chunks.slice(-2).flat().findLast(finished);
  return item === undefined ? '' : `${item.role === 'user' ? 'You' : 'Answer'}: ${item.text}`;
}

/** What readers hear unasked: finished turns politely, alarms at once. Meters and running cost never speak. */
function Announcer() {
  const alarm = useView((view) => (view === null ? undefined : last(view.alarms)));
  // A strip is an alert by itself.
  const saidByStrips = useAlarmsOfStrips();
  const turn = useView((view) => (view === null ? '' : lastTurn(view.items)));
  const spoken = useAppWindow((state) => state.spoken);
  return (
    <div className="part-unseen">
      <p aria-live="polite">{turn}</p>
      <p aria-live="polite">{spoken}</p>
      <p aria-live="assertive">
        {alarm === undefined || saidByStrips.some((kind) => kind === alarm.kind) ? '' : titled(alarm)}
      </p>
    </div>
  );
}

const nowMs = (): number => performance.now();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function Pages({ stores }: { readonly stores: Stores }) {
  useTheme(usePreferences((state) => state.theme));
  useKeys(stores);
  useDroppedFiles(stores);
  const status = useStore(stores.session, (state) => state.status);
  const loaded = useStore(stores.preferences, (state) => state.loaded);
  const phase = useView((view) => view?.phase ?? null);
  const refusal = useView((view) => (view?.phase === 'refused' ? view.error : null));
  const page = useAppWindow((state) => state.page);
  const startError = useStart((state) => state.error);
  const optionsOpen = useLive((state) => state.optionsOpen);
  const { opening, ownFoot } = pages[page];
  const Screen = screens[page];
  const error = phase === 'open' || phase === 'closing' ? null : (startError ?? refusal);
  const atStart = useStart((state) => showsStart(state, phase));
  if (status === 'loading' || !loaded) return <p className={styles.loading}>Reading the session.</p>;
  return (
    <>
      <TopBar atStart={atStart} />
      <Suspense fallback={<p className={styles.loading}>{opening}</p>}>
        {page === 'live' && atStart ? (
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
          <Screen error={error} />
        )}
      </Suspense>
      {ownFoot !== true && <StatusBar atStart={atStart} />}
      <Settings />
      <KeysDialog />
      <LateDialogs />
      <Announcer />
    </>
  );
}

const visibility = {
  get hidden() {
    return document.hidden;
  },
  onChange: (listener: () => void) => document.addEventListener('visibilitychange', listener),
};

export interface AppProps {
  readonly host: HostServices;
  readonly bench: Bench;
  /** The sound of this computer; a test brings its own. */
  readonly audio?: SoundCard;
  /** Called once everything was read, for whoever shows a state that a person would have come to. */
  readonly onReady?: (stores: Stores) => void;
}

/** The window. One `App` a page; everything it knows hangs on the stores it makes. */
export function App({ host, bench, audio = pageAudio, onReady }: AppProps) {
  const [stores] = useState(() =>
    createStores({
      host,
      bench,
      soundCard: audio,
      memory: windowMemory(sessionStorage),
      schedule: (run, soon) => beat.once(run, soon),
      visibility,
      nowMs,
      wait,
    }),
  );
  const [ready] = useState(() => onReady);
  useEffect(() => {
    void loadStores(stores).then(() => {
      readAhead();
      ready?.(stores);
    });
  }, [stores, ready]);
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

/** All there is to see when the page cannot reach the engine at all. */
export function BootFailure({ message }: { readonly message: string }): JSX.Element {
  return (
    <main role="alert">
      <h1>Voxtally could not start</h1>
      <p>{message}</p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
