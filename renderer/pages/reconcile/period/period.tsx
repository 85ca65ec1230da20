import Download from 'lucide-react/icons/download';
import { useEffect, useRef, useState } from 'react';
import { type Grouping, groupings } from '../../../../shared/reconcile/period/groups.ts';
import { dayRefusal } from '../../../../shared/reconcile/period/open-day.ts';
import type { PeriodReport } from '../../../../shared/reconcile/period/period-report.ts';
import { useStores } from '../../../store/context.ts';
import { saveHandedOn } from '../../../store/files.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { useMedia } from '../../../ui/media.ts';
import { Section } from '../../../ui/section.tsx';
import { type ChosenDay, useCase, useCaseStore } from '../case/case-store.ts';
import { DayPanel, NotAllocated } from './day-panel.tsx';
import { StoryLetter } from './day-glyph.tsx';
import { GroupsTable } from './groups-table.tsx';
import { type Mode, modes } from './month-cells.ts';
import { MonthTable } from './month-table.tsx';
import { PeriodHead } from './period-head.tsx';
import styles from './period.module.css';

/** So wide a window has room for a day beside the table. */
const besideTable = '(min-width: 1280px)';

/** The first cell of the chosen day. */
const chosenCell = '[role=grid] tr[aria-selected=true] [data-cell]';

const groupWords: Readonly<Record<Grouping, string>> = {
  day: 'Day',
  deployment: 'Deployment',
  tag: 'Tag',
  customer: 'Customer',
};

function Segments<T extends string>({
  name,
  values,
  words,
  chosen,
  onChoose,
}: {
  readonly name: string;
  readonly values: readonly T[];
  readonly words: (value: T) => string;
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}) {
  return (
    <div role="group" aria-label={name} className={styles.segments}>
      {values.map((value) => (
        <Button key={value} size="dense" look="quiet" pressed={value === chosen} onClick={() => onChoose(value)}>
          {words(value)}
        </Button>
      ))}
    </div>
  );
}

/** The tables of a period, one a model and resource; or its sessions by what they have in common. */
export function PeriodTables({ report }: { readonly report: PeriodReport }) {
  const store = useCaseStore();
  const chosen = useCase((state) => state.chosenDay);
  const beside = useMedia(besideTable);
  const [mode, setMode] = useState<Mode>('Tokens');
  const [by, setBy] = useState<Grouping>('day');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Back from a day, the way on by keys is the row that it was opened from.
    if (document.activeElement === document.body) box.current?.querySelector<HTMLElement>(chosenCell)?.focus();
  }, []);
  const open = (block: number, day: number): void => void store.openDay(report, { block, day });
  return (
    <Section
      title={by === 'day' ? 'Days and meters' : `Sessions by ${by}`}
      note={by === 'day' ? 'the darker, the more of the meter' : 'what each reported, and its part of the charge'}
      className={styles.tables}
      action={
        <div
          className={styles.choices}
          onKeyDown={({ key }) => {
            if (key === 'g') setBy(groupings[(groupings.indexOf(by) + 1) % groupings.length] ?? 'day');
          }}
        >
          {by === 'day' && (
            <Segments
              name="What the cells say"
              values={modes}
              words={(value) => value}
              chosen={mode}
              onChoose={setMode}
            />
          )}
          <Segments
            name="Grouped by"
            values={groupings}
            words={(value) => groupWords[value]}
            chosen={by}
            onChoose={setBy}
          />
        </div>
      }
    >
      {by === 'day' ? (
        <div ref={box}>
          {report.blocks.map((block, at) => (
            <div key={`${block.model} ${block.resourceId ?? block.resource}`}>
              {report.blocks.length > 1 && (
                <h3 className={styles.blockTitle}>
                  {[block.model, block.resource].filter((text) => text !== null).join(', ')}
                </h3>
              )}
              <MonthTable
                report={report}
                block={block}
                mode={mode}
                chosen={chosen?.block === at ? chosen.day : null}
                follows={beside}
                onChoose={(day) => store.chooseDay({ block: at, day })}
                onOpen={(day) => open(at, day)}
              />
            </div>
          ))}
        </div>
      ) : (
        <GroupsTable report={report} by={by} />
      )}
    </Section>
  );
}

function Stories({ report: { stories } }: { readonly report: PeriodReport }) {
  if (stories.length === 0) return null;
  return (
    <Section title="Stories" className={styles.section}>
      <ul className={styles.storyList}>
        {stories.map(({ letter, title, days }) => (
          <li key={letter}>
            <StoryLetter letter={letter} />
            <span>{`${title}: ${days.join(', ')}.`}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Notes({ report: { notes } }: { readonly report: PeriodReport }) {
  if (notes.length === 0) return null;
  return (
    <Section title="To know" className={styles.section}>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Section>
  );
}

/** The middle of the page for a whole period. */
export function PeriodOutcome({ report }: { readonly report: PeriodReport }) {
  const beside = useMedia(besideTable);
  return (
    <div className={styles.scroll} data-region tabIndex={-1} role="group" aria-label="The period">
      <PeriodHead report={report} />
      <PeriodTables report={report} />
      {!beside && (
        <>
          <Stories report={report} />
          <NotAllocated report={report} />
        </>
      )}
      <Notes report={report} />
    </div>
  );
}

/** Right of the table; on a narrow window the chosen day lies over it, until Escape. */
export function PeriodAside({
  report,
  className,
}: {
  readonly report: PeriodReport;
  readonly className: string | undefined;
}) {
  const store = useCaseStore();
  const beside = useMedia(besideTable);
  const chosen = useCase((state) => state.chosenDay);
  useEffect(() => {
    if (beside || chosen === null) return undefined;
    const close = ({ key, defaultPrevented }: KeyboardEvent): void => {
      if (key !== 'Escape' || defaultPrevented) return;
      const row = document.querySelector<HTMLElement>(chosenCell);
      store.chooseDay(null);
      row?.focus();
    };
    document.addEventListener('keydown', close);
    return () => document.removeEventListener('keydown', close);
  }, [beside, chosen, store]);
  if (!beside && chosen === null) return null;
  return (
    <aside
      aria-label="The day"
      data-region
      tabIndex={-1}
      className={cx(styles.side, !beside && styles.over, className)}
    >
      <div className={styles.sideScroll} tabIndex={0} role="group" aria-label="The day, and what is not allocated">
        <PeriodSide report={report} />
      </div>
      <PeriodFoot report={report} />
    </aside>
  );
}

/** What stands beside the table: the chosen day, and what of the file no table holds. */
export function PeriodSide({ report }: { readonly report: PeriodReport }) {
  const chosen = useCase((state) => state.chosenDay);
  return (
    <>
      {chosen === null ? (
        <p className={styles.hint}>Choose a day: its meters and sessions stand here.</p>
      ) : (
        <DayPanel report={report} chosen={chosen} />
      )}
      <Stories report={report} />
      <NotAllocated report={report} />
    </>
  );
}

/** Expected cost of the period's sessions as rows for a FinOps hub, beside what was billed. */
function FocusRows({ report: { sessions } }: { readonly report: PeriodReport }) {
  const { bench } = useStores();
  const store = useCaseStore();
  const [notes, setNotes] = useState<readonly string[]>([]);
  const save = async (): Promise<void> => {
    const saved = await saveHandedOn(bench, {
      sessionIds: sessions.map(({ id }) => id),
      format: 'focus-csv',
      redacted: false,
    });
    setNotes(saved.ok ? saved.notes : []);
    if (!saved.ok) store.complain(saved.error);
  };
  return (
    <>
      <Button
        icon={<Download />}
        title="Expected cost of these sessions, a row for each response and meter, for a FinOps hub"
        onClick={() => void save()}
      >
        FOCUS rows
      </Button>
      <div role="status" className={styles.saved}>
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
    </>
  );
}

/** What to do next in a period: open the chosen day, or take its sessions elsewhere. */
export function PeriodFoot({ report, pinned = false }: { readonly report: PeriodReport; readonly pinned?: boolean }) {
  const store = useCaseStore();
  const chosen: ChosenDay | null = useCase((state) => state.chosenDay);
  const day = chosen === null ? undefined : report.blocks[chosen.block]?.days[chosen.day];
  const refusal = day === undefined ? null : dayRefusal(day);
  return (
    <div className={cx(styles.foot, pinned && styles.pinned)}>
      <Button
        look="primary"
        disabled={day === undefined || refusal !== null}
        title={refusal?.message}
        className={styles.openDay}
        onClick={() => chosen !== null && void store.openDay(report, chosen)}
      >
        {day === undefined ? 'Open a day' : `Open ${day.day}`}
      </Button>
      <FocusRows report={report} />
    </div>
  );
}
