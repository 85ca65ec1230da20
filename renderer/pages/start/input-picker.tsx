import AudioLines from 'lucide-react/icons/audio-lines';
import Mic from 'lucide-react/icons/mic';
import X from 'lucide-react/icons/x';
import { useRef, useState } from 'react';
import { errorText } from '../../../shared/kit/errors.ts';
import { useAudio, usePreferences, useStart, useStores } from '../../store/context.ts';
import { uploadWav } from '../../store/files.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/fields.tsx';
import { plural } from '../../../shared/kit/numbers.ts';
import { rate, seconds } from '../../ui/format.ts';
import { inputWish } from '../../store/device-wish.ts';
import { choiceOf, chosenBy, deviceChoices, withInput } from '../devices.ts';
import { MicrophoneCheck } from './microphone-check.tsx';
import styles from './start.module.css';

interface WavButtonProps {
  readonly onChosen: () => void;
}

/** Chooses a WAV file to speak instead of the microphone. */
function WavButton({ onChosen }: WavButtonProps) {
  const { host, start } = useStores();
  const input = useRef<HTMLInputElement>(null);
  const [reading, setReading] = useState(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setReading(true);
    const read = uploadWav(host, file);
    start.reads(read);
    const { ok } = await read;
    setReading(false);
    if (ok) onChosen();
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
function ChosenWav({ onGone }: { readonly onGone: () => void }) {
  const { preferences } = useStores();
  const wav = useStart((state) => state.wav);
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
      <Button icon={<X />} look="quiet" aria-label="Use the microphone instead" onClick={onGone} />
    </>
  );
}

export interface InputPickerProps {
  /** Another input was chosen, and the button it was chosen by is gone with the focus. */
  readonly onChosen: () => void;
}

/** What speaks: the microphone, or a WAV file in its place. */
export function InputPicker({ onChosen }: InputPickerProps) {
  const { preferences, start } = useStores();
  const wav = useStart((state) => state.wav);
  const input = usePreferences((state) => state.input);
  const wish = inputWish({ input });
  const inputs = useAudio((state) => state.inputs);
  const fileError = useStart((state) => state.fileError);
  return (
    <div className={styles.input}>
      {wav === null ? <Mic className={styles.icon} /> : <AudioLines className={styles.icon} />}
      {wav === null ? (
        <div className={styles.inputWords}>
          <Select
            look="text"
            name="Microphone"
            value={choiceOf(inputs, wish)}
            choices={deviceChoices(inputs, wish, 'microphone')}
            onChoose={(chosen) => void preferences.change({ input: withInput(input, chosenBy(chosen, inputs, wish)) })}
          />
          <p className={styles.note}>
            You will be asked for the microphone once, when you start. Voice goes only to the deployment above and to
            this disk.
          </p>
        </div>
      ) : (
        <ChosenWav
          onGone={() => {
            start.chooseWav(null);
            onChosen();
          }}
        />
      )}
      {wav === null && <WavButton onChosen={onChosen} />}
      {wav === null && <MicrophoneCheck />}
      {fileError !== null && (
        <p role="alert" className={styles.refused}>
          {errorText(fileError)}
        </p>
      )}
    </div>
  );
}
