import Search from 'lucide-react/icons/search';
import { createPortal } from 'react-dom';
import { Field } from '../parts/field.tsx';
import { Key } from '../parts/key.tsx';
import { useUi } from '../store/context.ts';
import styles from './sessions.module.css';

export interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The search of this page, in the head of the window. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const slot = useUi((state) => state.pageHead);
  if (slot === null) return null;
  return createPortal(
    <Field
      role="searchbox"
      className={styles.search}
      before={<Search />}
      after={<Key name="/" />}
      aria-label="Search the sessions"
      aria-keyshortcuts="/"
      placeholder="Name, deployment or option"
      data-search=""
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('');
      }}
    />,
    slot,
  );
}
