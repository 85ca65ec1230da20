import { toArray } from '../../shared/kit/chunk-list.ts';
import type { Stores } from '../store/stores.ts';
import { fit, follow, nowAt, reveal, type Viewport, zoom } from '../store/viewport.ts';

/** Opens the inspector at an entry. */
export const showEntry = ({ ui }: Stores, seq: number): void => ui.setState({ selectedSeq: seq, inspectorOpen: true });

/** Brings an item of the conversation into view. */
export const showItem = ({ ui }: Stores, itemId: string): void => ui.setState({ wantedItem: { id: itemId } });

const zoomStep = 1.5;

/** The entry of the mark before or after the selected one; without a selection, the last or first. */
function stepMark(stores: Stores, by: 1 | -1): void {
  const { view } = stores.session.getState();
  if (view === null) return;
  const marks = toArray(view.marks).filter((mark) => mark.kind !== 'clip');
  const selected = stores.ui.getState().selectedSeq;
  const from = selected ?? (by > 0 ? 0 : Number.POSITIVE_INFINITY);
  const mark = by > 0 ? marks.find(({ seq }) => seq > from) : marks.findLast(({ seq }) => seq < from);
  if (mark === undefined) return;
  const nowMs = stores.clock.now(stores.nowMs());
  stores.ui.setState(({ viewport }) => ({ viewport: reveal(viewport, nowMs, mark.t) }));
  showEntry(stores, mark.seq);
}

/** Moves the time axis by a key. */
export function moveAxis(
  stores: Stores,
  command: 'zoom-in' | 'zoom-out' | 'fit' | 'follow' | 'mark-back' | 'mark-next',
): void {
  const change = (next: (port: Viewport) => Viewport): void =>
    stores.ui.setState(({ viewport }) => ({ viewport: next(viewport) }));
  switch (command) {
    case 'zoom-in':
      change((port) => zoom(port, zoomStep, nowAt));
      break;
    case 'zoom-out':
      change((port) => zoom(port, 1 / zoomStep, nowAt));
      break;
    case 'fit':
      change(() => fit(stores.clock.now(stores.nowMs())));
      break;
    case 'follow':
      change(follow);
      break;
    case 'mark-back':
      stepMark(stores, -1);
      break;
    case 'mark-next':
      stepMark(stores, 1);
      break;
  }
}
