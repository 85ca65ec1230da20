import CopyPlus from 'lucide-react/icons/copy-plus';
import Download from 'lucide-react/icons/download';
import Mic from 'lucide-react/icons/mic';
import MicOff from 'lucide-react/icons/mic-off';
import MicVocal from 'lucide-react/icons/mic-vocal';
import Play from 'lucide-react/icons/play';
import Plug from 'lucide-react/icons/plug';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Scale from 'lucide-react/icons/scale';
import Square from 'lucide-react/icons/square';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { keyOf } from '../actions/actions.ts';
import { actMenu } from '../actions/menu-actions.ts';
import { useAction } from '../actions/use-action.ts';
import { usePreferences, useRun, useStart, useStores, useView } from '../store/context.ts';
import { commitsByHand } from '../store/session-control.ts';
import { ariaKey, Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { clockTime, rulerTime } from '../ui/format.ts';
import { count } from '../../shared/kit/numbers.ts';
import { endpointUrl } from '../../shared/protocol/endpoints/address.ts';
import { Tip, Tips } from '../ui/overlays.tsx';
import { useDrawn } from '../drawing/use-drawn.ts';
import { useWindowTitle } from '../ui/media.ts';
import { Ticker, usePolled } from '../ui/throttle.tsx';
import type { SessionHeader } from '../../shared/session/entry.ts';
import { expiresInMs, expiryNearness, openCount } from './session-phase.ts';
import { RecordHead } from './record-head.tsx';
import styles from './top-bar.module.css';

function HoldToTalk() {
  const { control } = useStores();
  const byHand = useView(commitsByHand);
  const held = useRun((state) => state.held);
  const noMicrophone = useView((view) => view?.header?.input.kind === 'wav');
  const file = useView((view) => view?.input.file?.label ?? null);
  const text = noMicrophone
    ? 'A file speaks in this session, and no microphone is there to hold open. Start one with the microphone to talk.'
    : file !== null
      ? `${file} speaks, and the microphone is not heard until it is through. Stop it to talk.`
      : byHand
        ? 'The microphone is open while you hold it; letting go commits the turn and asks for an answer.'
        : 'The microphone is open while you hold it, also when muted. The VAD ends the turn; letting go commits nothing.';
  return (
    <Tip text={text} shortcut={keyOf('talk')}>
      <Button
        icon={<MicVocal />}
        shortcut={keyOf('talk')}
        pressed={held}
        // One that is held is let go by its own events.
        disabled={(noMicrophone || file !== null) && !held}
        className={held ? styles.held : undefined}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          void control.holdToTalk();
        }}
        onPointerUp={() => void control.releaseTalk()}
        onLostPointerCapture={() => void control.releaseTalk()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.repeat) void control.holdToTalk();
        }}
        onKeyUp={(event) => {
          if (event.key === 'Enter') void control.releaseTalk();
        }}
        onBlur={() => void control.releaseTalk()}
      >
        <span className={styles.buttonWord}>Hold to talk</span>
      </Button>
    </Tip>
  );
}

function Mute() {
  const { control } = useStores();
  const muted = useView((view) => view?.input.muted ?? false);
  const byHand = useView(commitsByHand);
  const held = useRun((state) => state.held);
  const shown = muted && !byHand && !held;
  return (
    <Tip
      text={shown ? 'Opens the microphone again.' : 'Sends silence in place of your voice until it is unmuted.'}
      shortcut={keyOf('mute')}
    >
      <Button
        icon={shown ? <MicOff /> : <Mic />}
        shortcut={keyOf('mute')}
        pressed={shown}
        className={styles.mute}
        onClick={() => void control.mute(!shown)}
      >
        <span className={styles.buttonWord}>{shown ? 'Unmute' : 'Mute'}</span>
      </Button>
    </Tip>
  );
}

function Stop() {
  const stop = useAction('stop');
  const open = useView(openCount);
  const stopping = useRun((state) => state.stoppingSinceMs !== null);
  const text = stopping
    ? 'Closes without waiting. What has not reported its usage by now never will, and may be billed all the same.'
    : 'Stops listening, waits for open responses and transcriptions, then closes and keeps the record.';
  return (
    <Tip text={text} shortcut={stop.shortcut}>
      <Button
        icon={<Square />}
        aria-label={`${stopping ? 'Close now' : 'Stop safely'}${open === 0 ? '' : `, ${count(open)} open`}`}
        aria-keyshortcuts={stop.shortcut === undefined ? undefined : ariaKey(stop.shortcut)}
        onClick={stop.onClick}
      >
        <span className={styles.buttonWord}>{stopping ? 'Close now' : 'Stop safely'}</span>{' '}
        {open > 0 && <span className={styles.openCount}>{`${count(open)} open`}</span>}
      </Button>
    </Tip>
  );
}

/** What is done with a record. One that this window has just made can be started again where the form would dial the same. */
function RecordButtons() {
  const stores = useStores();
  const { control } = stores;
  const newDeployment = useAction('new-deployment');
  const handOn = useAction('hand-on');
  const endpoint = useView((view) => view?.header?.endpoint ?? null);
  const form = usePreferences((all) => all.endpoint);
  const dialed = endpointUrl(form);
  const isSame = dialed.ok && endpoint?.deployment === dialed.deployment && endpoint.label === dialed.label;
  return (
    <Tips>
      <Tip text="Another session with a deployment of your choice." shortcut={newDeployment.shortcut}>
        <Button icon={<Plug />} aria-label="New deployment" {...newDeployment} />
      </Tip>
      <Button icon={<Scale />} title="Reconcile with a bill" onClick={() => actMenu(stores, 'reconcile-session')}>
        <span className={styles.buttonWord}>Reconcile</span>
      </Button>
      <Button
        icon={<Download />}
        title="Hand this session on as a file"
        aria-keyshortcuts="Shift+H"
        onClick={handOn.onClick}
      >
        <span className={styles.buttonWord}>Export</span>
      </Button>
      <Button icon={<CopyPlus />} title="Use these options" onClick={() => actMenu(stores, 'use-options')}>
        <span className={styles.buttonWord}>Use these options</span>
      </Button>
      {isSame && (
        <Tip text={`Dials ${dialed.deployment}, ${dialed.label}, with the options of the form.`}>
          <Button look="primary" icon={<Play />} onClick={() => void control.start()}>
            Start again
          </Button>
        </Tip>
      )}
    </Tips>
  );
}

/** A start that is under way: the way out of it, and since when, where no clock of a session says that. */
function StartUnderWay({ timed }: { readonly timed: boolean }) {
  const { control, nowMs } = useStores();
  const stop = useAction('stop');
  const [sinceMs] = useState(nowMs);
  return (
    <>
      {timed && <Ticker className={styles.left} perSecond={1} silent text={() => rulerTime(nowMs() - sinceMs)} />}
      <span className={styles.space} />
      <Tips>
        <Tip text="Calls the start off. Nothing was sent yet, and nothing is charged." shortcut={stop.shortcut}>
          <Button icon={<X />} aria-label="Cancel the start" onClick={() => void control.callOff()}>
            Cancel
          </Button>
        </Tip>
      </Tips>
    </>
  );
}

/** What can be done with the session as it stands. The one filled button appears only when none runs. */
export function SessionButtons({ atStart }: { readonly atStart: boolean }) {
  const { start } = useStores();
  const tryAgain = useAction('try-again');
  const phase = useView((view) => view?.phase ?? null);
  const failed = useStart((state) => state.error !== null);
  const starting = useStart((state) => state.starting !== null);
  if (starting) return <StartUnderWay timed={atStart || phase !== 'connecting'} />;
  if (failed || phase === 'refused') {
    return (
      <>
        <Button icon={<Plug />} onClick={() => start.open(null)}>
          Change deployment
        </Button>
        <Button look="primary" icon={<RotateCcw />} {...tryAgain}>
          Try again
        </Button>
      </>
    );
  }
  if (phase === 'closed') return <RecordButtons />;
  if (phase === null) return null;
  return (
    <Tips>
      <HoldToTalk />
      <Mute />
      <Stop />
    </Tips>
  );
}

/** How long the session runs: drawn in tenths of a second, and told to readers every second. */
function SessionTime() {
  const { clock, drawing, nowMs } = useStores();
  const host = useDrawn<HTMLSpanElement>(drawing, 'clock');
  return (
    <span ref={host} role="timer" aria-label="Session time" data-slot="clock" className={styles.clock}>
      <Ticker className={styles.told} perSecond={1} text={() => clockTime(clock.now(nowMs()))} />
    </span>
  );
}

/** Which session is on screen, and how long it runs. */
export function SessionHead() {
  const header = useView((view) => view?.header ?? null);
  const isOver = useView((view) => view?.phase === 'closed');
  if (header === null) return null;
  if (isOver) return <RecordHead />;
  return <RunningHead header={header} />;
}

/** Of one that runs, or that is being called. */
function RunningHead({ header }: { readonly header: SessionHeader }) {
  const { session } = useStores();
  const limited = useView((view) => view?.phase === 'open' && typeof view.effective?.['expires_at'] === 'number');
  const nearness = usePolled(() => expiryNearness(expiresInMs(session.getState().view, Date.now())), 1000);
  useWindowTitle(header.endpoint.deployment);
  return (
    <>
      <div className={styles.where}>
        <p className={styles.deployment} title={header.endpoint.deployment}>
          {header.endpoint.deployment}
        </p>
        <p className={styles.host}>{header.endpoint.label}</p>
      </div>
      <span className={styles.rule} />
      <SessionTime />
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
