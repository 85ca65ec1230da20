import AudioLines from 'lucide-react/icons/audio-lines';
import Mic from 'lucide-react/icons/mic';
import X from 'lucide-react/icons/x';
import { channelInForce, channelsToChoose, channelWords, readChosenChannel } from '../../../shared/audio/channels.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import { useAudio, usePreferences, useStart, useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/fields.tsx';
import { plural } from '../../../shared/kit/numbers.ts';
import { rate, seconds } from '../../ui/format.ts';
import { inputWish } from '../../store/device-wish.ts';
import { choiceOf, chosenBy, deviceChoices, withInput } from '../devices.ts';
import { FileButton } from '../file-button.tsx';
import { MicrophoneCheck } from './microphone-check.tsx';
import styles from './start.module.css';

/** What is heard of a file with several channels. */
function ChannelOfFile({ channels }: { readonly channels: number }) {
  const { start } = useStores();
  const channel = useStart((state) => state.channel);
  return (
    <Select
      look="text"
      name="Channel of the file"
      value={String(channelInForce(channel, channels))}
      choices={channelsToChoose(channels).map((choice) => ({
        value: String(choice),
        label: channelWords(choice, channels),
      }))}
      onChoose={(chosen) => start.chooseChannel(readChosenChannel(chosen))}
    />
  );
}

/** The file that will speak, those that follow it, and how much silence follows each so that the VAD can end the turn. */
function ChosenWav({ onGone }: { readonly onGone: () => void }) {
  const { preferences } = useStores();
  const wav = useStart((state) => state.wav);
  const more = useStart((state) => state.more);
  const channel = useStart((state) => state.channel);
  const input = usePreferences((state) => state.input);
  if (wav === null) return null;
  const shape = `${seconds(wav.durationMs)}, ${rate(wav.sampleRateHz)}, ${wav.channels === 1 ? 'mono' : plural(wav.channels, 'channel')}, ${wav.format}`;
  return (
    <>
      <div className={styles.inputWords}>
        <p className={styles.name}>{[wav, ...more].map(({ name }) => name).join(', ')}</p>
        <p className={styles.note}>
          {more.length === 0
            ? `${shape}. Sent in real time, then silence.`
            : `${shape}, and ${plural(more.length, 'file')} more: each a turn, in real time, when the answer before is over.`}
        </p>
        {wav.advice !== null && channel === 'mix' && <p className={styles.note}>{wav.advice}</p>}
        {wav.channels > 1 && <ChannelOfFile channels={wav.channels} />}
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

/** What speaks: the microphone, or files of sound in its place. */
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
      {wav === null && <FileButton name="Use a sound file" onTaken={onChosen} />}
      {wav === null && <MicrophoneCheck />}
      {fileError !== null && (
        <p role="alert" className={styles.refused}>
          {errorText(fileError)}
        </p>
      )}
    </div>
  );
}
