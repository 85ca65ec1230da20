import { type Ref, useRef } from 'react';
import { cx } from './cx.ts';
import styles from './tab-list.module.css';

export interface TabChoice<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** For whoever gives the focus back to this tab. */
  readonly handle?: Ref<HTMLButtonElement>;
}

export interface TabListProps<Id extends string> {
  readonly name: string;
  readonly tabs: readonly TabChoice<Id>[];
  readonly shown: Id;
  readonly onShow: (id: Id) => void;
  readonly className?: string | undefined;
}

/** Names of parts of which one shows. Arrows, Home and End walk them, and what they come to shows. */
export function TabList<Id extends string>({ name, tabs, shown, onShow, className }: TabListProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const walk = (to: number): void => {
    const at = (to + tabs.length) % tabs.length;
    onShow(tabs[at]?.id ?? shown);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={name}
      className={cx(styles.tabs, className)}
      onKeyDown={(event) => {
        const here = tabs.findIndex(({ id }) => id === shown);
        const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        walk(to);
      }}
    >
      {tabs.map(({ id, label, handle }) => (
        <button
          key={id}
          ref={handle}
          type="button"
          role="tab"
          aria-selected={id === shown}
          tabIndex={id === shown ? 0 : -1}
          className={cx(styles.tab, id === shown && styles.shown)}
          onClick={() => onShow(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
