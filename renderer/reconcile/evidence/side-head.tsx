import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import type { ReactNode } from 'react';
import type { BenchError } from '../../../shared/errors.ts';
import tones from '../../styles/tone.module.css';
import styles from './evidence.module.css';

const icons = {
  read: <Check className={tones.ok} />,
  refused: <CircleX className={tones.alarm} />,
  nothing: <CircleDashed className={tones.calm} />,
};

/** The head of one side: whether it was understood, what it is, and where it is from. */
export function SideHead({
  title,
  state,
  note,
}: {
  readonly title: string;
  readonly state: keyof typeof icons;
  readonly note: ReactNode;
}) {
  return (
    <div className={styles.sideHead}>
      {icons[state]}
      <h2 className={styles.sideTitle}>{title}</h2>
      <span className={styles.sideNote}>{note}</span>
    </div>
  );
}

/** Why a side was refused, and what to do about it. */
function SideError({ id, error }: { readonly id: string; readonly error: BenchError }) {
  return (
    <p id={id} role="alert" className={styles.sideError}>
      {error.message}
      {error.nextStep !== undefined && <span>{` ${error.nextStep}`}</span>}
    </p>
  );
}

/** Under the evidence of one side: why it was refused, else what was understood of it. Its field is described by this `id`. */
export function Understood({
  id,
  side,
  children,
}: {
  readonly id: string;
  readonly side: { readonly kind: 'read' | 'nothing' } | { readonly kind: 'refused'; readonly error: BenchError };
  readonly children: ReactNode;
}) {
  if (side.kind === 'refused') return <SideError id={id} error={side.error} />;
  return (
    <div id={id} className={styles.understood}>
      {children}
    </div>
  );
}
