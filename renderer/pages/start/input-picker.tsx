import AudioLines from 'lucide-react/icons/audio-lines';
import Mic from 'lucide-react/icons/mic';
import X from 'lucide-react/icons/x';
import { errorText } from '../../../shared/kit/errors.ts';
import { useAudio, usePreferences, useSoundFiles, useStart, useFirst } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/fields.tsx';
import { plural } from '../../../shared/kit/numbers.ts';
import { rate, seconds } from '../../ui/format.ts';
import { typedNumber } from '../../ui/typed-number.ts';
import { inputWish } from '../../store/device-wish.ts';
import { choiceOf, chosenBy, deviceChoices, withInput } from '../devices.ts';
import { notesOf } from '../../store/sound-files.ts';
import { ChannelOfFiles } from '../channel-of-files.tsx';
import { FileButton } from '../file-button.tsx';
import { MicrophoneCheck } from './microphone-check.tsx';
import styles from './start.module.css';

/** The file that will speak, those that follow it, and how much silence follows each so that the VAD can end the turn. */
function ChosenWav({ onGone }: { readonly onGone: () => void }) {
  const { preferences, start } = useFirst();
  const wav = useStart((state) => state.wav);
  const more = useStart((state) => state.more);
  const channel = useStart((state) => state.channel);
  const input = usePreferences((state) => state.input);
  if (wav === null) return null;
  const files = [wav, ...more];
  const shape = `${seconds(wav.durationMs)}, ${rate(wav.sampleRateHz)}, ${wav.channels === 1 ? 'mono' : plural(wav.channels, 'channel')}, ${wav.format}`;
  return (
    <>
      <div className={styles.inputWords}>
        <p className={styles.name}>{files.map(({ name }) => name).join(', ')}</p>
        <p className={styles.note}>
          {more.length === 0
            ? `${shape}. Sent in real time, then silence.`
            : `${shape}, and ${plural(more.length, 'file')} more: each a turn, in real time, when the answer before is over.`}
        </p>
        {notesOf(files, channel).map((note) => (
          <p key={note} className={styles.note}>
            {note}
          </p>
        ))}
        <ChannelOfFiles files={files} channel={channel} onChoose={(chosen) => start.chooseChannel(chosen)} />
      </div>
      <Field
        className={styles.silence}
        aria-label="Silence after the file"
        inputMode="numeric"
        after="ms silence"
        defaultValue={input.trailingSilenceMs}
        onBlur={(event) => {
          const before = input.trailingSilenceMs;
          const ms = Math.round(typedNumber(event.target.value, 0, 60_000) ?? before);
          event.target.value = String(ms);
          if (ms !== before) void preferences.change({ input: { ...input, trailingSilenceMs: ms } });
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

/** What speaks: the microphone, or files of sound in its place. */
export function InputPicker({ onChosen }: InputPickerProps) {
  const { preferences, start } = useFirst();
  const wav = useStart((state) => state.wav);
  const input = usePreferences((state) => state.input);
  const wish = inputWish({ input });
  const inputs = useAudio((state) => state.inputs);
  const unreadable = useStart((state) => state.fileError);
  const untaken = useSoundFiles((state) => state.error);
  const fileError = unreadable ?? untaken;
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
      {wav === null && (
        <div className={styles.inputChoices}>
          <MicrophoneCheck />
          <FileButton name="Use a sound file" onTaken={onChosen} />
        </div>
      )}
      {fileError !== null && (
        <p role="alert" className={styles.refused}>
          {errorText(fileError)}
        </p>
      )}
    </div>
  );
}
