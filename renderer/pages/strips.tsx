import Hourglass from 'lucide-react/icons/hourglass';
import Info from 'lucide-react/icons/info';
import KeyRound from 'lucide-react/icons/key-round';
import MicOff from 'lucide-react/icons/mic-off';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Unplug from 'lucide-react/icons/unplug';
import VolumeX from 'lucide-react/icons/volume-x';
import WifiOff from 'lucide-react/icons/wifi-off';
import { useSyncExternalStore } from 'react';
import { zerosAlarmMs } from '../../shared/audio/level-meter.ts';
import { errorText } from '../../shared/kit/errors.ts';
import { deviceLoginLink } from '../../shared/kit/links.ts';
import type { AlarmId } from '../../shared/session/fold/alarms.ts';
import { microphoneTitles } from '../../shared/session/fold/sound-alarms.ts';
import { lostUsage, openWork } from '../../shared/session/open-work.ts';
import { replayPlan } from '../../shared/session/reconnect.ts';
import type { SessionView } from '../../shared/session/view.ts';
import {
  useAppInfo,
  useAppWindow,
  useAudio,
  usePreferences,
  useRun,
  useStart,
  useStores,
  useView,
} from '../store/context.ts';
import { Button, CopyButton } from '../ui/button.tsx';
import { plural } from '../../shared/kit/numbers.ts';
import { Strip } from '../ui/strip.tsx';
import { Ticker, usePolled } from '../ui/throttle.tsx';

/** How long the open microphone has delivered nothing but zeros, in whole seconds as ms; 0 while that is nobody's trouble. */
function useSilentMs(): number {
  const { meters } = useStores();
  const open = useAudio((audio) => audio.microphone === 'open');
  const unheard = useView((view) => view !== null && (view.input.muted || view.input.file !== null));
  const zerosMs = usePolled(() => Math.floor((meters.latest.input?.zerosMs ?? 0) / 1000) * 1000);
  return open && !unheard && zerosMs >= zerosAlarmMs ? zerosMs : 0;
}

/** The kinds of alarm that the strips over the deck say at this moment, so that nothing else repeats them. */
export function useAlarmsOfStrips(): readonly AlarmId[] {
  const silent = useSilentMs() > 0;
  const lost = useAudio((audio) => audio.microphone === 'lost' && audio.problem !== null);
  const cancelling = useAudio((audio) => audio.cancelling);
  const live = useView((view) => view?.phase === 'open');
  const outputLost = useAudio((audio) => audio.outputProblem !== null);
  const kinds: readonly (readonly [AlarmId, boolean])[] = [
    ['input-lost', lost],
    ['channels-cancel', cancelling && !lost],
    ['zeros', silent && !cancelling && !lost],
    ['output-lost', outputLost && live],
  ];
  return kinds.flatMap(([kind, isSaid]) => (isSaid ? [kind] : []));
}

/** The code that a sign-in waits for, wherever one looks. */
function SignInStrip() {
  const { bench, host } = useStores();
  const prompt = useAppWindow((state) => state.signIn);
  if (prompt === null) return null;
  return (
    <Strip
      level="notice"
      icon={<KeyRound />}
      title={`Enter the code ${prompt.userCode} to sign in`}
      actions={
        <>
          <CopyButton size="small" text={() => prompt.userCode}>
            Copy the code
          </CopyButton>
          <Button size="small" onClick={() => host.openLink(deviceLoginLink(prompt.url))}>
            Open the page
          </Button>
          <Button
            size="small"
            look="quiet"
            onClick={() => void bench.call('entra.cancel', { of: { kind: 'code', userCode: prompt.userCode } })}
          >
            Cancel
          </Button>
        </>
      }
    >
      {`At ${prompt.url}, on this or any other device. The bench goes on by itself once that is done.`}
    </Strip>
  );
}

/** What a close waits for: `1 open response and 2 transcripts`. */
export function waitsFor(view: SessionView): string {
  const { responses, transcriptions, awaitsResponse } = openWork(view, view.t);
  const parts = [
    ...(responses.length > 0 ? [plural(responses.length, 'open response')] : []),
    ...(responses.length === 0 && awaitsResponse ? ['a response that is about to begin'] : []),
    ...(transcriptions.length > 0 ? [plural(transcriptions.length, 'transcript')] : []),
  ];
  return parts.join(' and ');
}

/** A close that is under way, whichever window asked for it: what it waits for, how long, and what closing now hides. */
function StoppingStrip() {
  const { control, clock, nowMs, session } = useStores();
  const closing = useView((view) => (view?.phase === 'closing' ? view.closing : null));
  const waiting = useView((view) => (view === null || closing === null ? '' : waitsFor(view)));
  const hidden = useView((view) => {
    if (view === null || closing === null) return '';
    const { responses, transcriptions } = openWork(view, view.t);
    return lostUsage(view, responses, transcriptions).join(' ');
  });
  if (closing === null || closing.by === 'service') return null;
  const leftSeconds = (): number => {
    const now = clock.now(nowMs());
    const { sinceMs, graceMs } = session.getState().view?.closing ?? closing;
    return Math.max(0, Math.ceil((sinceMs + graceMs - now) / 1000));
  };
  return (
    <Strip
      level="notice"
      icon={<Hourglass />}
      title={waiting === '' || closing.hurried ? 'Closing' : `Waiting for ${waiting}`}
      actions={
        <Button size="small" onClick={() => void control.stopSafely()}>
          Close now
        </Button>
      }
    >
      <Ticker perSecond={4} silent text={() => `${leftSeconds()} s left.`} />
      {hidden !== '' &&
        ` ${hidden} Closing now hides the usage of that; it is estimated, and may be billed all the same.`}
    </Strip>
  );
}

/** While the bench tries by itself to go on with the session that was lost. */
function Trying() {
  const { control, run, nowMs } = useStores();
  const reconnecting = useRun((state) => state.reconnecting);
  if (reconnecting === null) return null;
  const { attempt, nextAtMs } = reconnecting;
  return (
    <Strip
      level="notice"
      icon={<Unplug />}
      title={nextAtMs === null ? `Reconnecting, try ${attempt}` : `Not reconnected yet, try ${attempt} follows`}
      actions={
        <Button size="small" onClick={() => control.giveUp()}>
          Stop trying
        </Button>
      }
    >
      <Ticker
        perSecond={4}
        silent
        text={() => {
          const at = run.getState().reconnecting?.nextAtMs ?? null;
          if (at === null) return 'The deployment is being called.';
          return `The next try begins in ${Math.max(0, Math.ceil((at - nowMs()) / 1000))} s.`;
        }}
      />
    </Strip>
  );
}

/** A session ended unasked: what happened, and the offer to go on with it. */
function LostStrip() {
  const { control } = useStores();
  const lost = useRun((state) => state.lost);
  const trying = useRun((state) => state.reconnecting !== null);
  const view = useView((state) => (state?.phase === 'closed' ? state : null));
  if (trying) return <Trying />;
  if (lost === null || view === null || view.header?.sessionId !== lost.sessionId) return null;
  const { items, losses } = replayPlan(view);
  const back =
    items.length === 0
      ? 'Nothing of the conversation can be put back.'
      : `Reconnecting puts ${plural(items.length, 'item')} of the conversation back as text.`;
  return (
    <Strip
      level="alarm"
      icon={<Unplug />}
      title={view.closed?.explanation ?? 'The connection was lost.'}
      actions={
        <>
          <Button size="small" onClick={() => void control.reconnect(items.length > 0)}>
            Reconnect
          </Button>
          {items.length > 0 && (
            <Button size="small" onClick={() => void control.reconnect(false)}>
              Reconnect empty
            </Button>
          )}
          <Button size="small" look="quiet" onClick={() => control.giveUp()}>
            Dismiss
          </Button>
        </>
      }
    >
      {[back, ...losses, 'It becomes a session of its own, linked to this one.'].join(' ')}
    </Strip>
  );
}

function EngineStrip() {
  const { appWindow } = useStores();
  const engine = useAppWindow((state) => state.engine);
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
        <Button size="small" onClick={() => appWindow.engineUnderstood()}>
          Understood
        </Button>
      }
    >
      {engine.message || 'The record was repaired where that was needed. Start again for a new session.'}
    </Strip>
  );
}

function MicrophoneStrip() {
  const { audio, appWindow } = useStores();
  const state = useAudio((audioState) => audioState.microphone);
  const problem = useAudio((audioState) => audioState.problem);
  const label = useAudio((audioState) => audioState.label);
  const silentMs = useSilentMs();
  const chosen = usePreferences(({ input }) => input.deviceLabel !== null);
  const cancelling = useAudio((audioState) => audioState.cancelling);
  // Opened with no session it would stay open.
  const wanted = useView((view) => view?.phase === 'open' || view?.phase === 'connecting');
  const choose = (
    <Button size="small" onClick={() => appWindow.openDialog('settings')}>
      Choose another input
    </Button>
  );
  if ((state === 'failed' || state === 'lost') && problem !== null) {
    const title =
      state === 'lost' ? microphoneTitles.lost(label ?? 'The microphone') : 'The microphone could not be opened';
    return (
      <Strip
        level="alarm"
        icon={<MicOff />}
        title={title}
        actions={
          <>
            {choose}
            {wanted && (
              <Button size="small" onClick={() => void audio.openInput()}>
                Open it again
              </Button>
            )}
          </>
        }
      >
        {errorText(problem)}
        {state === 'lost' &&
          ` Silence is sent meanwhile. ${chosen ? 'It' : 'Whatever the system then prefers'} is taken up by itself as soon as it is there.`}
      </Strip>
    );
  }
  if (cancelling) {
    return (
      <Strip level="alarm" icon={<MicOff />} title="The channels cancel each other" actions={choose}>
        {`${label ?? 'The microphone'}: one channel is the inverse of the other, and they cancel, so next to nothing is heard. Choose one channel in the settings.`}
      </Strip>
    );
  }
  if (silentMs > 0) {
    return (
      <Strip level="alarm" icon={<MicOff />} title={microphoneTitles.zeros} actions={choose}>
        {`${label ?? 'It'} is open, and every sample of it is 0`}
        <span aria-hidden="true">{`, for ${silentMs / 1000} s now`}</span>
        {`, so nothing you say would be heard. The usual causes: the mute switch on the device, the wrong input, or another program holding it.`}
      </Strip>
    );
  }
  return null;
}

function OutputStrip() {
  const { audio, appWindow } = useStores();
  const problem = useAudio((state) => state.outputProblem);
  const output = useAudio((state) => state.output);
  const live = useView((view) => view?.phase === 'open');
  if (problem === null || !live) return null;
  return (
    <Strip
      level="alarm"
      icon={<VolumeX />}
      title={output === null ? 'Answers cannot be heard' : `Answers play elsewhere: ${output}`}
      actions={
        <>
          <Button size="small" onClick={() => appWindow.openDialog('settings')}>
            Choose another output
          </Button>
          <Button size="small" onClick={() => void audio.openOutput()}>
            Try again
          </Button>
        </>
      }
    >
      {errorText(problem)}
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
  const error = useStart((state) => state.error);
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
