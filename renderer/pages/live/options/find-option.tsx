import Search from 'lucide-react/icons/search';
import { keyOf } from '../../../actions/actions.ts';
import { Key } from '../../../ui/button.tsx';
import { Field } from '../../../ui/fields.tsx';
import styles from './options.module.css';

export interface FindOptionProps {
  readonly words: string;
  readonly onWords: (words: string) => void;
}

/** Finds an option by what stands in its name, its path and its description, or by what people call it. */
export const FindOption = ({ words, onWords }: FindOptionProps) => (
  <Field
    className={styles.find}
    before={<Search />}
    after={<Key name={keyOf('search') ?? ''} />}
    data-search
    aria-label="Find an option"
    placeholder="Find an option"
    value={words}
    onChange={(event) => onWords(event.target.value)}
  />
);
