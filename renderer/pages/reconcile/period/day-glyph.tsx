import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import CircleX from 'lucide-react/icons/circle-x';
import Hourglass from 'lucide-react/icons/hourglass';
import Users from 'lucide-react/icons/users';
import type { ReactNode } from 'react';
import type { PeriodState } from '../../../../shared/reconcile/period/period-report.ts';
import { cx } from '../../../ui/cx.ts';
import tones from '../../../ui/styles/tone.module.css';
import styles from './period.module.css';

const icons: Readonly<Record<PeriodState, ReactNode>> = {
  'as reported': <Check className={tones.ok} />,
  explained: null,
  'other traffic': <Users />,
  open: <CircleHelp className={tones.alarm} />,
  'not settled': <Hourglass />,
  'no row': <CircleHelp className={tones.alarm} />,
  'no session': <CircleDashed />,
  unreadable: <CircleX className={tones.alarm} />,
  nothing: null,
};

/** The letter of a story, as it stands in bar, table and text. */
export function StoryLetter({ letter }: { readonly letter: string }) {
  return <span className={styles.letter}>{letter}</span>;
}

/** The sign of a state; where a story explains it, that story's letter. The word stands beside it or is told to readers. */
export function DayGlyph({ state, letter }: { readonly state: PeriodState; readonly letter: string | null }) {
  return (
    <span className={cx(styles.glyph)} aria-hidden="true">
      {state === 'explained' && letter !== null ? <StoryLetter letter={letter} /> : icons[state]}
    </span>
  );
}
