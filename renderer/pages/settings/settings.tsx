import { useState } from 'react';
import type { Preferences } from '../../../shared/contract/bench-api.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import { useAction } from '../../actions/use-action.ts';
import { useAppInfo, useAudio, usePreferences, useStores, useAppWindow } from '../../store/context.ts';
import type { AudioDevice } from '../../store/services.ts';
import { Button, printedKey } from '../../ui/button.tsx';
import { type Choice, Field, Select, Switch } from '../../ui/fields.tsx';
import { rate } from '../../ui/format.ts';
import { Dialog } from '../../ui/overlays.tsx';
import styles from './settings.module.css';

/** Stands for the device the system prefers; no device has this label. */
export const systemDefault = ' system default';

/**
 * The devices to choose from. One that was chosen before and is not plugged in stays in the list and says so: the bench
 * takes it up again when it comes back.
 */
export function deviceChoices(devices: readonly AudioDevice[], chosen: string | null, noun: string): Choice[] {
  const labels = [...new Set(devices.map((device) => device.label).filter((label) => label !== ''))];
  const away = chosen !== null && !labels.includes(chosen);
  return [
    { value: systemDefault, label: `System default ${noun}` },
    ...labels.map((label) => ({ value: label, label })),
    ...(away && chosen !== null ? [{ value: chosen, label: chosen, note: 'not connected' }] : []),
  ];
}

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

const named = (chosen: string): string | null => (chosen === systemDefault ? null : chosen);

function Devices() {
  const { preferences, audio } = useStores();
  const input = usePreferences((state) => state.input);
  const outputLabel = usePreferences((state) => state.outputLabel);
  const inputs = useAudio((state) => state.inputs);
  const outputs = useAudio((state) => state.outputs);
  const label = useAudio((state) => state.label);
  const track = useAudio((state) => state.settings);
  const chooseInput = async (chosen: string): Promise<void> => {
    await preferences.change({ input: { ...input, deviceLabel: named(chosen) } });
    await audio.reopenInput();
  };
  const chooseOutput = async (chosen: string): Promise<void> => {
    await preferences.change({ outputLabel: named(chosen) });
    await audio.setOutput(named(chosen));
  };
  return (
    <>
      <span className={styles.label}>Microphone</span>
      <Select
        name="Microphone"
        value={input.deviceLabel ?? systemDefault}
        choices={deviceChoices(inputs, input.deviceLabel, 'microphone')}
        onChoose={(chosen) => void chooseInput(chosen)}
      />
      <p className={styles.note}>
        {label === null || track === null
          ? 'Remembered by its name, so it is found again after it was unplugged.'
          : `Open: ${label}, ${rate(track.sampleRateHz)}, ${track.channels === 1 ? 'mono' : `${track.channels} channels`}.`}
      </p>
      <span className={styles.label}>Loudspeaker</span>
      <Select
        name="Loudspeaker"
        value={outputLabel ?? systemDefault}
        choices={deviceChoices(outputs, outputLabel, 'output')}
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
  const open = useAppWindow((state) => state.dialog === 'settings');
  const theme = usePreferences((state) => state.theme);
  const letterKeys = usePreferences((state) => state.letterKeys !== false);
  const info = useAppInfo((state) => state.info);
  return (
    <Dialog title="Settings" open={open} onClose={() => appWindow.closeDialog()}>
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
