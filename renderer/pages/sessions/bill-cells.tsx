import Check from 'lucide-react/icons/check';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import CircleSlash from 'lucide-react/icons/circle-slash';
import Clock from 'lucide-react/icons/clock';
import Hourglass from 'lucide-react/icons/hourglass';
import Minus from 'lucide-react/icons/minus';
import Scale from 'lucide-react/icons/scale';
import Users from 'lucide-react/icons/users';
import type { JSX } from 'react';
import type { BillStanding } from '../../../shared/contract/session-bill.ts';
import { assertNever } from '../../../shared/kit/errors.ts';
import { wholeMoney } from '../../../shared/kit/money-format.ts';
import type { SessionVerdict, VerdictState } from '../../../shared/reconcile/case/session-verdict.ts';
import { Amount } from './amount.tsx';
import styles from './list.module.css';

const none = <span className={styles.faint}>none</span>;

/** Nobody bills it, or nothing tells its part: no number, and no zero either. */
const Dash = ({ says }: { readonly says: string }) => (
  <span className={styles.faint} title={says} role="img" aria-label={says}>
    –
  </span>
);

function Charged({ verdict: { billed, without, state } }: { readonly verdict: SessionVerdict }) {
  if (billed === null) {
    return state === 'not in the bill' ? none : <Dash says="Nothing tells its part of what was billed." />;
  }
  return (
    <>
      <Amount amount={billed.cost} currency={billed.currency} />
      {without && (
        <span
          className={styles.under}
          title={`${wholeMoney(billed.cost, billed.currency)}; transcription or images of its days are billed, too, and in no session’s part`}
        >
          without transcription
        </span>
      )}
    </>
  );
}

/** What a bill says of a session, or from which day one can. */
export function Billed({ bill }: { readonly bill: BillStanding | undefined }): JSX.Element {
  switch (bill?.kind) {
    case undefined:
    case 'not compared':
      return none;
    case 'owes nothing':
      return <Dash says="Nobody bills it." />;
    case 'due':
      return (
        <span className={styles.due}>
          due from <span className={styles.day}>{bill.from}</span>
        </span>
      );
    case 'compared':
      return <Charged verdict={bill.verdict} />;
    default:
      return assertNever(bill, 'Standing to a bill');
  }
}

interface Said {
  readonly sign: JSX.Element;
  readonly words: string;
}

const said: Readonly<Record<VerdictState, Said>> = {
  'as reported': { sign: <Check className={styles.fits} />, words: 'As reported' },
  story: { sign: <Scale />, words: 'Has a story' },
  'other traffic': { sign: <Users />, words: 'Other traffic' },
  open: { sign: <CircleHelp className={styles.isOpen} />, words: 'Open' },
  'not settled': { sign: <Hourglass />, words: 'Not settled' },
  'not in the bill': { sign: <CircleSlash />, words: 'Not in the bill' },
};

/** A verdict with its reason, as the list and the preview say it. */
export function verdictWords(bill: BillStanding | undefined): Said & { readonly reason: string } {
  switch (bill?.kind) {
    case undefined:
    case 'not compared':
      return { sign: <Clock />, words: 'Not compared', reason: 'import its bill' };
    case 'owes nothing':
      return { sign: <Minus />, words: 'No bill', reason: '' };
    case 'due':
      return { sign: <Hourglass />, words: 'Not due yet', reason: '' };
    case 'compared':
      return { ...said[bill.verdict.state], reason: bill.verdict.reason };
    default:
      return assertNever(bill, 'Standing to a bill');
  }
}

/** How a session stands to its bill, and why. */
export function Verdict({ bill }: { readonly bill: BillStanding | undefined }) {
  const { sign, words, reason } = verdictWords(bill);
  return (
    <div className={styles.verdictLine} title={reason === '' ? words : `${words}: ${reason}`}>
      {sign}
      <div className={styles.verdictWords}>
        {words}
        {reason !== '' && <span className={styles.reason}>{reason}</span>}
      </div>
    </div>
  );
}
