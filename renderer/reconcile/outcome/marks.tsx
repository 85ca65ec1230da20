import Check from 'lucide-react/icons/check';
import CircleDot from 'lucide-react/icons/circle-dot';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Receipt from 'lucide-react/icons/receipt';
import type { ReactNode } from 'react';
import type { Certainty, Mark } from '../../../shared/reconcile/answer.ts';
import { cx } from '../../styles/cx.ts';
import styles from './marks.module.css';
import tones from '../../styles/tone.module.css';

const signs: Readonly<Record<Certainty, { readonly icon: ReactNode; readonly word: string }>> = {
  measured: { icon: <Check className={tones.ok} />, word: 'measured' },
  assumed: { icon: <CircleDot />, word: 'assumed' },
  free: { icon: <Receipt />, word: 'read off this bill' },
  open: { icon: <CircleHelp />, word: 'open' },
};

/** What a story rests on, each with how it is known. */
export function Marks({ marks }: { readonly marks: readonly Mark[] }) {
  if (marks.length === 0) return null;
  return (
    <ul className={styles.marks} style={{ gridTemplateRows: `repeat(${Math.ceil(marks.length / 2)}, auto)` }}>
      {marks.map(({ certainty, text }) => (
        <li key={text} className={cx(styles.mark, certainty === 'free' && styles.long)}>
          {signs[certainty].icon}
          <span className={styles.word}>{signs[certainty].word}</span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
