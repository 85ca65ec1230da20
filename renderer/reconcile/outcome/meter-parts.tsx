import TableIcon from 'lucide-react/icons/table-2';
import { useState } from 'react';
import { letterOf } from '../../../shared/reconcile/plan/letters.ts';
import { chargeSentence, noRowSentence } from '../../../shared/reconcile/report/charge-words.ts';
import { Button } from '../../parts/button.tsx';
import { Section } from '../../parts/section.tsx';
import type { Report } from '../use-report.ts';
import { barsOf, legendOf } from './bar-parts.ts';
import { Bars } from './bars.tsx';
import styles from './meters.module.css';
import { MetersTable } from './meters.tsx';
import { bestOf, states } from './standing.ts';
import type from '../../styles/type.module.css';

/** What the looks of the bars mean. Parts of a story that the finding does not state are that story's alone. */
function legend(report: Report): string {
  const words = legendOf(barsOf(report));
  const best = bestOf(report);
  return best === undefined || states(report.finding)
    ? ['tokens', words].filter((one) => one !== '').join('; ')
    : `as ${letterOf(report.explanations.indexOf(best))} has it; ${words.replaceAll(' was ', ' ')}`;
}

/** Every meter by its parts: drawn, or as the plain table that readers have at any time. */
export function MeterParts({ report }: { readonly report: Report }) {
  const [plain, setPlain] = useState(false);
  const said = [noRowSentence(report), chargeSentence(report)].filter((text) => text !== null);
  const note = plain ? 'tokens; money at list price; difference is billed less expected' : legend(report);
  return (
    <Section
      title="Every meter, part by part"
      note={note}
      className={styles.section}
      action={
        <Button size="dense" look="quiet" icon={<TableIcon />} pressed={plain} onClick={() => setPlain(!plain)}>
          As a table
        </Button>
      }
    >
      {!plain && <Bars report={report} />}
      <div className={plain ? undefined : type.hidden}>
        <MetersTable report={report} shown={plain} />
      </div>
      {said.map((text) => (
        <p key={text} className={styles.variance}>
          {text}
        </p>
      ))}
    </Section>
  );
}
