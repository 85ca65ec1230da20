import AudioLines from 'lucide-react/icons/audio-lines';
import X from 'lucide-react/icons/x';
import { useRef, useState } from 'react';
import { usePreferences, useStores, useUi } from '../../store/context.ts';
import { uploadWav } from '../../store/files.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/fields.tsx';
import { rate, seconds } from '../../ui/format.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import styles from './start.module.css';

/** Chooses a WAV file to speak instead of the microphone. `onRefused` gets the sentence when it is none. */
export function WavButton({ onRefused }: { readonly onRefused: (sentence: string | null) => void }) {
  const { host, ui } = useStores();
  const input = useRef<HTMLInputElement>(null);
  const [reading, setReading] = useState(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setReading(true);
    onRefused(null);
    const answer = await uploadWav(host, file);
    setReading(false);
    if (answer.ok) ui.setState({ wav: answer.wav });
    else onRefused([answer.error.message, answer.error.nextStep].filter(Boolean).join(' '));
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".wav,audio/wav,audio/x-wav"
        hidden
        aria-label="WAV file"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Button icon={<AudioLines />} disabled={reading} onClick={() => input.current?.click()}>
        {reading ? 'Reading the file' : 'Use a WAV file'}
      </Button>
    </>
  );
}

/** The file that will speak, and how much silence follows it so that the VAD can end the turn. */
export function ChosenWav() {
  const { ui, preferences } = useStores();
  const wav = useUi((state) => state.wav);
  const input = usePreferences((state) => state.input);
  if (wav === null) return null;
  return (
    <>
      <div className={styles.inputWords}>
        <p className={styles.name}>{wav.name}</p>
        <p className={styles.note}>
          {`${seconds(wav.durationMs)}, ${rate(wav.sampleRateHz)}, ${wav.channels === 1 ? 'mono' : plural(wav.channels, 'channel')}, ${wav.format}. Sent in real time, then silence.`}
        </p>
      </div>
      <Field
        className={styles.silence}
        aria-label="Silence after the file"
        inputMode="numeric"
        after="ms silence"
        defaultValue={input.trailingSilenceMs}
        onBlur={(event) => {
          const ms = Math.round(Number(event.target.value));
          const valid = Number.isFinite(ms) && ms >= 0 && ms <= 60_000;
          event.target.value = String(valid ? ms : input.trailingSilenceMs);
          if (valid) void preferences.change({ input: { ...input, trailingSilenceMs: ms } });
        }}
      />
      <Button
        icon={<X />}
        look="quiet"
        aria-label="Use the microphone instead"
        onClick={() => ui.setState({ wav: null })}
      />
    </>
  );
}
