import type { Stores } from '../store/stores.ts';

/** Opens the inspector at an entry. */
export const showEntry = ({ ui }: Stores, seq: number): void => ui.setState({ selectedSeq: seq, inspectorOpen: true });

/** Brings an item of the conversation into view. */
export const showItem = ({ ui }: Stores, itemId: string): void => ui.setState({ wantedItem: { id: itemId } });
