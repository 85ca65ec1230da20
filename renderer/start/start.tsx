import Cpu from 'lucide-react/icons/cpu';
import Mic from 'lucide-react/icons/mic';
import AudioLines from 'lucide-react/icons/audio-lines';
import Play from 'lucide-react/icons/play';
import Plug from 'lucide-react/icons/plug';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useEffect, useRef, useState } from 'react';
import { valueOf, optionSpec } from '../../shared/protocol/build-session.ts';
import { defaultEndpoint } from '../../shared/protocol/default-endpoint.ts';
import { Axis } from '../live/axis/axis.tsx';
import { Button } from '../parts/button.tsx';
import { Key } from '../parts/key.tsx';
import { Select } from '../parts/select.tsx';
import { Switch } from '../parts/switch.tsx';
import { useAudio, usePreferences, useStores, useUi } from '../store/context.ts';
import { cx } from '../styles/cx.ts';
import { deviceChoices, systemDefault } from '../settings/device-choices.ts';
import { DeploymentForm } from './deployment-form.tsx';
import { draftOf, readDraft } from './draft.ts';
import { RecentSessions } from './recent.tsx';
import styles from './start.module.css';
import { ChosenWav, WavButton } from './wav-picker.tsx';

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

/** The start page: what to speak to, with what voice, and one filled button. */
export function StartPage() {
  const { desk, preferences, ui } = useStores();
  const endpoint = usePreferences((state) => state.endpoint);
  const starting = useUi((state) => state.starting);
  const [draft, setDraft] = useState(() => draftOf(endpoint));
  const [strict, setStrict] = useState(false);
  const start = useRef<HTMLButtonElement>(null);
  const simulated = endpoint.kind === 'simulator';
  const [other, setOther] = useState(!simulated);
  useEffect(() => start.current?.focus({ preventScroll: true }), []);
  const choose = (deployment: boolean): void => {
    setOther(deployment);
    const reading = readDraft(draft);
    if (!deployment) void preferences.change({ endpoint: simulated ? endpoint : defaultEndpoint });
    else if (reading.ok) void preferences.change({ endpoint: reading.endpoint });
  };
  const begin = async (): Promise<void> => {
    if (other) {
      const reading = readDraft(draft);
      setStrict(true);
      if (!reading.ok) return;
      await preferences.change({ endpoint: reading.endpoint });
    }
    await desk.start();
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
                  onChange={() => choose(false)}
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
                  onChange={() => choose(true)}
                />
                <Plug className={styles.icon} />
                <span className={styles.inputWords}>
                  <span className={styles.name}>Azure OpenAI, OpenAI or a URL</span>
                  <span className={styles.note}>Paste any endpoint; it is recognised and split into its fields.</span>
                </span>
                <Key name="n" />
              </label>
              {other && <DeploymentForm draft={draft} onChange={setDraft} strict={strict} />}
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
        <RecentSessions onOpen={() => ui.setState({ atStart: false })} />
      </div>
      <Axis bare />
    </main>
  );
}
