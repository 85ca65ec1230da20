import Trash2 from 'lucide-react/icons/trash-2';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { optionSpec, shortText } from '../../../shared/protocol/options/options.ts';
import { builtInPresets, type OptionPreset } from '../../../shared/protocol/options/presets.ts';
import { usePreferences, useStores, useAppWindow } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/fields.tsx';
import { Dialog } from '../../ui/overlays.tsx';
import styles from './presets.module.css';

/** `threshold 0.7, silence 700 ms, transcription whisper-1`. */
function contents({ options }: OptionPreset): string {
  const parts = Object.entries(options).map(([id, value]) => {
    const spec = optionSpec(id);
    return spec === undefined ? id : `${spec.label.toLowerCase()} ${shortText(spec, value)}`;
  });
  return parts.length === 0 ? 'Nothing is asked for; the service does as it likes.' : parts.join(', ');
}

function OwnPreset({ preset }: { readonly preset: OptionPreset }) {
  const { presets } = useStores();
  const [name, setName] = useState(preset.name);
  const rename = (): void => {
    const to = name.trim();
    if (to === '' || to === preset.name) return setName(preset.name);
    void presets.rename(preset.name, to).then((done) => {
      if (!done) setName(preset.name);
    });
  };
  return (
    <li className={styles.row}>
      <Field
        aria-label={`Name of ${preset.name}`}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename();
        }}
      />
      <p className={styles.contents}>{contents(preset)}</p>
      <Button
        look="quiet"
        size="small"
        icon={<Trash2 />}
        aria-label={`Delete ${preset.name}`}
        onClick={() => void presets.remove(preset.name)}
      />
    </li>
  );
}

/** Saves what is asked now under a name; renames and deletes the sets a person saved. */
export function PresetsDialog() {
  const { presets, appWindow } = useStores();
  const open = useAppWindow((state) => state.dialog === 'presets');
  const asked = usePreferences((state) => state.options);
  const { presets: known, problem } = useStore(presets);
  const [name, setName] = useState('');
  useEffect(() => void presets.load(), [presets]);
  const save = (): void => {
    if (name.trim() === '') return;
    void presets.save(name.trim(), asked).then((done) => {
      if (done) setName('');
    });
  };
  const own = known.filter((preset) => !builtInPresets.includes(preset));
  const replaces = own.some((preset) => preset.name === name.trim());
  return (
    <Dialog title="Presets of options" open={open} onClose={() => appWindow.closeDialog()}>
      <div className={styles.save}>
        <Field
          aria-label="Name of the new preset"
          placeholder="Name for what is asked now"
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save();
          }}
        />
        <Button disabled={name.trim() === ''} onClick={save}>
          {replaces ? 'Replace' : 'Save'}
        </Button>
      </div>
      <p className={styles.contents}>{contents({ name: '', options: asked })}</p>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <h3 className={styles.head}>Yours</h3>
      {own.length === 0 && <p className={styles.contents}>None saved yet.</p>}
      <ul>
        {own.map((preset) => (
          <OwnPreset key={preset.name} preset={preset} />
        ))}
      </ul>
      <h3 className={styles.head}>Of the bench</h3>
      <ul>
        {builtInPresets.map((preset) => (
          <li key={preset.name} className={styles.row}>
            <span>{preset.name}</span>
            <p className={styles.contents}>{contents(preset)}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
