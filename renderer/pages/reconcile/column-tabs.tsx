import type { Ref } from 'react';
import { TabList } from '../../ui/tab-list.tsx';
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

/** The parts of the page for a window with room for one of them. */
export const ColumnTabs = ({ parts, shown, onShow, evidence }: ColumnTabsProps) => (
  <TabList
    name="Parts of the reconciliation"
    className={styles.tabs}
    tabs={parts.map((id) => ({ id, label: tabs[id], ...(id === 'evidence' ? { handle: evidence } : {}) }))}
    shown={shown}
    onShow={onShow}
  />
);
