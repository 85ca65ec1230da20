import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Hourglass from 'lucide-react/icons/hourglass';
import Mic from 'lucide-react/icons/mic';
import MicOff from 'lucide-react/icons/mic-off';
import MicVocal from 'lucide-react/icons/mic-vocal';
import Play from 'lucide-react/icons/play';
import Plug from 'lucide-react/icons/plug';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Settings from 'lucide-react/icons/settings';
import Square from 'lucide-react/icons/square';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useCallback } from 'react';
import { useStores, useUi, useView } from '../store/context.ts';
import { commitsByHand } from '../store/session-control.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { clockTime, rulerTime } from '../ui/format.ts';
import { count } from '../../shared/kit/numbers.ts';
import { Tip } from '../ui/overlays.tsx';
import { Ticker, usePolled } from '../ui/throttle.tsx';
import { expiresInMs, expiryNearness, openCount, type Standing, standingOf } from './session-phase.ts';
import brandStyles from './brand.module.css';
import buttonStyles from './session-buttons.module.css';
import styles from './top-bar.module.css';

/** The mark and the name: four strokes of a tally, two up in blue, two down in amber, struck through. */
function Brand() {
  return (
    <span className={brandStyles.brand}>
      <svg viewBox="40 80 436 352" className={brandStyles.mark} aria-hidden="true">
        <g strokeLinecap="round" strokeWidth="44" fill="none">
          <path className={brandStyles.in} d="M110 188V296M206 98V402" />
          <path className={brandStyles.out} d="M302 166V340M398 218V292" />
          <path className={brandStyles.gap} d="M72 370L446 126" />
          <path className={brandStyles.strike} d="M72 370L446 126" />
        </g>
      </svg>
      Voxtally
    </span>
  );
}

function HoldToTalk() {
  const { desk } = useStores();
  const byHand = useView(commitsByHand);
  const held = useUi((state) => state.held);
  const text = byHand
    ? 'The microphone is open while you hold it; letting go commits the turn and asks for an answer.'
    : 'The microphone is open while you hold it, also when muted. The VAD ends the turn; letting go commits nothing.';
  return (
    <Tip text={text} shortcut="Space">
      <Button
        icon={<MicVocal />}
        shortcut="Space"
        pressed={held}
        className={held ? buttonStyles.held : undefined}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          void desk.holdToTalk();
        }}
        onPointerUp={() => void desk.releaseTalk()}
        onLostPointerCapture={() => void desk.releaseTalk()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.repeat) void desk.holdToTalk();
        }}
        onKeyUp={(event) => {
          if (event.key === 'Enter') void desk.releaseTalk();
        }}
        onBlur={() => void desk.releaseTalk()}
      >
        <span className={buttonStyles.word}>Hold to talk</span>
      </Button>
    </Tip>
  );
}

function Mute() {
  const { desk } = useStores();
  const muted = useView((view) => view?.input.muted ?? false);
  const byHand = useView(commitsByHand);
  const held = useUi((state) => state.held);
  const shown = muted && !byHand && !held;
  return (
    <Tip
      text={shown ? 'Opens the microphone again.' : 'Sends silence in place of your voice until it is unmuted.'}
      shortcut="m"
    >
      <Button
        icon={shown ? <MicOff /> : <Mic />}
        shortcut="m"
        pressed={shown}
        className={buttonStyles.mute}
        onClick={() => void desk.mute(!shown)}
      >
        <span className={buttonStyles.word}>{shown ? 'Unmute' : 'Mute'}</span>
      </Button>
    </Tip>
  );
}

function Stop() {
  const { desk } = useStores();
  const open = useView(openCount);
  const stopping = useUi((state) => state.stoppingSinceMs !== null);
  const text = stopping
    ? 'Closes without waiting. What has not reported its usage by now never will, and may be billed all the same.'
    : 'Stops listening, waits for open responses and transcriptions, then closes and keeps the record.';
  return (
    <Tip text={text} shortcut="Mod+.">
      <Button
        icon={<Square />}
        aria-label={`${stopping ? 'Close now' : 'Stop safely'}, ${count(open)} open`}
        aria-keyshortcuts="Control+."
        onClick={() => void desk.stopSafely()}
      >
        <span className={buttonStyles.word}>{stopping ? 'Close now' : 'Stop safely'}</span>{' '}
        <span className={buttonStyles.open}>{`${count(open)} open`}</span>
      </Button>
    </Tip>
  );
}

/** What can be done with the session as it stands. The one filled button appears only when none runs. */
function SessionButtons({ atStart }: { readonly atStart: boolean }) {
  const { desk, ui } = useStores();
  const phase = useView((view) => view?.phase ?? null);
  const failed = useUi((state) => state.startError !== null);
  const starting = useUi((state) => state.starting !== null);
  if (starting || atStart) return null;
  if (failed || phase === 'refused') {
    return (
      <>
        <Button icon={<Plug />} onClick={() => ui.setState({ atStart: true, startError: null })}>
          Change deployment
        </Button>
        <Button look="primary" icon={<RotateCcw />} shortcut="r" onClick={() => void desk.start()}>
          Try again
        </Button>
      </>
    );
  }
  if (phase === 'closed') {
    return (
      <>
        <Button icon={<Plug />} shortcut="n" onClick={() => ui.setState({ atStart: true })}>
          New deployment
        </Button>
        <Button look="primary" icon={<Play />} onClick={() => void desk.start()}>
          Start again
        </Button>
      </>
    );
  }
  if (phase === null) return null;
  return (
    <>
      <HoldToTalk />
      <Mute />
      <Stop />
    </>
  );
}

const marks: Readonly<Record<Standing['mark'], React.ReactNode>> = {
  none: <CircleDashed />,
  dot: <span className={styles.dot} />,
  wait: <Hourglass className={styles.accent} />,
  ended: <CircleCheck />,
  refused: <CircleX />,
};

const pages = [
  { page: 'bench', name: 'Live', key: '1' },
  { page: 'sessions', name: 'Sessions', key: '2' },
  { page: 'reconcile', name: 'Reconcile', key: '3' },
] as const;

function Nav() {
  const { ui } = useStores();
  const shown = useUi((state) => state.page);
  return (
    <nav aria-label="Pages" className={styles.nav}>
      {pages.map(({ page, name, key }) => (
        <button
          key={page}
          type="button"
          aria-current={shown === page ? 'page' : undefined}
          aria-keyshortcuts={key}
          title={`${name} (${key})`}
          className={styles.tab}
          onClick={() => ui.setState({ page })}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

function SessionHead() {
  const { clock, nowMs, session } = useStores();
  const header = useView((view) => view?.header ?? null);
  const limited = useView((view) => view?.phase === 'open' && typeof view.effective?.['expires_at'] === 'number');
  const nearness = usePolled(() => expiryNearness(expiresInMs(session.getState().view, Date.now())), 1000);
  if (header === null) return null;
  return (
    <>
      <div className={styles.where}>
        <p className={styles.deployment} title={header.endpoint.deployment}>
          {header.endpoint.deployment}
        </p>
        <p className={styles.host}>{header.endpoint.label}</p>
      </div>
      <span className={styles.rule} />
      <Ticker name="Session time" className={styles.clock} perSecond={10} text={() => clockTime(clock.now(nowMs()))} />
      {limited && (
        <div className={cx(styles.where, styles.limit)}>
          <Ticker
            className={cx(styles.left, nearness === 1 && styles.soon, nearness === 2 && styles.now)}
            perSecond={1}
            text={() => rulerTime(expiresInMs(session.getState().view, Date.now()) ?? 0)}
          />
          <p className={styles.host}>
            {nearness === 2 && <TriangleAlert />}
            left of this session
          </p>
        </div>
      )}
    </>
  );
}

/** Where the window stands and what can be done about it, the same in every state. */
export function TopBar({ atStart }: { readonly atStart: boolean }) {
  const { ui } = useStores();
  const phase = useView((view) => view?.phase ?? null);
  const starting = useUi((state) => state.starting);
  const page = useUi((state) => state.page);
  const takeHead = useCallback((pageHead: HTMLElement | null) => ui.setState({ pageHead }), [ui]);
  const standing = standingOf(phase === null || atStart ? null : { phase }, starting);
  return (
    <header className={styles.bar}>
      <Brand />
      <Nav />
      <span className={styles.rule} />
      {page !== 'bench' && <div className={styles.slot} ref={takeHead} />}
      {/* A session that goes on stays in sight beside the search of saved ones. */}
      {(page === 'bench' || (page === 'sessions' && (phase === 'open' || phase === 'closing'))) && (
        <>
          <p className={cx(styles.state, standing.mark === 'refused' && styles.refused)} role="status">
            {marks[standing.mark]}
            {standing.word}
          </p>
          {!atStart && <SessionHead />}
          {page === 'bench' && <span className={styles.space} />}
        </>
      )}
      {page === 'bench' && <SessionButtons atStart={atStart} />}
      <span className={styles.rule} />
      <Tip text="Theme, devices and keys">
        <Button
          look="quiet"
          icon={<Settings />}
          aria-label="Settings"
          title=""
          onClick={() => ui.setState({ dialog: 'settings' })}
        />
      </Tip>
    </header>
  );
}
