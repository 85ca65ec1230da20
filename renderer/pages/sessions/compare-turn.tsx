import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import ListMusic from 'lucide-react/icons/list-music';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import { useEffect, useRef } from 'react';
import { shortMoney } from '../../../shared/kit/money-format.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import type { ComparedTurn } from '../../../shared/session/library/compare-turns.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { rulerTime } from '../../ui/format.ts';
import { turnsAt, waitOf } from './compare-plots.tsx';
import type { TurnHeard } from './turn-heard.ts';
import styles from './compare.module.css';

/** What a turn came to: its range where some of it may be billed, or not at all. */
function moneyOf({ low, high, isEstimated, isOpen }: ComparedTurn, currency: string): string {
  if (low === null) return 'unknown';
  const text = `${isEstimated ? '~' : ''}${shortMoney(low, currency)}`;
  return isOpen && high !== null ? `${text} to ${shortMoney(high, currency)}` : text;
}

interface TurnColumnProps {
  readonly number: number;
  readonly turn: ComparedTurn | undefined;
  readonly currency: string;
  readonly isPlaying: boolean;
  readonly onPlay: () => void;
}

const TurnColumn = ({ number, turn, currency, isPlaying, onPlay }: TurnColumnProps) => (
  <li className={styles.turn}>
    <div className={styles.turnHead}>
      <span className={styles.number}>{number}</span>
      {turn !== undefined && (
        <Button
          look="quiet"
          size="dense"
          icon={isPlaying ? <Pause /> : <Play />}
          aria-label={isPlaying ? `Stop session ${number}` : `Play this turn of session ${number}`}
          aria-keyshortcuts={`Shift+${number}`}
          onClick={onPlay}
        />
      )}
      <span className={styles.faint}>{turn === undefined ? '' : rulerTime(turn.fromMs)}</span>
      <span className={styles.turnMoney}>{turn === undefined ? '' : moneyOf(turn, currency)}</span>
    </div>
    {turn === undefined ? (
      <p className={styles.faint}>This session has no such turn.</p>
    ) : (
      <>
        <p className={styles.faint}>{waitOf(turn)}</p>
        <div className={styles.words} tabIndex={0} role="group" aria-label={`Answer of session ${number}`}>
          {turn.answered === '' ? 'No words of the answer are known.' : turn.answered}
        </div>
      </>
    )}
  </li>
);

export interface CompareTurnProps {
  readonly comparison: Comparison;
  /** Index of the turn that is chosen. */
  readonly index: number;
  readonly onIndex: (index: number) => void;
  readonly heard: TurnHeard;
}

const typingFields = 'input, textarea, select, button, [contenteditable], [role=dialog]';

/** One turn in each session: what was answered, after how long, for how much, heard one after the other. */
export function CompareTurn({ comparison, index, onIndex, heard }: CompareTurnProps) {
  const { appWindow, preferences } = useStores();
  const { matches, by, unmatched } = comparison.matches;
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
  const match = matches[index];
  const said = turns.find((turn) => turn !== undefined && turn.said !== '')?.said ?? '';
  const how = by === 'clip' ? `Same file, ${match?.clip ?? ''}.` : 'Matched by order.';
  return (
    <section className={styles.each} aria-label="The same turn in each session">
      <div className={styles.eachHead}>
        <h3 className={styles.title}>{`Turn ${count(index + 1)} in each`}</h3>
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
        <Button
          size="small"
          icon={playing === null ? <ListMusic /> : <Pause />}
          aria-keyshortcuts="Space"
          onClick={() => play(here)}
        >
          {playing === null ? 'Play one after the other' : 'Stop'}
        </Button>
      </div>
      <p className={styles.match}>
        {unmatched === 0 ? how : `${how} ${plural(unmatched, 'turn is', 'turns are')} not in every session.`}
      </p>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <ol className={styles.turns}>
        {turns.map((turn, at) => (
          <TurnColumn
            key={at}
            number={at + 1}
            turn={turn}
            currency={comparison.expected[at]?.currency ?? ''}
            isPlaying={playing === at}
            onPlay={() => play([at])}
          />
        ))}
      </ol>
    </section>
  );
}
