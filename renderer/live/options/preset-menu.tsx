import { useState } from 'react';
import { useStore } from 'zustand';
import { sameValue } from '../../../shared/protocol/build-session.ts';
import { Select } from '../../parts/select.tsx';
import { usePreferences, useStores } from '../../store/context.ts';
import styles from './options.module.css';

const manage = ' manage';
const own = ' own';

/** Which named set is asked for, and the way to another: choosing one replaces everything that is asked. */
export function PresetMenu() {
  const { presets, options, ui } = useStores();
  const known = useStore(presets, (state) => state.presets);
  const asked = usePreferences((state) => state.options);
  const [loaded, setLoaded] = useState(false);
  const inForce = known.find((preset) => sameValue(preset.options, asked));
  const load = (): void => {
    if (!loaded) void presets.load();
    setLoaded(true);
  };
  return (
    <span onPointerEnter={load} onFocus={load}>
      <Select
        name="Preset"
        className={styles.preset}
        shows="Preset"
        value={inForce?.name ?? own}
        choices={[
          ...(inForce === undefined ? [{ value: own, label: 'Preset' }] : []),
          ...known.map(({ name }) => ({ value: name, label: name })),
          { value: manage, label: 'Save and manage' },
        ]}
        onChoose={(chosen) => {
          if (chosen === manage) ui.setState({ dialog: 'presets' });
          const preset = known.find(({ name }) => name === chosen);
          if (preset !== undefined) void options.apply(preset.options);
        }}
      />
    </span>
  );
}
