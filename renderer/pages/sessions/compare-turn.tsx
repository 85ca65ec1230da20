import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import ListMusic from 'lucide-react/icons/list-music';
import Mic from 'lucide-react/icons/mic';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Volume2 from 'lucide-react/icons/volume-2';
import { useEffect, useRef } from 'react';
import type { PlayVoices } from '../../../shared/audio/play-choices.ts';
import { shortMoney } from '../../../shared/kit/money-format.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import type { ComparedTurn } from '../../../shared/session/library/compare-turns.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { clockTime } from '../../ui/format.ts';
import { type Segment, Segments } from '../../ui/segments.tsx';
import { Ticker } from '../../ui/throttle.tsx';
import { turnsAt } from './compare-turns-at.ts';
import type { TurnHeard } from './turn-heard.ts';
import { TurnLanes, turnWords } from './turn-lanes.tsx';
import common from './compare.module.css';
import styles from './compare-turn.module.css';

/** What a turn came to: its range where some of it may be billed, or not at all. */
function moneyOf({ low, high, isEstimated, isOpen }: ComparedTurn, currency: string): string {
  if (low === null) return 'unknown';
  const text = `${isEstimated ? '~' : ''}${shortMoney(low, currency)}`;
  return isOpen && high !== null ? `${text} to ${shortMoney(high, currency)}` : text;
}

/** The length of a turn; while it sounds, how far it has come. */
function TurnTime({ turn, isPlaying, nowMs }: Pick<TurnColumnProps, 'turn' | 'isPlaying'> & Pick<TurnHeard, 'nowMs'>) {
  if (turn === undefined) return null;
  const { fromMs, toMs } = turn;
  if (!isPlaying) return <span className={styles.turnTime}>{clockTime(toMs - fromMs)}</span>;
  const now = (): string => clockTime(Math.max(0, (nowMs() ?? fromMs) - fromMs));
  return <Ticker className={styles.turnTime} perSecond={10} text={now} silent />;
}

function Answer({ turn, number }: { readonly turn: ComparedTurn; readonly number: number }) {
  const { answered, unheard } = turn;
  return (
    <div className={styles.words} tabIndex={0} role="group" aria-label={`Answer of session ${number}`}>
      {answered === '' ? (
        <span className={common.faint}>No words of the answer are known.</span>
      ) : (
        answered.slice(0, answered.length - unheard.length)
      )}
      {unheard !== '' && (
        <span className={common.faint} title="never heard">
          {unheard}
          <span className="part-unseen"> (never heard)</span>
        </span>
      )}
    </div>
  );
}

interface TurnColumnProps {
  readonly sessionId: string;
  readonly number: number;
  readonly turn: ComparedTurn | undefined;
  readonly axisMs: number;
  readonly currency: string;
  readonly isPlaying: boolean;
  readonly nowMs: TurnHeard['nowMs'];
  readonly onPlay: () => void;
}

const TurnColumn = (props: TurnColumnProps) => {
  const { sessionId, number, turn, axisMs, currency, isPlaying, nowMs, onPlay } = props;
  return (
    <li className={styles.turn}>
      <div className={styles.turnHead}>
        <span className={cx(common.number, isPlaying && styles.sounding)}>{number}</span>
        {turn !== undefined && (
          <Button
            size="dense"
            icon={isPlaying ? <Pause /> : <Play />}
            aria-label={isPlaying ? `Stop session ${number}` : `Play this turn of session ${number}`}
            aria-keyshortcuts={`Shift+${number}`}
            onClick={onPlay}
          />
        )}
        <TurnTime turn={turn} isPlaying={isPlaying} nowMs={nowMs} />
        <span className={styles.turnMoney}>{turn === undefined ? '' : moneyOf(turn, currency)}</span>
      </div>
      {turn === undefined ? (
        <p className={common.faint}>This session has no such turn.</p>
      ) : (
        <>
          <TurnLanes
            sessionId={sessionId}
            number={number}
            turn={turn}
            axisMs={axisMs}
            isPlaying={isPlaying}
            nowMs={nowMs}
          />
          <p className={styles.waited}>{turnWords(turn).join(', ')}</p>
          <Answer turn={turn} number={number} />
        </>
      )}
    </li>
  );
};

export interface CompareTurnProps {
  readonly comparison: Comparison;
  /** Index of the turn that is chosen. */
  readonly index: number;
  readonly onIndex: (index: number) => void;
  readonly heard: TurnHeard;
}

const voices: readonly Segment<PlayVoices>[] = [
  { value: 'input', label: 'You', icon: <Mic className={common.in} /> },
  { value: 'output', label: 'Answer', icon: <Volume2 className={common.out} /> },
  { value: 'both', label: 'Both' },
];

/** Whole seconds that the longest of some turns needs; one at least. */
const axisOf = (turns: readonly (ComparedTurn | undefined)[]): number =>
  Math.max(1, ...turns.map((turn) => (turn === undefined ? 0 : Math.ceil((turn.toMs - turn.fromMs) / 1000)))) * 1000;

/** How the turns were found to be the same, and what their axis is: a few words a line, cut where it is only a name. */
function matchLines(
  { matches: { by, matches, unmatched } }: Comparison,
  index: number,
  axisMs: number,
): { readonly words: string; readonly isName?: boolean }[] {
  const clip = matches[index]?.clip ?? null;
  return [
    { words: by === 'clip' ? 'Same file' : 'Matched by order' },
    ...(clip === null ? [] : [{ words: clip, isName: true }]),
    ...(unmatched === 0 ? [] : [{ words: `${plural(unmatched, 'turn')} not in all` }]),
    { words: `One axis of ${count(axisMs / 1000)} s` },
  ];
}

const typingFields = 'input, textarea, select, button, [contenteditable], [role=dialog]';

/** One turn in each session: what was answered, after how long, for how much, heard one after the other. */
export function CompareTurn({ comparison, index, onIndex, heard }: CompareTurnProps) {
  const { appWindow, preferences } = useStores();
  const { matches } = comparison.matches;
  const { playing, problem } = heard;
  const turns = turnsAt(comparison, index);
  const play = (sessions: readonly number[]): void => heard.play(index, sessions);
  const here = turns.flatMap((turn, at) => (turn === undefined ? [] : [at]));
  const keys = useRef<(event: KeyboardEvent) => boolean>(() => false);
  useEffect(() => {
    keys.current = ({ key, code, shiftKey }) => {
      const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
      if (step !== 0 && !shiftKey) {
        onIndex(Math.min(matches.length - 1, Math.max(0, index + step)));
        return true;
      }
      if (key === ' ') {
        play(here);
        return true;
      }
      const digit = shiftKey ? /^Digit([1-4])$/.exec(code)?.[1] : undefined;
      const at = digit === undefined ? -1 : Number(digit) - 1;
      if (turns[at] === undefined || preferences.getState().preferences.letterKeys === false) return false;
      play([at]);
      return true;
    };
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const { target, ctrlKey, metaKey, altKey } = event;
      if (event.defaultPrevented || ctrlKey || metaKey || altKey || appWindow.getState().dialog !== null) return;
      if (target instanceof Element && target.closest(typingFields)) return;
      if (keys.current(event)) event.preventDefault();
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  }, [appWindow]);
  if (matches.length === 0) return null;
  const said = turns.find((turn) => turn !== undefined && turn.said !== '')?.said ?? '';
  const axisMs = axisOf(turns);
  return (
    <section className={styles.each} aria-label="The same turn in each session">
      <div className={styles.eachHead}>
        <h3 className={common.title}>{`Turn ${count(index + 1)} in each`}</h3>
        <Button
          look="quiet"
          size="dense"
          icon={<ChevronLeft />}
          aria-label="Turn before"
          aria-keyshortcuts="ArrowLeft"
          disabled={index === 0}
          onClick={() => onIndex(index - 1)}
        />
        <Button
          look="quiet"
          size="dense"
          icon={<ChevronRight />}
          aria-label="Turn after"
          aria-keyshortcuts="ArrowRight"
          disabled={index === matches.length - 1}
          onClick={() => onIndex(index + 1)}
        />
        <p className={styles.said} title={said}>
          {said === '' ? '' : `“${said}”`}
        </p>
        <Segments name="Voices" choices={voices} value={heard.voices} onChoose={heard.setVoices} />
        <Button
          look="primary"
          size="small"
          icon={playing === null ? <ListMusic /> : <Pause />}
          aria-keyshortcuts="Space"
          onClick={() => play(here)}
        >
          {playing === null ? 'Play one after the other' : 'Stop'}
        </Button>
      </div>
      {problem !== null && (
        <p role="alert" className={common.problem}>
          {problem}
        </p>
      )}
      <div className={styles.eachBody}>
        <div className={styles.match}>
          {said !== '' && <p className={styles.saidBelow}>{`“${said}”`}</p>}
          {matchLines(comparison, index, axisMs).map(({ words, isName = false }) => (
            <p key={words} className={cx(isName && styles.clip)} title={isName ? words : undefined}>
              {words}
            </p>
          ))}
        </div>
        <ol className={styles.turns}>
          {turns.map((turn, at) => (
            <TurnColumn
              key={at}
              sessionId={comparison.sessions[at]?.sessionId ?? ''}
              number={at + 1}
              turn={turn}
              axisMs={axisMs}
              currency={comparison.expected[at]?.currency ?? ''}
              isPlaying={playing === at}
              nowMs={heard.nowMs}
              onPlay={() => play([at])}
            />
          ))}
        </ol>
      </div>
    </section>
  );
}
