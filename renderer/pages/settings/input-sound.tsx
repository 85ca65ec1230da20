import { channelsToChoose, channelWords, mostGainDb, readChosenChannel } from '../../../shared/audio/channels.ts';
import { usePreferences, useFirst } from '../../store/context.ts';
import { Field, Select } from '../../ui/fields.tsx';
import { typedNumber } from '../../ui/typed-number.ts';
import styles from './settings.module.css';

/** Which channel of the microphone is heard, and how much louder. A microphone that is open is opened anew with it. */
export function InputSound({ channels }: { readonly channels: number | null }) {
  const { preferences, audio } = useFirst();
  const input = usePreferences((state) => state.input);
  const { channel = 'mix', gainDb = 0 } = input;
  // Those the device has, or left and right while that is not known, and the one that is set.
  const shown = Math.max(channels ?? 2, 2, channel === 'mix' ? 0 : channel);
  const change = async (part: Partial<Pick<typeof input, 'channel' | 'gainDb'>>): Promise<void> => {
    await preferences.change({ input: { ...input, ...part } });
    await audio.reopenInput();
  };
  return (
    <div className={styles.row}>
      <Select
        name="Channel"
        value={String(channel)}
        choices={channelsToChoose(shown).map((choice) => ({
          value: String(choice),
          label: choice === 'mix' ? 'All channels averaged' : `Only ${channelWords(choice, channels ?? 2)}`,
        }))}
        onChoose={(chosen) => void change({ channel: readChosenChannel(chosen) })}
      />
      <Field
        aria-label="Gain"
        inputMode="decimal"
        after="dB gain"
        defaultValue={gainDb}
        onBlur={(event) => {
          const db = typedNumber(event.target.value, -mostGainDb, mostGainDb) ?? gainDb;
          event.target.value = String(db);
          if (db !== gainDb) void change({ gainDb: db });
        }}
      />
    </div>
  );
}
