import CircleCheck from 'lucide-react/icons/circle-check';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Hourglass from 'lucide-react/icons/hourglass';
import type { ReactNode } from 'react';
import type { Freshness } from '../../../shared/reconcile/scope/settlement.ts';
import styles from './evidence.module.css';
import { useCase } from '../use-case.ts';

const clocks: Readonly<Record<Freshness, { readonly title: string; readonly text: string; readonly icon: ReactNode }>> =
  {
    'not yet due': {
      title: 'Not yet due',
      text: 'The export was written less than 24 hours after the day. Rows may still be missing. Export it again later.',
      icon: <Hourglass />,
    },
    provisional: {
      title: 'Provisional',
      text: 'Amounts of an open month are rated again. Import the day once more a day later, or 72 hours after the month has ended, to settle it.',
      icon: <Hourglass />,
    },
    settled: {
      title: 'Settled',
      text: 'Two imports a day apart agree, or the month has been closed for 72 hours. These amounts stay.',
      icon: <CircleCheck />,
    },
  };

function Note({
  icon,
  title,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: string;
}) {
  return (
    <div className={styles.clock}>
      {icon}
      <div>
        <h3 className={styles.clockTitle}>{title}</h3>
        <p className={styles.clockText}>{children}</p>
      </div>
    </div>
  );
}

/** How much the bill can still change, and what a session log would add. */
export function SettlementClock() {
  const view = useCase((state) => state.view);
  if (view === null || view.outcome.kind !== 'report') return null;
  const { compared, sessions } = view.outcome.report;
  const clock = compared === null ? null : clocks[compared.freshness];
  return (
    <div className={styles.clocks}>
      {clock === null ? (
        <Note icon={<Hourglass />} title="Not settled">
          A pasted table has no clock. Rows of a day are due 24 hours after it ends and can change until 72 hours after
          the month; import an export and this line goes.
        </Note>
      ) : (
        <Note icon={clock.icon} title={clock.title}>
          {clock.text}
        </Note>
      )}
      {sessions.length === 0 && (
        <Note icon={<CircleHelp />} title="What a log would add">
          A second response.created, there or not there, would name what began it. Record a session with this bench and
          add it.
        </Note>
      )}
    </div>
  );
}
