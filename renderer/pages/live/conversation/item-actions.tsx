import Scissors from 'lucide-react/icons/scissors';
import Search from 'lucide-react/icons/search';
import Square from 'lucide-react/icons/square';
import Trash2 from 'lucide-react/icons/trash-2';
import Volume2 from 'lucide-react/icons/volume-2';
import type { ItemView } from '../../../../shared/session/view.ts';
import { useHearAgain, useStores, useView } from '../../../store/context.ts';
import { canBeHeard } from '../../../store/hear-again.ts';
import { Button } from '../../../ui/button.tsx';
import styles from './turn.module.css';

/** What was said is heard once more; not while somebody speaks, nor what was typed. */
function HearAgain({ item }: { readonly item: ItemView }) {
  const { hearAgain } = useStores();
  const isHeard = useHearAgain(({ itemId }) => itemId === item.id);
  const can = useView((view) => view !== null && canBeHeard(view, item));
  if (item.medium !== 'audio' || item.kind !== 'message') return null;
  return (
    <Button
      look="quiet"
      size="dense"
      icon={isHeard ? <Square /> : <Volume2 />}
      aria-label={isHeard ? 'Stop' : 'Hear this again'}
      title={isHeard ? 'Ends what is heard again' : 'Plays it from the record; the microphone is silent meanwhile'}
      disabled={!isHeard && !can}
      onClick={() => (isHeard ? hearAgain.stop() : void hearAgain.hear(item.id))}
    />
  );
}

/** What can be done with one item; seen while the pointer is on its row or the focus in it. */
export function ItemActions({ item }: { readonly item: ItemView }) {
  const { conversation } = useStores();
  return (
    <span className={styles.actions}>
      <HearAgain item={item} />
      <Button
        look="quiet"
        size="dense"
        icon={<Search />}
        aria-label="Retrieve this item"
        title="Asks for the item as the service holds it and opens the answer in the inspector"
        onClick={() => void conversation.retrieve(item.id)}
      />
      {item.role === 'assistant' && item.audioMs > 0 && (
        <Button
          look="quiet"
          size="dense"
          icon={<Scissors />}
          aria-label="Cut this answer short"
          title="Makes the service forget what was not heard of it, and its transcript"
          onClick={() => void conversation.truncate(item)}
        />
      )}
      <Button
        look="quiet"
        size="dense"
        icon={<Trash2 />}
        aria-label="Delete this item"
        aria-keyshortcuts="Delete"
        title="Takes the item out of the conversation"
        onClick={() => void conversation.deleteItem(item.id)}
      />
    </span>
  );
}
