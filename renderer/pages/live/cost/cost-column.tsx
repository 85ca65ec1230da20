import { Tabs } from '@base-ui/react/tabs';
import { type ReactNode, useState } from 'react';
import { isUnderWay } from '../../../../shared/session/view.ts';
import { usePlayer, useView } from '../../../store/context.ts';
import { ScrollPlaceProvider, usePlaceRef } from '../../../ui/long-lists.tsx';
import { useMedia } from '../../../ui/media.ts';
import { Bill } from './bill.tsx';
import { ByField, EveryField } from './by-field.tsx';
import { CopyReport } from './copy-report.tsx';
import { GrowthPlot } from './growth-plot.tsx';
import { ChosenAnswer } from './chosen-answer.tsx';
import { CostHead } from './head.tsx';
import { Notices } from './notices.tsx';
import { Rates } from './rates.tsx';
import { Transcriptions } from './transcriptions.tsx';
import { Turns } from './turns.tsx';
import { HeadUntil } from './until.tsx';
import { type CostState, useCost } from './use-cost.ts';
import styles from './column.module.css';

const tabs = [
  { value: 'turns', name: 'Turns' },
  { value: 'fields', name: 'Fields' },
  { value: 'bill', name: 'Bill' },
] as const;
type TabName = (typeof tabs)[number]['value'];
const tabNamed = (value: unknown): TabName => tabs.find((tab) => tab.value === value)?.value ?? 'turns';

/** What a tab shows, scrolling by itself. */
function Panel({ value, children }: { readonly value: TabName; readonly children: ReactNode }) {
  const [scroll, setScroll] = usePlaceRef();
  return (
    <Tabs.Panel value={value} ref={setScroll} className={styles.scroll}>
      <div>
        <ScrollPlaceProvider value={scroll}>{children}</ScrollPlaceProvider>
      </div>
    </Tabs.Panel>
  );
}

/** How the conversation grew; of a record with an answer selected, that answer. */
function Foot({ state, isOver }: { readonly state: CostState | null; readonly isOver: boolean }) {
  const chosenId = usePlayer(({ span }) => span?.responseId ?? null);
  const turn = state?.turns.turns.find(({ answers }) => answers.some(({ row }) => row.id === chosenId));
  const answer = turn?.answers.find(({ row }) => row.id === chosenId);
  return isOver && state !== null && turn !== undefined && answer !== undefined ? (
    <ChosenAnswer answer={answer} turn={turn.number} state={state} />
  ) : (
    <GrowthPlot state={state} />
  );
}

/** Usage and cost: the number and the notices pinned above, growth and limits below, between them turns, fields or the bill. */
export function CostColumn() {
  const state = useCost();
  const [tab, setTab] = useState<TabName>('turns');
  const isLow = useMedia('(max-height: 759px)');
  const isOver = useView((view) => view !== null && !isUnderWay(view.phase));
  const isUntil = usePlayer(({ atMs }) => atMs !== null) && isOver;
  return (
    <section aria-label="Usage and cost" data-region tabIndex={-1} className={styles.column}>
      {isUntil && state !== null ? <HeadUntil state={state} /> : <CostHead state={state} isOver={isOver} />}
      <Notices />
      <Tabs.Root value={tab} onValueChange={(value) => setTab(tabNamed(value))} className={styles.tabs}>
        <div className={styles.tabHead}>
          <Tabs.List aria-label="Usage and cost by" activateOnFocus data-usage-tabs className={styles.tabList}>
            {tabs.map(({ value, name }) => (
              <Tabs.Tab key={value} value={value} className={styles.tab}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {state !== null && <CopyReport state={state} />}
        </div>
        <Panel value="turns">
          {state === null ? (
            <p className={styles.empty}>No answer yet.</p>
          ) : (
            <Turns state={state} onTranscriptions={() => setTab('fields')} />
          )}
          {isLow && <GrowthPlot state={state} />}
        </Panel>
        <Panel value="fields">
          <ByField state={state} />
          <Transcriptions state={state} />
          <EveryField />
        </Panel>
        <Panel value="bill">
          <Bill state={state} />
        </Panel>
      </Tabs.Root>
      {!isLow && <Foot state={state} isOver={isOver} />}
      <Rates state={state} />
    </section>
  );
}
