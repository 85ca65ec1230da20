import { useAllStores } from '../store/context.ts';
import { act, type ActionId, keyOf } from './actions.ts';

/** What a button needs to do an action: `<Button {...useAction('inspector')}>` prints its key and does it. */
export function useAction(id: ActionId): { readonly shortcut: string | undefined; readonly onClick: () => void } {
  const all = useAllStores();
  return { shortcut: keyOf(id), onClick: () => all.with((stores) => act(stores, id)) };
}
