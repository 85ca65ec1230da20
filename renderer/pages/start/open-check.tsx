import X from 'lucide-react/icons/x';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { MicrophoneVerdict } from '../../../shared/audio/microphone-verdict.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { CheckMeter } from '../live/level-meter.tsx';
import { InputSound } from '../settings/input-sound.tsx';
import styles from './start.module.css';

const says: Readonly<Record<MicrophoneVerdict, string>> = {
  waiting: 'Say something: the meter should move.',
  zeros:
    'Every sample is 0, so nothing would be heard. The usual causes: the mute switch on the device, the wrong input, or another program holding it.',
  clipping: 'Samples stand at full scale, so your voice is distorted. Turn the gain down, here or at the device.',
  quiet: 'Too quiet to be understood well. Come closer, or turn the gain up.',
  cancelling: 'The channels cancel each other, so your voice is hardly heard. Choose one channel.',
  good: 'You are heard well.',
};

const troubles: readonly MicrophoneVerdict[] = ['zeros', 'clipping', 'quiet', 'cancelling'];

const busyWords = {
  opening: 'Waiting for the microphone.',
  recording: 'Recording, 2 s: say a word.',
  playing: 'Playing it back.',
};

export interface OpenCheckProps {
  /** The check is over. */
  readonly onClosed: () => void;
}

/** The microphone heard, judged and played back, for as long as this is on the page. */
export function OpenCheck({ onClosed }: OpenCheckProps) {
  const { microphoneCheck: check } = useStores();
  const now = useStore(check, (state) => state.phase);
  const label = useStore(check, (state) => state.label);
  const verdict = useStore(check, (state) => state.verdict);
  const channels = useStore(check, (state) => state.channels);
  const problem = useStore(check, (state) => state.problem);
  useEffect(() => {
    void check.open();
    return () => void check.close();
  }, [check]);
  const section = useRef<HTMLElement>(null);
  const closer = useRef<HTMLButtonElement>(null);
  // Who opened it stood on a button that has gone away.
  useEffect(() => closer.current?.focus(), []);
  // It opens at the foot of a form, and grows once there is a microphone.
  useEffect(() => {
    if (label !== null || problem !== null) section.current?.scrollIntoView({ block: 'nearest' });
  }, [label, problem]);
  const phase = now === 'off' ? 'opening' : now;
  const trouble = problem !== null || (phase === 'listening' && troubles.includes(verdict));
  const words = problem !== null ? errorText(problem) : phase === 'listening' ? says[verdict] : busyWords[phase];
  return (
    <section ref={section} aria-label="Microphone check" className={styles.check}>
      {label !== null && <CheckMeter zeros={verdict === 'zeros'} />}
      <p role="status" className={cx(styles.checkWords, trouble && styles.checkTrouble)}>
        {label !== null && problem === null ? `${label}: ${words}` : words}
      </p>
      {label !== null && <InputSound channels={channels} />}
      <div className={styles.checkRow}>
        {label === null ? (
          <Button disabled={phase === 'opening'} onClick={() => void check.open()}>
            Try again
          </Button>
        ) : (
          <Button disabled={phase !== 'listening'} onClick={() => check.record()}>
            Record and play back
          </Button>
        )}
        <Button ref={closer} icon={<X />} look="quiet" onClick={onClosed}>
          Close the check
        </Button>
      </div>
    </section>
  );
}
