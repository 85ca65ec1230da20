import { rate } from '../../format/level.ts';
import { Section } from '../../parts/section.tsx';
import { Switch } from '../../parts/switch.tsx';
import { useAudio, usePreferences, useStores } from '../../store/context.ts';
import styles from './options.module.css';

const toggles = [
  { id: 'echoCancellation', label: 'Echo cancelling' },
  { id: 'noiseSuppression', label: 'Noise filter' },
  { id: 'autoGainControl', label: 'Automatic gain' },
] as const;

/**
 * What this computer does to the voice before the bench hears it. All off: any of them changes what is measured.
 * The right column is what the track reports it really does.
 */
export function MicrophoneOptions() {
  const { preferences, audio } = useStores();
  const input = usePreferences((state) => state.input);
  const settings = useAudio((state) => state.settings);
  const change = async (id: (typeof toggles)[number]['id'], on: boolean): Promise<void> => {
    await preferences.change({ input: { ...preferences.getState().preferences.input, [id]: on } });
    await audio.reopenInput();
  };
  return (
    <Section
      foldable
      className={styles.group}
      title="Microphone, this computer"
      note={settings === null ? undefined : rate(settings.sampleRateHz)}
    >
      <ul>
        {toggles.map(({ id, label }) => {
          const really = settings?.[id];
          const other = really !== undefined && really !== input[id];
          return (
            <li key={id} className={styles.option}>
              <div className={styles.row}>
                <span className={styles.glyph} />
                <span className={styles.label}>{label}</span>
                <span className={styles.asked}>
                  <Switch name={label} on={input[id]} onChange={(on) => void change(id, on)} />
                </span>
                <span className={styles.effect}>
                  {other && <span className={styles.keptAlarm}>{really ? 'on' : 'off'}</span>}
                </span>
              </div>
              {other && (
                <p className={`${styles.line} ${styles.alarm}`}>
                  {`The device keeps it ${really ? 'on' : 'off'}. What is measured includes that.`}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
