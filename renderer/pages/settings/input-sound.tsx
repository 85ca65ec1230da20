import { type ChannelChoice, channelWords, mostGainDb } from '../../../shared/audio/channels.ts';
import { usePreferences, useStores } from '../../store/context.ts';
import { Field, Select } from '../../ui/fields.tsx';
import styles from './settings.module.css';

const readChannel = (value: string): ChannelChoice => (value === 'mix' ? 'mix' : Number(value));

/** The channels to choose from: those the device has, or left and right while that is not known, and the one that is set. */
function channelsToShow(channels: number | null, set: ChannelChoice): ChannelChoice[] {
  const most = Math.max(channels ?? 2, 2, set === 'mix' ? 0 : set);
  return ['mix', ...Array.from({ length: most }, (_, index) => index + 1)];
}

/** Which channel of the microphone is heard, and how much louder. A microphone that is open is opened anew with it. */
export function InputSound({ channels }: { readonly channels: number | null }) {
  const { preferences, audio } = useStores();
  const input = usePreferences((state) => state.input);
  const { channel = 'mix', gainDb = 0 } = input;
  const change = async (part: Partial<Pick<typeof input, 'channel' | 'gainDb'>>): Promise<void> => {
    await preferences.change({ input: { ...input, ...part } });
    await audio.reopenInput();
  };
  return (
    <div className={styles.row}>
      <Select
        name="Channel"
        value={String(channel)}
        choices={channelsToShow(channels, channel).map((choice) => ({
          value: String(choice),
          label: choice === 'mix' ? 'All channels averaged' : `Only ${channelWords(choice, channels ?? 2)}`,
        }))}
        onChoose={(chosen) => void change({ channel: readChannel(chosen) })}
      />
      <Field
        aria-label="Gain"
        inputMode="decimal"
        after="dB gain"
        defaultValue={gainDb}
        onBlur={(event) => {
          const db = Number(event.target.value.replace('\u2212', '-').replace(',', '.'));
          const valid = event.target.value.trim() !== '' && Number.isFinite(db) && Math.abs(db) <= mostGainDb;
          event.target.value = String(valid ? db : gainDb);
          if (valid && db !== gainDb) void change({ gainDb: db });
        }}
      />
    </div>
  );
}
