import { type JSX, Suspense, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useKeys } from '../actions/keyboard.ts';
import { LateDialogs } from '../pages/settings/late-dialogs.tsx';
import { StartPage } from '../pages/start/start.tsx';
import { windowMemory } from '../store/audio.ts';
import {
  StoresProvider,
  useAppWindow,
  useLive,
  usePreferences,
  useStart,
  useView,
  type WindowStores,
  useFirst,
} from '../store/context.ts';
import {
  type Bench,
  createFirstStores,
  type FirstStores,
  loadFirst,
  type StoreServices,
} from '../store/first-stores.ts';
import { type Page, pages } from '../store/screen-table.ts';
import { pageAudio } from '../store/page-audio.ts';
import type { HostServices, SoundCard } from '../store/services.ts';
import { beat, nextFrame, pageVisibility } from '../ui/page-beat.ts';
import { showsStart } from '../store/start.ts';
import type { Stores } from '../store/stores.ts';
import { Button } from '../ui/button.tsx';
import { late, useMissing } from '../ui/late.ts';
import { useTheme } from '../ui/media.ts';
import { OptionsPanel, readAhead, SaidAlarm, SaidCalmly, screens, Strips } from './read-behind.tsx';
import { useDroppedFiles } from './dropped-files.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import styles from './app.module.css';

/** Only a desktop has a menu bar. */
const desktopMenu = late(async () => (await import('./desktop-menu.ts')).followDesktopMenu);

const nowMs = (): number => performance.now();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls back once the page around it was painted for the first time; it draws nothing. */
function Drawn({ onDrawn }: { readonly onDrawn: (() => void) | undefined }) {
  useEffect(() => {
    if (onDrawn !== undefined) nextFrame(onDrawn);
  }, [onDrawn]);
  return null;
}

/**
 * What readers hear unasked: finished turns and notices politely, alarms at once. Meters and running cost never speak. These are
 * here from the first: a reader hears what changes in what it knows, and nothing of what comes with its words.
 */
function Announcer() {
  const spoken = useAppWindow((state) => state.spoken);
  return (
    <div className="part-unseen">
      <p aria-live="polite">
        <Suspense>
          <SaidCalmly />
        </Suspense>
      </p>
      <p aria-live="polite">{spoken}</p>
      <p aria-live="assertive">
        <Suspense>
          <SaidAlarm />
        </Suspense>
      </p>
    </div>
  );
}

/** Says that a part of the window could not be read. */
function MissingPart() {
  return (
    useMissing() && (
      <p role="alert" className={styles.missing}>
        A part of this window could not be read. What a session records goes on.{' '}
        <Button size="small" onClick={() => location.reload()}>
          Load this window again
        </Button>
      </p>
    )
  );
}

/** Whoever comes to a page by a key left nothing behind that has the focus: they begin in it, and hear where they are. */
function Arrived({ page }: { readonly page: Page }) {
  const { appWindow } = useFirst();
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    const main = document.querySelector<HTMLElement>('main');
    if (main === null || document.activeElement !== document.body) return;
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
    appWindow.say(pages[page].title);
  }, [appWindow, page]);
  return null;
}

function Pages({ stores, onDrawn }: { readonly stores: WindowStores; readonly onDrawn: AppProps['onDrawn'] }) {
  const { first } = stores;
  useTheme(usePreferences((state) => state.theme));
  useKeys(stores);
  useDroppedFiles(first);
  const status = useStore(first.session, (state) => state.status);
  const loaded = useStore(first.preferences, (state) => state.loaded);
  const phase = useView((view) => view?.phase ?? null);
  const refusal = useView((view) => (view?.phase === 'refused' ? view.error : null));
  const page = useAppWindow((state) => state.page);
  const startError = useStart((state) => state.error);
  const optionsOpen = useLive((state) => state.optionsOpen);
  const { opening, ownFoot } = pages[page];
  const Screen = screens[page];
  const error = phase === 'open' || phase === 'closing' ? null : (startError ?? refusal);
  const atStart = useStart((state) => showsStart(state, phase));
  if (status === 'loading' || !loaded) {
    return (
      <>
        <MissingPart />
        <p className={styles.loading}>Reading the session.</p>
      </>
    );
  }
  return (
    <>
      <TopBar atStart={atStart} />
      <MissingPart />
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
              <Suspense>
                <Strips />
              </Suspense>
              <StartPage />
            </div>
          </div>
        ) : (
          <Screen error={error} />
        )}
        <Drawn onDrawn={onDrawn} />
        <Arrived page={page} />
      </Suspense>
      {ownFoot !== true && <StatusBar atStart={atStart} />}
      <LateDialogs />
      <Announcer />
    </>
  );
}

/**
 * The stores of the start page, on their way to what they show, and the others to be read behind it: at once where a
 * session runs.
 */
function windowStores(services: StoreServices): { readonly stores: WindowStores; readonly loaded: Promise<void> } {
  const first: FirstStores = createFirstStores(services, () => void all.come());
  const all = late(async () => (await import('../store/stores.ts')).completeStores(first, services));
  return { stores: { first, all }, loaded: loadFirst(first) };
}

/** The rest of the window, once the start page can be used; a microphone that was open before a reload first of all. */
async function loadBehind({ first, all }: WindowStores): Promise<Stores> {
  const [stores] = await Promise.all([all.come(), first.appInfo.loadSaved()]);
  await stores.control.resumeAudio();
  const { menu } = first.host;
  if (menu !== undefined) desktopMenu.with((follow) => follow(stores, menu));
  readAhead();
  return stores;
}

export interface AppProps {
  readonly host: HostServices;
  readonly bench: Bench;
  /** The sound of this computer; a test brings its own. */
  readonly audio?: SoundCard;
  /** Called once everything was read, for whoever shows a state that a person would have come to. */
  readonly onReady?: (stores: Stores) => void;
  /** Called once the page was painted. */
  readonly onDrawn?: (() => void) | undefined;
}

/** The window. One `App` a page; everything it knows hangs on the stores it makes. */
export function App({ host, bench, audio = pageAudio, onReady, onDrawn }: AppProps) {
  const [{ stores, loaded }] = useState(() =>
    windowStores({
      host,
      bench,
      soundCard: audio,
      memory: windowMemory(sessionStorage),
      schedule: (run, pace) => beat.once(run, pace),
      visibility: pageVisibility,
      nowMs,
      wait,
    }),
  );
  const [ready] = useState(() => onReady);
  useEffect(() => {
    void loaded.then(() => loadBehind(stores)).then((all) => ready?.(all));
  }, [stores, loaded, ready]);
  return (
    <StoresProvider value={stores}>
      <div className={styles.window}>
        <Pages stores={stores} onDrawn={onDrawn} />
      </div>
    </StoresProvider>
  );
}

/** All there is to see when the page cannot reach the engine at all. */
export function BootFailure({
  message,
  onDrawn,
}: { readonly message: string } & Pick<AppProps, 'onDrawn'>): JSX.Element {
  return (
    <main role="alert">
      <Drawn onDrawn={onDrawn} />
      <h1>Voxtally could not start</h1>
      <p>{message}</p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
