import Search from 'lucide-react/icons/search';
import Scissors from 'lucide-react/icons/scissors';
import Trash2 from 'lucide-react/icons/trash-2';
import type { ItemView } from '../../../shared/session/view.ts';
import { Button } from '../../parts/button.tsx';
import { useStores } from '../../store/context.ts';
import styles from './turn.module.css';

/** What can be done with one item; seen while the pointer is on its row or the focus in it. */
export function ItemActions({ item }: { readonly item: ItemView }) {
  const { drive } = useStores();
  return (
    <span className={styles.actions}>
      <Button
        look="quiet"
        size="dense"
        icon={<Search />}
        aria-label="Retrieve this item"
        title="Asks for the item as the service holds it and opens the answer in the inspector"
        onClick={() => void drive.retrieve(item.id)}
      />
      {item.role === 'assistant' && item.audioMs > 0 && (
        <Button
          look="quiet"
          size="dense"
          icon={<Scissors />}
          aria-label="Cut this answer short"
          title="Makes the service forget what was not heard of it, and its transcript"
          onClick={() => void drive.truncate(item)}
        />
      )}
      <Button
        look="quiet"
        size="dense"
        icon={<Trash2 />}
        aria-label="Delete this item"
        aria-keyshortcuts="Delete"
        title="Takes the item out of the conversation"
        onClick={() => void drive.deleteItem(item.id)}
      />
    </span>
  );
}
