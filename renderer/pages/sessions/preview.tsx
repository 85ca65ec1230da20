import Scale from 'lucide-react/icons/scale';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { SearchHit } from '../../../shared/contract/library-search.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { rulerTime, utcMinute } from '../../ui/format.ts';
import { Amount, OnTop } from './amount.tsx';
import { Billed, verdictWords } from './bill-cells.tsx';
import { FoundHere } from './found-here.tsx';
import type { Hits } from './hits.ts';
import { focusActiveRow } from './list.tsx';
import styles from './preview.module.css';

const mostOptions = 8;

interface EditedProps {
  readonly value: string;
  readonly onKeep: (text: string | null) => void;
}

/** Kept when the field is left or by Enter; Escape gives back what was there. */
function useEdited({ value, onKeep }: EditedProps) {
  const [text, setText] = useState(value);
  return {
    text,
    setText,
    keep: (): void => {
      const told = text.trim();
      if (told !== value.trim()) onKeep(told === '' ? null : text);
    },
    giveBack: (): void => setText(value),
  };
}

interface LineProps extends EditedProps {
  readonly name: string;
  readonly className: string | undefined;
  readonly placeholder: string;
  /** `F2` writes it. */
  readonly isName?: boolean;
}

/** A line that is written in place. Enter keeps it, as leaving it does, and the keys go on in the list. */
function Line({ value, onKeep, name, className, placeholder, isName = false }: LineProps) {
  const { text, setText, keep, giveBack } = useEdited({ value, onKeep });
  return (
    <input
      className={className}
      {...(isName ? { 'data-rename': '', 'aria-keyshortcuts': 'F2' } : {})}
      aria-label={name}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Escape') giveBack();
        if (event.key === 'Enter') focusActiveRow();
      }}
    />
  );
}

function Note({ value, onKeep }: EditedProps) {
  const { text, setText, keep, giveBack } = useEdited({ value, onKeep });
  return (
    <textarea
      className={styles.note}
      aria-label="Note"
      placeholder="Nothing is noted."
      rows={3}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Escape') giveBack();
      }}
    />
  );
}

export interface PreviewProps {
  readonly summary: SessionSummary;
  readonly hits: Hits;
  /** @param hit where it is opened; left out: where the chosen hit is, else as it ended */
  readonly onOpen: (hit?: SearchHit) => void;
  readonly onReconcile: () => void;
  /** Null: it stands beside the list and stays. */
  readonly onClose: (() => void) | null;
  readonly onProblem: (text: string) => void;
}

/** What a session is, without opening it; its name, tags and note can be written here. */
export function Preview({ summary, hits, onOpen, onReconcile, onClose, onProblem }: PreviewProps) {
  const { bench, appInfo } = useStores();
  const { sessionId, about, known, startedAt, live, bill } = summary;
  const write = (change: { name?: string | null; note?: string | null; tags?: string[] }): void => {
    void bench.call('library.about', { sessionId, about: change }).then(async (answer) => {
      if (!answer.ok) onProblem(`What was written about ${titleOf(summary)} is not kept. ${answer.error.message}`);
      else await appInfo.loadSaved();
    });
  };
  const cost = known?.cost;
  const verdict = verdictWords(bill);
  const problem = summary.problem ?? summary.doubt;
  return (
    <aside className={styles.panel} aria-label="Preview" tabIndex={-1} data-region="">
      <div className={styles.head}>
        <div className={styles.titleLine}>
          <Line
            key={`name ${about?.name}`}
            name="Name of the session"
            isName
            className={styles.name}
            placeholder={titleOf(summary)}
            value={about?.name ?? ''}
            onKeep={(name) => write({ name })}
          />
          {onClose !== null && (
            <Button look="quiet" size="small" icon={<X />} aria-label="Close the preview" onClick={onClose} />
          )}
        </div>
        <p className={styles.quiet}>
          {[startedAt === '' ? 'Start not known' : `${utcMinute(startedAt)} UTC`, summary.deployment]
            .filter((one) => one !== '')
            .join(', ')}
        </p>
        <Line
          key={`tags ${about?.tags.join()}`}
          name="Tags, with commas between them"
          className={styles.tags}
          placeholder="Tags, with commas between them"
          value={about?.tags.join(', ') ?? ''}
          onKeep={(text) =>
            write({ tags: (text ?? '').split(',').flatMap((tag) => (tag.trim() === '' ? [] : [tag.trim()])) })
          }
        />
      </div>
      <div className={styles.scroll}>
        {problem !== undefined && <p className={styles.problem}>{problem}</p>}
        {hits.hits.length > 0 && (
          <FoundHere {...hits} sessionId={sessionId} lengthMs={summary.durationMs} onOpen={onOpen} />
        )}
        {hits.hits.length === 0 && known?.opening !== undefined && known.opening !== null && (
          <section className={styles.part}>
            <h2 className={styles.heading}>First words</h2>
            <p>{known.opening.text}</p>
          </section>
        )}
        {known?.refused !== undefined && known.refused !== null && (
          <section className={styles.part}>
            <h2 className={styles.heading}>Refused</h2>
            <p>{known.refused}</p>
          </section>
        )}
        {known !== undefined && cost !== undefined && (
          <section className={styles.part}>
            <h2 className={styles.heading}>
              Cost{' '}
              <span className={styles.quiet}>
                {`${plural(known.turns, 'turn')}, ${count(summary.responses - known.notReported)} of ${plural(summary.responses, 'answer')} reported`}
              </span>
            </h2>
            <dl className={styles.facts}>
              <dt>Reported</dt>
              <dd>
                <Amount amount={cost.reported} currency={cost.currency} />
              </dd>
              <dt>Expected</dt>
              <dd>
                <Amount amount={cost.expected} currency={cost.currency} unpriced={cost.unpriced} />
                <OnTop amount={cost.ifBilled} currency={cost.currency} />
              </dd>
              <dt>Billed</dt>
              <dd>
                <Billed bill={bill} />
              </dd>
              <dt>Length</dt>
              <dd>{rulerTime(summary.durationMs)}</dd>
              <dt>Alarms</dt>
              <dd>{count(known.alarms)}</dd>
            </dl>
            <p className={styles.verdict}>
              {verdict.sign}
              {verdict.whole === '' ? `${verdict.words}.` : `${verdict.words}: ${verdict.whole}.`}
            </p>
          </section>
        )}
        {known !== undefined && known.options.length > 0 && (
          <section className={styles.part}>
            <h2 className={styles.heading}>Asked for</h2>
            <ul className={styles.options}>
              {known.options.slice(0, mostOptions).map((option) => (
                <li key={option}>{option}</li>
              ))}
              {known.options.length > mostOptions && (
                <li className={styles.quiet}>{`and ${count(known.options.length - mostOptions)} more`}</li>
              )}
            </ul>
          </section>
        )}
        <section className={styles.part}>
          <h2 className={styles.heading}>Note</h2>
          <Note key={`note ${about?.note}`} value={about?.note ?? ''} onKeep={(note) => write({ note })} />
        </section>
      </div>
      <div className={styles.foot}>
        <Button look="primary" shortcut="Enter" disabled={summary.problem !== undefined} onClick={() => onOpen()}>
          Open
        </Button>
        <Button icon={<Scale />} disabled={live || summary.problem !== undefined} onClick={onReconcile}>
          Reconcile
        </Button>
      </div>
    </aside>
  );
}
