import AudioLines from 'lucide-react/icons/audio-lines';
import Mic from 'lucide-react/icons/mic';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Repeat from 'lucide-react/icons/repeat';
import SkipBack from 'lucide-react/icons/skip-back';
import SkipForward from 'lucide-react/icons/skip-forward';
import LocateFixed from 'lucide-react/icons/locate-fixed';
import Volume2 from 'lucide-react/icons/volume-2';
import { type PlaySpeed, playSpeeds, type PlayVoices } from '../../../../shared/audio/play-choices.ts';
import { findLast } from '../../../../shared/kit/chunk-list.ts';
import { errorText } from '../../../../shared/kit/errors.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { release } from '../../../drawing/told/scroll.ts';
import { followedMs } from '../../../store/followed.ts';
import { useAction } from '../../../actions/use-action.ts';
import { useLive, usePlayer, useStores, useView } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Select } from '../../../ui/fields.tsx';
import { clockTime } from '../../../ui/format.ts';
import { useMedia } from '../../../ui/media.ts';
import { type Segment, Segments } from '../../../ui/segments.tsx';
import { Tip } from '../../../ui/overlays.tsx';
import { Ticker } from '../../../ui/throttle.tsx';
import styles from './transport.module.css';

const voices: readonly Segment<PlayVoices>[] = [
  { value: 'input', label: 'You', icon: <Mic className={styles.in} /> },
  { value: 'output', label: 'Answer', icon: <Volume2 className={styles.out} /> },
  { value: 'both', label: 'Both' },
];
const speedLabel = (speed: PlaySpeed): string => (speed === 1 ? '1 ×' : String(speed));
const speeds = playSpeeds.map((value) => ({ value, label: speedLabel(value) }));

/** Why there is no sound to play, in words; null: there is some. */
function whySilent(view: SessionView | null): string | null {
  switch (view?.header?.redacted) {
    case 'usage-only':
      return 'This record keeps usage only: there is no sound to play.';
    case 'copy':
      return 'Sound was taken out of this redacted copy: there is none to play.';
    case undefined:
      return view !== null && view.input.sentMs === 0 && view.output.receivedMs === 0
        ? 'No sound was sent or received: there is none to play.'
        : null;
  }
}

/** Length of what is there, and which answer is heard where the cursor stands. */
function Place() {
  const { player } = useStores();
  const lengthMs = useView((view) => view?.t ?? 0);
  const state = usePlayer(({ state: now }) => now);
  const unheard = usePlayer(({ unheardItemId }) => unheardItemId !== null);
  const atMs = usePlayer((all) => all.atMs);
  const heard = useView((view) => {
    if (view === null || atMs === null) return null;
    const of = findLast(view.playback, (one) => one.startMs <= atMs && (one.endMs ?? view.t) >= atMs);
    const response = of === undefined ? undefined : findLast(view.responses, ({ id }) => id === of.responseId);
    return response === undefined ? null : `R${response.number}`;
  });
  const words = [
    `of ${clockTime(lengthMs)}`,
    ...(unheard ? ['unheard part'] : heard === null ? [] : [state === 'playing' ? `${heard} playing` : heard]),
  ].join(', ');
  const now = (): string => clockTime(player.nowMs() ?? 0);
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Position"
      aria-valuemin={0}
      aria-valuemax={Math.round(lengthMs / 1000)}
      aria-valuenow={Math.round((atMs ?? 0) / 1000)}
      aria-valuetext={`${clockTime(atMs ?? 0)} ${words}`}
      className={styles.place}
    >
      <Ticker className={styles.position} perSecond={10} text={now} silent />
      <span className={styles.length}>{words}</span>
    </div>
  );
}

/** What plays a record: in place of the meters of a session that runs. */
export function Transport() {
  const stores = useStores();
  const { player, live } = stores;
  const state = usePlayer(({ state: now }) => now);
  const chosen = usePlayer(({ voices: now }) => now);
  const speed = usePlayer(({ speed: now }) => now);
  const looping = usePlayer((all) => all.looping);
  const span = usePlayer((all) => all.span);
  const error = usePlayer((all) => all.error);
  const following = useLive(({ viewport }) => viewport.following);
  const isNarrow = useMedia('(max-width: 1439px)');
  const back = useAction('answer-back');
  const next = useAction('answer-next');
  const toggle = useAction('play-pause');
  const loop = useAction('loop-selection');
  const follow = useAction('follow');
  const silence = useView(whySilent);
  if (silence !== null) {
    return (
      <section aria-label="Player" data-region data-player tabIndex={-1} className={styles.transport}>
        <AudioLines aria-hidden="true" />
        <p className={styles.note}>{silence}</p>
      </section>
    );
  }
  const playing = state !== 'still';
  return (
    <section aria-label="Player" data-region data-player tabIndex={-1} className={styles.transport}>
      <div className={styles.steps}>
        <Button look="quiet" icon={<SkipBack />} aria-label="Answer before" {...back} />
        <Tip text={playing ? 'Pause' : 'Play the record from the cursor'} shortcut={toggle.shortcut}>
          <button
            type="button"
            className={styles.play}
            aria-label={playing ? 'Pause' : 'Play'}
            aria-keyshortcuts={toggle.shortcut}
            onClick={toggle.onClick}
          >
            {playing ? <Pause /> : <Play />}
          </button>
        </Tip>
        <Button look="quiet" icon={<SkipForward />} aria-label="Next answer" {...next} />
      </div>
      <Place />
      {error !== null && (
        <p role="status" className={styles.error} title={errorText(error)}>
          {errorText(error)}
        </p>
      )}
      <Segments name="Voices" choices={voices} value={chosen} onChoose={(value) => player.setVoices(value)} />
      {isNarrow ? (
        <div className={styles.speed}>
          <Select
            name="Speed"
            value={String(speed)}
            choices={speeds.map(({ value, label }) => ({ value: String(value), label }))}
            onChoose={(value) => {
              const asked = playSpeeds.find((one) => String(one) === value);
              if (asked !== undefined) player.setSpeed(asked);
            }}
          />
        </div>
      ) : (
        <Segments name="Speed" choices={speeds} value={speed} onChoose={(value) => player.setSpeed(value)} />
      )}
      <Tip
        text={span === null ? 'Select an answer to play it over and over.' : `Play ${span.name} over and over`}
        shortcut={loop.shortcut}
      >
        <Button size="small" icon={<Repeat />} pressed={looping} disabled={span === null} onClick={loop.onClick}>
          <span className={cx(span === null && styles.word)}>{span?.name ?? 'Loop'}</span>
        </Button>
      </Tip>
      <Button
        size="small"
        icon={<LocateFixed />}
        pressed={following}
        onClick={() => {
          if (!following) follow.onClick();
          else live.moveAxis((port) => release(port, followedMs(stores)));
        }}
      >
        <span className={styles.word}>Follow</span>
      </Button>
    </section>
  );
}
