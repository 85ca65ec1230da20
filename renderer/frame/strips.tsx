import Info from 'lucide-react/icons/info';
import MicOff from 'lucide-react/icons/mic-off';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Unplug from 'lucide-react/icons/unplug';
import VolumeX from 'lucide-react/icons/volume-x';
import WifiOff from 'lucide-react/icons/wifi-off';
import { useSyncExternalStore } from 'react';
import { Button } from '../parts/button.tsx';
import { Strip } from '../parts/strip.tsx';
import { useSilentMs } from './microphone-trouble.ts';
import { useAppInfo, useAudio, usePreferences, useStores, useUi, useView } from '../store/context.ts';
import { SignInStrip } from './sign-in-strip.tsx';
import { LostStrip } from './lost-strip.tsx';
import { StoppingStrip } from './stopping-strip.tsx';

function EngineStrip() {
  const { ui } = useStores();
  const engine = useUi((state) => state.engine);
  if (engine.state === 'up') return null;
  if (engine.state === 'down') {
    return (
      <Strip level="alarm" icon={<Unplug />} title="The engine stopped and is being started again">
        {engine.message || 'Everything up to the last moment is on disk. The connection to the deployment is gone.'}
      </Strip>
    );
  }
  return (
    <Strip
      level="notice"
      icon={<Info />}
      title="The engine runs again"
      actions={
        <Button size="small" onClick={() => ui.setState({ engine: { state: 'up', message: '' } })}>
          Understood
        </Button>
      }
    >
      {engine.message || 'The record was repaired where that was needed. Start again for a new session.'}
    </Strip>
  );
}

function MicrophoneStrip() {
  const { audio, ui } = useStores();
  const state = useAudio((audioState) => audioState.microphone);
  const problem = useAudio((audioState) => audioState.problem);
  const label = useAudio((audioState) => audioState.label);
  const silentMs = useSilentMs();
  const choose = (
    <Button size="small" onClick={() => ui.setState({ dialog: 'settings' })}>
      Choose another input
    </Button>
  );
  if ((state === 'failed' || state === 'lost') && problem !== null) {
    const title = state === 'lost' ? `${label ?? 'The microphone'} is gone` : 'The microphone could not be opened';
    return (
      <Strip
        level="alarm"
        icon={<MicOff />}
        title={title}
        actions={
          <>
            {choose}
            <Button size="small" onClick={() => void audio.openInput()}>
              Open it again
            </Button>
          </>
        }
      >
        {[problem.message, problem.nextStep].filter(Boolean).join(' ')}
        {state === 'lost' && ' It is taken up again when it comes back.'}
      </Strip>
    );
  }
  if (silentMs > 0) {
    return (
      <Strip level="alarm" icon={<MicOff />} title="The microphone delivers only zeros" actions={choose}>
        {`${label ?? 'It'} has been open for ${silentMs / 1000} s in which every sample was 0, so nothing you say would be heard. The usual causes: the mute switch on the device, the wrong input, or another program holding it.`}
      </Strip>
    );
  }
  return null;
}

function OutputStrip() {
  const { audio, ui } = useStores();
  const problem = useAudio((state) => state.outputProblem);
  const live = useView((view) => view?.phase === 'open');
  if (problem === null || !live) return null;
  return (
    <Strip
      level="alarm"
      icon={<VolumeX />}
      title="Answers cannot be heard"
      actions={
        <>
          <Button size="small" onClick={() => ui.setState({ dialog: 'settings' })}>
            Choose another output
          </Button>
          <Button size="small" onClick={() => void audio.openOutput()}>
            Try again
          </Button>
        </>
      }
    >
      {[problem.message, problem.nextStep].filter(Boolean).join(' ')}
    </Strip>
  );
}

const online = (listener: () => void): (() => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

function OfflineStrip() {
  const isOnline = useSyncExternalStore(online, () => navigator.onLine);
  const simulated = usePreferences((state) => state.endpoint.kind === 'simulator');
  if (isOnline || simulated) return null;
  return (
    <Strip level="notice" icon={<WifiOff />} title="No network">
      The record is safe on disk. The simulator works without a network; other deployments are out of reach.
    </Strip>
  );
}

function Refusals() {
  const error = useUi((state) => state.startError);
  const phase = useView((view) => view?.phase ?? null);
  if (error === null || phase !== 'open') return null;
  return (
    <Strip level="alarm" icon={<TriangleAlert />} title={error.message}>
      {error.nextStep}
    </Strip>
  );
}

function Notices() {
  const { appInfo } = useStores();
  const notices = useAppInfo((state) => state.notices);
  return notices.slice(0, 2).map((notice) => (
    <Strip
      key={notice}
      level="notice"
      icon={<Info />}
      title={notice}
      actions={
        <Button size="small" look="quiet" onClick={() => appInfo.dismiss(notice)}>
          Dismiss
        </Button>
      }
    />
  ));
}

/** States of the bench that need to be seen wherever one looks: they push the page down and stay until they are over. */
export function Strips() {
  return (
    <>
      <EngineStrip />
      <SignInStrip />
      <OfflineStrip />
      <MicrophoneStrip />
      <OutputStrip />
      <StoppingStrip />
      <LostStrip />
      <Refusals />
      <Notices />
    </>
  );
}
