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
import { shortMoney, wholeMoney } from '../../../shared/kit/money-format.ts';
import { count } from '../../../shared/kit/numbers.ts';
import type { SessionVerdict, VerdictState } from '../../../shared/reconcile/case/session-verdict.ts';
import { Amount } from './amount.tsx';
import styles from './list.module.css';

const none = <span className={styles.none}>none</span>;

/** Nobody bills it, or nothing tells its part: no number, and no zero either. */
const Dash = ({ says }: { readonly says: string }) => (
  <span className={styles.none} title={says} role="img" aria-label={says}>
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
        <div
          className={styles.onTop}
          title="Transcription or images of its day are billed, too; the bill does not tell whose they are."
        >
          + transcription
        </div>
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

/** Money beyond the report, in short and in full. */
function beyondWords({
  beyond,
  daySessions,
}: SessionVerdict): { readonly reason: string; readonly whole: string } | null {
  if (beyond === null) return null;
  const sign = beyond.cost.startsWith('-') ? '' : '+';
  const over = daySessions > 1 ? `, over ${count(daySessions)} sessions of its day` : '';
  return {
    reason: `${sign}${shortMoney(beyond.cost, beyond.currency)}`,
    whole: `${sign}${wholeMoney(beyond.cost, beyond.currency)} beyond the report${over}`,
  };
}

interface Told extends Said {
  /** In a few words; empty: the words say all. */
  readonly reason: string;
  /** As much as is known. */
  readonly whole: string;
}

/** A verdict with its reason, as the list and the preview say it. */
export function verdictWords(bill: BillStanding | undefined): Told {
  switch (bill?.kind) {
    case undefined:
    case 'not compared':
      return {
        sign: <Clock />,
        words: 'Not compared',
        reason: 'import its bill',
        whole: 'import the bill of its day and reconcile it',
      };
    case 'owes nothing':
      return { sign: <Minus />, words: 'No bill', reason: '', whole: 'nobody bills it' };
    case 'due':
      return {
        sign: <Hourglass />,
        words: 'Not due yet',
        reason: '',
        whole: `a bill shows its day from ${bill.from} on`,
      };
    case 'compared': {
      const { state, reason } = bill.verdict;
      return { ...said[state], reason, whole: reason, ...beyondWords(bill.verdict) };
    }
    default:
      return assertNever(bill, 'Standing to a bill');
  }
}

/** How a session stands to its bill, and why. */
export function Verdict({ bill }: { readonly bill: BillStanding | undefined }) {
  const { sign, words, reason, whole } = verdictWords(bill);
  return (
    <div className={styles.verdictLine} title={whole === '' ? words : `${words}: ${whole}`}>
      {sign}
      <div className={styles.verdictWords}>
        {words}
        {reason !== '' && <span className={styles.reason}>{reason}</span>}
      </div>
    </div>
  );
}
