import { useState } from 'react';
import type { Preferences } from '../../../shared/contract/bench-api.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import { useAction } from '../../actions/use-action.ts';
import { useAppInfo, useAudio, usePreferences, useStores } from '../../store/context.ts';
import { inputWish, outputWish } from '../../store/device-wish.ts';
import { Button, printedKey } from '../../ui/button.tsx';
import { Field, Select, Switch } from '../../ui/fields.tsx';
import { rate } from '../../ui/format.ts';
import { Dialog } from '../../ui/overlays.tsx';
import { choiceOf, chosenBy, deviceChoices, withInput } from '../devices.ts';
import { InputSound } from './input-sound.tsx';
import styles from './settings.module.css';

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

function Devices() {
  const { preferences, audio } = useStores();
  const set = usePreferences((state) => state);
  const inputs = useAudio((state) => state.inputs);
  const outputs = useAudio((state) => state.outputs);
  const label = useAudio((state) => state.label);
  const track = useAudio((state) => state.settings);
  const chooseInput = async (chosen: string): Promise<void> => {
    await preferences.change({ input: withInput(set.input, chosenBy(chosen, inputs, inputWish(set))) });
    await audio.reopenInput();
  };
  const chooseOutput = async (chosen: string): Promise<void> => {
    const wish = chosenBy(chosen, outputs, outputWish(set));
    await preferences.change({ outputLabel: wish?.label ?? null, outputId: wish?.deviceId ?? null });
    await audio.followOutput();
  };
  return (
    <>
      <span className={styles.label}>Microphone</span>
      <Select
        name="Microphone"
        value={choiceOf(inputs, inputWish(set))}
        choices={deviceChoices(inputs, inputWish(set), 'microphone')}
        onChoose={(chosen) => void chooseInput(chosen)}
      />
      <p className={styles.note}>
        {label === null || track === null
          ? 'Remembered, so it is found again after it was unplugged.'
          : `Open: ${label}, ${rate(track.sampleRateHz)}, ${track.channels === 1 ? 'mono' : `${track.channels} channels`}.`}
      </p>
      <span className={styles.label}>Sound taken</span>
      <InputSound channels={track?.channels ?? null} />
      <span className={styles.label}>Loudspeaker</span>
      <Select
        name="Loudspeaker"
        value={choiceOf(outputs, outputWish(set))}
        choices={deviceChoices(outputs, outputWish(set), 'output')}
        onChoose={(chosen) => void chooseOutput(chosen)}
      />
      <p className={styles.note}>Headphones keep the answer out of the microphone.</p>
    </>
  );
}

const aboutNewVersions = 'Asked at each start, at this address and nowhere else; empty: nobody is asked.';

/** Where a newer version is asked for, if anywhere, and what came of it. */
function NewVersions() {
  const { bench } = useStores();
  const kept = usePreferences((state) => state.versionAddress ?? '');
  const [address, setAddress] = useState(kept);
  const [said, setSaid] = useState(aboutNewVersions);
  const keep = async (): Promise<boolean> => {
    const wanted = address.trim();
    if (wanted === kept) return true;
    // Not shown before it is kept: an address that is refused is asked nothing.
    const written = await bench.call('preferences.write', { versionAddress: wanted === '' ? null : wanted });
    setSaid(written.ok ? aboutNewVersions : errorText(written.error));
    return written.ok;
  };
  const ask = async (): Promise<void> => {
    if (!(await keep())) return;
    setSaid('Asking …');
    const answer = await bench.call('app.newVersion', {});
    if (!answer.ok) return setSaid(errorText(answer.error));
    const at = answer.page === null ? '' : ` It is at ${answer.page}.`;
    setSaid(answer.newer ? `${answer.version} is out.${at}` : `The newest is ${answer.version}: you have it.`);
  };
  return (
    <>
      <label className={styles.label} htmlFor="new-versions">
        New versions
      </label>
      <div className={styles.row}>
        <Field
          id="new-versions"
          placeholder="https://"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          onBlur={() => void keep()}
          onKeyDown={(event) => {
            // Escape leaves it as it was: half an address must not be asked at the next start.
            if (event.key === 'Enter') void keep();
          }}
        />
        <Button disabled={address.trim() === ''} onClick={() => void ask()}>
          Ask now
        </Button>
      </div>
      <p className={styles.note} role="status">
        {said}
      </p>
    </>
  );
}

/** Theme, devices, and facts about this bench. */
export function Settings() {
  const { appWindow, preferences } = useStores();
  const theme = usePreferences((state) => state.theme);
  const letterKeys = usePreferences((state) => state.letterKeys !== false);
  const usageOnly = usePreferences((state) => state.keepUsageOnly === true);
  const info = useAppInfo((state) => state.info);
  return (
    <Dialog title="Settings" open onClose={() => appWindow.closeDialog()}>
      <div className={styles.grid}>
        <Devices />
        <span className={styles.label}>Theme</span>
        <Select
          name="Theme"
          value={theme}
          choices={themes}
          onChoose={(chosen) => void preferences.change({ theme: chosen as Preferences['theme'] })}
        />
        <span className={styles.label}>Prices</span>
        <Button onClick={() => appWindow.openDialog('prices')}>Price books and models</Button>
        <span className={styles.label}>Single keys</span>
        <Switch name="Single keys" on={letterKeys} onChange={(on) => void preferences.change({ letterKeys: on })} />
        <p className={styles.note}>
          {`Letters, digits and signs as commands, such as M to mute. Space, F6, End and keys with ${printedKey('Mod')} stay.`}
        </p>
        <span className={styles.label}>Keep usage only</span>
        <Switch
          name="Keep usage only"
          on={usageOnly}
          onChange={(on) => void preferences.change({ keepUsageOnly: on })}
        />
        <p className={styles.note}>
          Records of new sessions then hold neither sound nor words, only counts, times and what was used.
        </p>
        <NewVersions />
        <span className={styles.label}>Keys</span>
        <Button {...useAction('keys')}>Show every key</Button>
      </div>
      {info !== null && (
        <p
          className={styles.about}
        >{`Voxtally ${info.version}. Sessions are kept in ${info.dataFolder}. ${info.priceBook.name}, of ${info.priceBook.validFrom}.`}</p>
      )}
    </Dialog>
  );
}
