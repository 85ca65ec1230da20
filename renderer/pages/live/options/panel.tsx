import Braces from 'lucide-react/icons/braces';
import Undo2 from 'lucide-react/icons/undo-2';
import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { OptionValues } from '../../../../shared/contract/bench-api.ts';
import { isJsonObject, type Json } from '../../../../shared/kit/json.ts';
import { sameType } from '../../../../shared/protocol/endpoints/address.ts';
import {
  applies,
  optionsFromSession,
  optionSpec,
  type OptionSpec,
  optionSpecs,
  optionText,
  sameValue,
  valueOf,
} from '../../../../shared/protocol/options/options.ts';
import { hasWords, isFound } from '../../../../shared/protocol/options/find-option.ts';
import { firstSpoken, standings } from '../../../../shared/session/option-standing.ts';
import { useAction } from '../../../actions/use-action.ts';
import { microphoneToggles } from '../../../store/microphone-toggles.ts';
import { useAudio, usePreferences, useStores, useView } from '../../../store/context.ts';
import { Button, printedKey } from '../../../ui/button.tsx';
import { Select, Switch } from '../../../ui/fields.tsx';
import { rate } from '../../../ui/format.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { Section } from '../../../ui/section.tsx';
import { FindOption } from './find-option.tsx';
import { useWantedOption } from './use-wanted-option.ts';
import { OptionRow } from './option-row.tsx';
import styles from './options.module.css';

const manage = ' manage';
const own = ' own';

/** Which named set is asked for, and the way to another: choosing one replaces everything that is asked. */
export function PresetMenu() {
  const { presets, options, appWindow } = useStores();
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
          if (chosen === manage) appWindow.openDialog('presets');
          const preset = known.find(({ name }) => name === chosen);
          if (preset !== undefined) void options.apply(preset.options);
        }}
      />
    </span>
  );
}

const togglesWith = (words: string) =>
  microphoneToggles.filter(({ label, alsoCalled }) => hasWords(`Microphone ${label} ${alsoCalled}`, words));

/**
 * What this computer does to the voice before the bench hears it. All off: any of them changes what is measured.
 * The right column is what the track reports it really does.
 */
export function MicrophoneOptions({
  words = '',
  unfold,
}: {
  readonly words?: string;
  readonly unfold?: object | null;
}) {
  const { preferences, audio } = useStores();
  const input = usePreferences((state) => state.input);
  const settings = useAudio((state) => state.settings);
  const change = async (id: (typeof microphoneToggles)[number]['id'], on: boolean): Promise<void> => {
    await preferences.change({ input: { ...preferences.getState().preferences.input, [id]: on } });
    await audio.reopenInput();
  };
  return (
    <Section
      foldable
      unfold={unfold}
      className={styles.group}
      title="Microphone, this computer"
      note={settings === null ? undefined : rate(settings.sampleRateHz)}
    >
      <ul>
        {togglesWith(words).map(({ id, label }) => {
          const really = settings?.[id];
          const other = really !== undefined && really !== input[id];
          return (
            <li key={id} data-option={id} className={styles.option}>
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

const groups = [...new Set(optionSpecs.map((spec) => spec.group))];

/** Beside what an option exists that is not shown now. */
function whereWords({ onlyWhen, transcribes }: OptionSpec): string {
  const owner = onlyWhen === undefined ? undefined : optionSpec(onlyWhen.id);
  if (onlyWhen === undefined || owner === undefined) {
    return transcribes === true ? 'not in this session' : 'not in a transcription session';
  }
  const values = onlyWhen.in.map((value) => optionText(owner, value));
  if (values.length > 0) return `only with ${owner.label} ${values.join(' or ')}`;
  return onlyWhen.notIn === undefined ? `only with ${owner.label}` : `not with this ${owner.label}`;
}

/** Raw JSON wins over the rows, so a row that it names is held against it. */
function withRaw(asked: OptionValues): OptionValues {
  const { json } = asked;
  return isJsonObject(json) ? { ...asked, ...optionsFromSession(json) } : asked;
}

function Foot({ unsent, pending, live }: { unsent: readonly string[]; pending: number; live: boolean }) {
  const { options, appWindow } = useStores();
  const back = useAction('options-back');
  const asked = usePreferences((state) => state.options);
  const set = Object.keys(asked).length;
  return (
    <div className={styles.foot}>
      {unsent.length > 0 ? (
        <Button size="dense" onClick={() => void options.send(unsent)}>
          Send {count(unsent.length)}
        </Button>
      ) : (
        <span className={pending > 0 ? styles.waiting : styles.calm}>
          {pending > 0
            ? `${count(pending)} waiting`
            : live
              ? 'All in effect'
              : set > 0
                ? `${count(set)} set`
                : 'All default'}
        </span>
      )}
      <span className={styles.space} />
      {live ? (
        <Button
          size="dense"
          look="quiet"
          icon={<Undo2 />}
          title={back.shortcut === undefined ? undefined : `${printedKey(back.shortcut)} does the same`}
          onClick={back.onClick}
        >
          Last accepted
        </Button>
      ) : (
        <Button
          size="dense"
          look="quiet"
          icon={<Undo2 />}
          disabled={set === 0}
          onClick={() => void options.forget(Object.keys(asked))}
        >
          Defaults
        </Button>
      )}
      <Button size="dense" look="quiet" icon={<Braces />} onClick={() => appWindow.openDialog('session-json')}>
        JSON
      </Button>
    </div>
  );
}

/** Every option of the session, from the one table of options: asked for, in effect, and where it stands. */
export function OptionsPanel() {
  const { options } = useStores();
  const asked = usePreferences((state) => state.options);
  const endpoint = usePreferences((state) => state.endpoint);
  const { options: typed } = sameType(endpoint, asked);
  const { words, setWords, wanted, panel } = useWantedOption((spec) => applies(spec, typed));
  const sending = useStore(options);
  const phase = useView((view) => view?.phase ?? null);
  const effective = useView((view) => view?.effective ?? null);
  const facts = useView((view) => view?.options ?? null);
  const responses = useView((view) => view?.responses.length ?? 0);
  const spoken = useView((view) => (view === null ? null : (firstSpoken(view)?.response ?? null)));
  const { session } = useStores();
  const standing = useMemo(
    () => standings(session.getState().view, withRaw(asked), sending),
    // The view changes with every frame of audio, a response with every word; only these parts of it matter here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [session, asked, sending, phase, effective, facts, responses, spoken],
  );
  const ask = useCallback((id: string, value: Json) => void options.ask({ [id]: value }), [options]);
  const shown = optionSpecs.filter((spec) => applies(spec, typed) && isFound(spec, words));
  const elsewhere = words === '' ? [] : optionSpecs.filter((spec) => !applies(spec, typed) && isFound(spec, words));
  const kinds = shown.map((spec) => ({ spec, standing: standing(spec) }));
  const unsent = kinds.filter((row) => row.standing.kind === 'unsent').map((row) => row.spec.id);
  const pending = kinds.filter((row) => row.standing.kind === 'pending').length;
  const live = kinds.some((row) => row.standing.kind !== 'not-connected');
  return (
    <section ref={panel} aria-label="Options" data-options="" data-region tabIndex={-1} className={styles.panel}>
      <div className={styles.search}>
        <FindOption words={words} onWords={setWords} />
        <PresetMenu />
      </div>
      <div className={styles.columns} aria-hidden="true">
        <span className={styles.columnName}>Session</span>
        <span className={styles.columnAsked}>Asked</span>
        <span>{live ? 'In effect' : ''}</span>
      </div>
      <div className={styles.scroll}>
        {groups.map((group) => {
          const rows = kinds.filter((row) => row.spec.group === group);
          if (rows.length === 0) return null;
          return (
            <Section key={group} foldable unfold={wanted} className={styles.group} title={group}>
              <ul>
                {rows.map((row) => (
                  <OptionRow
                    key={row.spec.id}
                    spec={row.spec}
                    value={valueOf(row.spec, typed)}
                    standing={row.standing}
                    onAsk={ask}
                  />
                ))}
              </ul>
            </Section>
          );
        })}
        {shown.length === 0 && elsewhere.length === 0 && togglesWith(words).length === 0 && (
          <p className={styles.none}>No option has these words in its name, path or description.</p>
        )}
        {elsewhere.map((spec) => (
          <p key={spec.id} className={styles.elsewhere}>
            {`${spec.label}: ${whereWords(spec)}.`}
          </p>
        ))}
        {togglesWith(words).length > 0 && <MicrophoneOptions words={words} unfold={wanted} />}
      </div>
      <Foot unsent={unsent} pending={pending} live={live} />
    </section>
  );
}
