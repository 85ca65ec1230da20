import { type Ref, useRef } from 'react';
import { cx } from '../../ui/cx.ts';
import styles from './column.module.css';

const tabs = {
  finding: 'Finding',
  stories: 'Stories',
  excluded: 'Excluded',
  next: 'Next run',
  days: 'Days',
  day: 'Day',
  evidence: 'Evidence',
} as const;
export type Tab = keyof typeof tabs;

export interface ColumnTabsProps {
  /** Those that there are, in order. */
  readonly parts: readonly Tab[];
  readonly shown: Tab;
  readonly onShow: (tab: Tab) => void;
  /** The tab of the evidence, which takes the focus back when that closes. */
  readonly evidence: Ref<HTMLButtonElement>;
}

/** The parts of the page for a window with room for one of them. Arrows walk them, and what they come to shows. */
export function ColumnTabs({ parts, shown, onShow, evidence }: ColumnTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const walk = (to: number): void => {
    const at = (to + parts.length) % parts.length;
    onShow(parts[at] ?? shown);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Parts of the reconciliation"
      className={styles.tabs}
      onKeyDown={(event) => {
        const here = parts.indexOf(shown);
        const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: parts.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        walk(to);
      }}
    >
      {parts.map((tab) => (
        <button
          key={tab}
          ref={tab === 'evidence' ? evidence : undefined}
          type="button"
          role="tab"
          aria-selected={tab === shown}
          tabIndex={tab === shown ? 0 : -1}
          className={cx(styles.tab, tab === shown && styles.shown)}
          onClick={() => onShow(tab)}
        >
          {tabs[tab]}
        </button>
      ))}
    </div>
  );
}
