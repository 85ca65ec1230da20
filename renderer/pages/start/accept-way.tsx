import { useEffect, useRef } from 'react';
import { factLines } from '../../../shared/protocol/endpoints/connection-facts.ts';
import { Button } from '../../ui/button.tsx';
import { type AskedWay, askedWords } from './start-state.ts';
import styles from './start.module.css';

export interface AcceptWayProps {
  readonly asked: AskedWay;
  readonly onUse: () => void;
  readonly onLeave: () => void;
}

/** What a way from elsewhere would do, before its first use. Nothing of it is in the form or kept until it is accepted. */
export function AcceptWay({ asked, onUse, onLeave }: AcceptWayProps) {
  const { profile, facts } = asked;
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked.isWanted === true) question.current?.focus();
  }, [asked]);
  return (
    <div ref={question} role="group" tabIndex={-1} className={styles.acceptWay} aria-labelledby="accept-way">
      <h3 id="accept-way" className={styles.listTitle}>
        {askedWords(asked)}
      </h3>
      <dl className={styles.facts}>
        {factLines(facts).map(([what, value]) => (
          <div key={what} className={styles.fact}>
            <dt className={styles.profileNote}>{what}</dt>
            <dd className={styles.factValue}>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.acceptActions}>
        <Button size="small" onClick={onUse}>
          {profile === null ? 'Use this way' : 'Use this profile'}
        </Button>
        <Button size="small" look="quiet" onClick={onLeave}>
          Not now
        </Button>
      </div>
    </div>
  );
}
