import Mic from 'lucide-react/icons/mic';
import MicVocal from 'lucide-react/icons/mic-vocal';
import MicOff from 'lucide-react/icons/mic-off';
import Play from 'lucide-react/icons/play';
import Plug from 'lucide-react/icons/plug';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Square from 'lucide-react/icons/square';
import { count } from '../format/count.ts';
import { Button } from '../parts/button.tsx';
import { Tip } from '../parts/tip.tsx';
import { useStores, useUi, useView } from '../store/context.ts';
import { commitsByHand } from '../store/desk.ts';
import { openCount } from './phase.ts';
import styles from './session-buttons.module.css';

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
        className={held ? styles.held : undefined}
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
        <span className={styles.word}>Hold to talk</span>
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
        className={styles.mute}
        onClick={() => void desk.mute(!shown)}
      >
        <span className={styles.word}>{shown ? 'Unmute' : 'Mute'}</span>
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
        <span className={styles.word}>{stopping ? 'Close now' : 'Stop safely'}</span>{' '}
        <span className={styles.open}>{`${count(open)} open`}</span>
      </Button>
    </Tip>
  );
}

/** What can be done with the session as it stands. The one filled button appears only when none runs. */
export function SessionButtons({ atStart }: { readonly atStart: boolean }) {
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
