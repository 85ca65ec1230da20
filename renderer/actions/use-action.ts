import { useStores } from '../store/context.ts';
import { act, type ActionId, keyOf } from './actions.ts';

/** What a button needs to do an action: `<Button {...useAction('inspector')}>` prints its key and does it. */
export function useAction(id: ActionId): { readonly shortcut: string | undefined; readonly onClick: () => void } {
  const stores = useStores();
  return { shortcut: keyOf(id), onClick: () => act(stores, id) };
}
