import type { Stores } from '../store/stores.ts';

/** Opens the inspector at an entry. */
export const showEntry = ({ ui }: Stores, seq: number): void => ui.setState({ selectedSeq: seq, inspectorOpen: true });

/** Brings an item of the conversation into view. */
export function showItem(itemId: string): void {
  document.querySelector(`[data-item="${CSS.escape(itemId)}"]`)?.scrollIntoView({ block: 'center' });
}
