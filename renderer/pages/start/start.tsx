import AudioLines from 'lucide-react/icons/audio-lines';
import Cpu from 'lucide-react/icons/cpu';
import Mic from 'lucide-react/icons/mic';
import Play from 'lucide-react/icons/play';
import Plug from 'lucide-react/icons/plug';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useEffect, useRef, useState } from 'react';
import { defaultEndpoint, endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import { addressSlot, draftForms } from '../../../shared/protocol/endpoints/draft.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';
import { optionSpec, valueOf } from '../../../shared/protocol/options/options.ts';
import { useAudio, usePreferences, useStores, useUi } from '../../store/context.ts';
import type { StartIntent } from '../../store/ui.ts';
import { Button, Key } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Select, Switch } from '../../ui/fields.tsx';
import { Axis } from '../live/axis/time-axis.tsx';
import { deviceChoices, systemDefault } from '../settings/settings.tsx';
import { DeploymentForm } from './deployment-form.tsx';
import { fieldId } from './endpoint-fields.tsx';
import { proxyLogin } from './network-fields.tsx';
import { Profiles } from './profiles.tsx';
import { CameForABill, RecentSessions } from './recent.tsx';
import { emptyForm, formOfPreferences, formOfProfile, readForm, type StartForm, suggestedName } from './start-form.ts';
import { ChosenWav, WavButton } from './wav-picker.tsx';
import styles from './start.module.css';

function Input() {
  const { preferences } = useStores();
  const wav = useUi((state) => state.wav);
  const input = usePreferences((state) => state.input);
  const inputs = useAudio((state) => state.inputs);
  const [refused, setRefused] = useState<string | null>(null);
  return (
    <div className={styles.input}>
      {wav === null ? <Mic className={styles.icon} /> : <AudioLines className={styles.icon} />}
      {wav === null ? (
        <div className={styles.inputWords}>
          <Select
            look="text"
            name="Microphone"
            value={input.deviceLabel ?? systemDefault}
            choices={deviceChoices(inputs, input.deviceLabel, 'microphone')}
            onChoose={(label) =>
              void preferences.change({ input: { ...input, deviceLabel: label === systemDefault ? null : label } })
            }
          />
          <p className={styles.note}>
            You will be asked for the microphone once, when you start. Voice goes only to the deployment above and to
            this disk.
          </p>
        </div>
      ) : (
        <ChosenWav />
      )}
      {wav === null && <WavButton onRefused={setRefused} />}
      {refused !== null && (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      )}
    </div>
  );
}

function OptionWords() {
  const { ui } = useStores();
  const asked = usePreferences((state) => state.options);
  const of = (id: string): string | null => {
    const spec = optionSpec(id);
    const value = spec === undefined ? null : valueOf(spec, asked);
    return typeof value === 'string' ? value : null;
  };
  const vad =
    { server_vad: 'server VAD', semantic_vad: 'semantic VAD' }[of('vad.type') ?? ''] ?? 'no VAD, hold to talk';
  const transcription = of('transcription.model');
  const words = `Voice ${of('voice') ?? 'default'}, ${vad}, ${transcription === null ? 'no transcription' : `${transcription} transcription`}.`;
  return (
    <div className={styles.options}>
      <p>{words} Most options can be changed while you talk.</p>
      <Button
        size="dense"
        look="quiet"
        className={styles.optionsButton}
        icon={<SlidersHorizontal />}
        shortcut="o"
        onClick={() => ui.setState((state) => ({ optionsOpen: !state.optionsOpen }))}
      >
        Options
      </Button>
    </div>
  );
}

const addressFields = draftForms.map((form) => fieldId(addressSlot(form)));
/** Fields that an intent of the start page leads to, by id; the first that is there gets the focus. */
const focusOf: Readonly<Record<Exclude<StartIntent, null>, readonly string[]>> = {
  new: addressFields,
  key: ['deployment-key', ...addressFields],
  address: addressFields,
  entra: ['entra-tenant'],
  network: ['proxy-url', 'deployment-more'],
};

/** The start page: what to speak to, with what voice, and one filled button. */
export function StartPage() {
  const { desk, host, preferences, profiles, ui } = useStores();
  const settings = usePreferences((state) => state);
  const starting = useUi((state) => state.starting);
  const { endpoint } = settings;
  const [form, setForm] = useState<StartForm>(() => {
    const profile = profiles.find(settings.profileId);
    return profile === null ? formOfPreferences(settings) : formOfProfile(profile);
  });
  const [strict, setStrict] = useState(false);
  const [moreOpen, setMoreOpen] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const start = useRef<HTMLButtonElement>(null);
  const simulated = endpoint.kind === 'simulator';
  const [other, setOther] = useState(!simulated);
  const change = (part: Partial<StartForm>): void => {
    setRefused(null);
    setForm((before) => ({ ...before, ...part }));
  };
  useEffect(() => {
    /** What the page was opened for, or is asked for while it is open: the form is brought there, and the focus with it. */
    const follow = (intent: StartIntent): void => {
      if (intent === null) return;
      ui.setState({ startIntent: null });
      setOther(true);
      if (intent === 'new') setForm(emptyForm);
      if (intent === 'entra') setForm((before) => ({ ...before, draft: { ...before.draft, auth: 'entra' } }));
      if (intent === 'network') setMoreOpen(true);
      // The field may be drawn by what was just set.
      setTimeout(() => {
        const fields = focusOf[intent].map((id) => document.getElementById(id));
        fields.find((field) => field !== null)?.focus();
      });
    };
    const { startIntent } = ui.getState();
    if (startIntent === null) start.current?.focus({ preventScroll: true });
    else follow(startIntent);
    return ui.subscribe((state) => follow(state.startIntent));
  }, [ui]);
  const chooseSimulator = (): void => {
    setOther(false);
    void preferences.change({ profileId: null, endpoint: simulated ? endpoint : defaultEndpoint });
  };
  const chooseProfile = (profile: Profile | null): void => {
    setStrict(false);
    setRefused(null);
    if (profile === null) {
      setForm(emptyForm);
      void preferences.change({ profileId: null });
      return;
    }
    setOther(true);
    setForm(formOfProfile(profile));
    const options = Object.keys(profile.options).length === 0 ? {} : { options: profile.options };
    void preferences.change({
      profileId: profile.id,
      // An address that may not be used is not written a second time; the form says what is wrong with it.
      ...(endpointUrl(profile.endpoint).ok ? { endpoint: profile.endpoint } : {}),
      network: profile.network,
      ...options,
    });
  };
  /** Hands over what was typed and not stored; whoever presses Start means it to be used. */
  const handOver = async (to: Endpoint): Promise<void> => {
    const login = proxyLogin(form.network);
    if (form.key !== '') await host.storeSecret(to, form.key);
    if (form.proxyPassword !== '' && login !== null) await host.storeSecret(login, form.proxyPassword);
    change({ key: '', proxyPassword: '' });
  };
  const begin = async (): Promise<void> => {
    if (other) {
      const reading = readForm(form);
      setStrict(true);
      if (!reading.ok) return;
      await handOver(reading.endpoint);
      await preferences.change({ endpoint: reading.endpoint, network: reading.network, profileId: form.profileId });
    }
    await desk.start();
  };
  const save = async (): Promise<void> => {
    const reading = readForm(form);
    setStrict(true);
    if (!reading.ok) return;
    const name = form.name.trim() || suggestedName(form);
    const options = form.keepOptions ? settings.options : {};
    const draft = { name, endpoint: reading.endpoint, network: reading.network, options };
    const saved = await profiles.save(draft, form.profileId);
    if (saved === null) return setRefused(profiles.getState().problem);
    await handOver(saved.endpoint);
    chooseProfile(saved);
  };
  const echo = simulated && endpoint.mode === 'echo';
  return (
    <main className={styles.page}>
      <div className={styles.columns}>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void begin();
          }}
        >
          <h1 className={styles.head}>Speak to a deployment.</h1>
          <p className={styles.lead}>
            See every token it reports, and what that costs while it happens. The session is kept on this disk, so that
            you can hold it against the bill later.
          </p>
          <div className={styles.cards} role="radiogroup" aria-label="Deployment">
            <div className={cx(styles.card, !other && styles.chosen)}>
              <label className={styles.choice}>
                <input
                  type="radio"
                  name="deployment"
                  className={styles.radio}
                  checked={!other}
                  onChange={chooseSimulator}
                />
                <Cpu className={styles.icon} />
                <span className={styles.inputWords}>
                  <span className={styles.name}>Simulator</span>
                  <span className={styles.note}>
                    On this machine. Real protocol and timing, no key, no network, no charge.
                  </span>
                </span>
              </label>
              {!other && simulated && (
                <div className={styles.echo}>
                  <span className={styles.note}>Answer with your own voice</span>
                  <Switch
                    name="Echo mode"
                    on={echo}
                    onChange={(on) =>
                      void preferences.change({ endpoint: { ...endpoint, mode: on ? 'echo' : 'voice' } })
                    }
                  />
                </div>
              )}
            </div>
            <div className={cx(styles.card, other && styles.chosen)}>
              <label className={styles.choice}>
                <input
                  type="radio"
                  name="deployment"
                  className={styles.radio}
                  checked={other}
                  onChange={() => setOther(true)}
                />
                <Plug className={styles.icon} />
                <span className={styles.inputWords}>
                  <span className={styles.name}>Azure OpenAI, OpenAI or a URL</span>
                  <span className={styles.note}>Paste any endpoint; it is recognised and split into its fields.</span>
                </span>
                <Key name="n" />
              </label>
              {other && (
                <DeploymentForm
                  form={form}
                  onChange={change}
                  strict={strict}
                  moreOpen={moreOpen}
                  onMoreOpen={setMoreOpen}
                  onSave={() => void save()}
                  refused={refused}
                />
              )}
            </div>
          </div>
          <Input />
          <div className={styles.go}>
            <Button
              ref={start}
              look="primary"
              size="large"
              icon={<Play />}
              shortcut="Enter"
              disabled={starting !== null}
              onClick={() => void begin()}
            >
              Start
            </Button>
            {starting === null ? (
              <OptionWords />
            ) : (
              <p className={styles.options} role="status">
                {starting === 'microphone'
                  ? 'Waiting for the microphone. Answer the question of the browser.'
                  : 'Connecting to the deployment.'}
              </p>
            )}
          </div>
        </form>
        <aside className={styles.aside}>
          <Profiles
            chosenId={other ? form.profileId : null}
            onChoose={chooseProfile}
            onStart={() => void begin()}
            onNew={() => ui.setState({ startIntent: 'new' })}
          />
          <CameForABill />
          <RecentSessions onOpen={() => ui.setState({ atStart: false })} />
        </aside>
      </div>
      {/* The form needs the room that the empty axis would take. */}
      {!other && (
        <div className={styles.axis}>
          <Axis bare />
        </div>
      )}
    </main>
  );
}
