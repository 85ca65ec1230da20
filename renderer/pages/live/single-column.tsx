import { useState } from 'react';
import { useStore } from 'zustand';
import { headlineMoney, wholeMoney } from '../../../shared/kit/money-format.ts';
import { knownTotal } from '../../../shared/pricing/cost.ts';
import type { BenchError } from '../../../shared/kit/errors.ts';
import { useStores, useView } from '../../store/context.ts';
import { TabList } from '../../ui/tab-list.tsx';
import { Strips } from '../strips.tsx';
import { Axis } from './axis/time-axis.tsx';
import { Conversation } from './conversation/conversation.tsx';
import { CostColumn } from './cost/cost-column.tsx';
import { useCost } from './cost/use-cost.ts';
import { ErrorPage } from './error-page.tsx';
import { FileDeck } from './file-deck.tsx';
import { LiveHeading } from './heading.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { Levels } from './levels.tsx';
import { SessionOptions } from './options/session-options.tsx';
import { Transport } from './player/transport.tsx';
import styles from './single-column.module.css';

const tabs = [
  { id: 'conversation', label: 'Conversation' },
  { id: 'axis', label: 'Time axis' },
  { id: 'cost', label: 'Cost' },
  { id: 'options', label: 'Options' },
  { id: 'events', label: 'Events' },
] as const;
type Tab = (typeof tabs)[number]['id'];

/** What the session comes to, in one line that stays in sight. */
function PinnedCost() {
  const cost = useCost();
  if (cost === null) return null;
  const { costs } = cost;
  const { currency } = costs.least;
  const [least, onTop] = [knownTotal(costs.least), knownTotal(costs.ifBilled)];
  const mayBeBilled = costs.ifBilled.lines.length > 0;
  return (
    <p className={styles.cost} title={least === null ? undefined : wholeMoney(least, currency)}>
      <span className={styles.label}>Expected</span>
      <span className={styles.money}>
        {least === null ? 'unknown' : `${costs.estimated ? '~' : ''}${headlineMoney(least, currency)}`}
      </span>
      {mayBeBilled && (
        <span className={styles.label}>
          {onTop === null ? '+ more if billed' : `+ up to ${headlineMoney(onTop, currency)} if billed`}
        </span>
      )}
    </p>
  );
}

/** The live window where there is room for one column, as at 200 % zoom: money and the way to play stay in sight, tabs hold the rest. */
export function SingleColumn({ error }: { readonly error: BenchError | null }) {
  const [shown, setShown] = useState<Tab>('conversation');
  const isOver = useView((view) => view !== null && view.phase === 'closed');
  const { options } = useStores();
  const wanted = useStore(options, (state) => state.wanted);
  const [seen, setSeen] = useState(wanted);
  if (seen !== wanted) {
    setSeen(wanted);
    if (wanted !== null) setShown('options');
  }
  return (
    <main className={styles.page} data-single-column>
      {error === null && <LiveHeading />}
      <PinnedCost />
      <div className={styles.instruments} data-drawn-together>
        {isOver ? <Transport /> : <Levels />}
        <FileDeck />
        <Strips />
      </div>
      <TabList name="Parts of the session" className={styles.tabs} tabs={tabs} shown={shown} onShow={setShown} />
      <div className={styles.part} role="tabpanel" aria-label={tabs.find(({ id }) => id === shown)?.label}>
        {shown === 'conversation' && (error === null ? <Conversation /> : <ErrorPage error={error} />)}
        {shown === 'axis' && <Axis />}
        {shown === 'cost' && <CostColumn />}
        {shown === 'options' && <SessionOptions />}
        {shown === 'events' && <Inspector />}
      </div>
    </main>
  );
}
