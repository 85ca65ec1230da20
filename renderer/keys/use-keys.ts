import { useEffect } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { Stores } from '../store/stores.ts';
import { commandOf, type KeyCommand } from './key-map.ts';
import { focusRegion, focusSearch } from './regions.ts';
import { moveAxis } from './axis-keys.ts';
import { flipOption, nextOf } from './option-keys.ts';
import { sayCost } from './say-cost.ts';

const fields = 'input:not([type=radio]):not([type=checkbox]), textarea, [contenteditable]';
/** Where letters look for a choice: the lists that open over the window. A list inside a region walks by arrows only. */
const openLists = '[role=listbox], [role=option]';

/** Where letters and Space already mean something to the control that has the focus. */
const inField = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  (target.matches(fields) || (target.matches(openLists) && target.closest('[data-region]') === null));
const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('button, [role=switch], [role=combobox], summary, a, input');

function run(stores: Stores, command: KeyCommand): void {
  const { desk, drive, ui, session, audio } = stores;
  const { view } = session.getState();
  const open = view?.phase === 'open';
  switch (command) {
    case 'talk':
      void desk.holdToTalk();
      break;
    case 'mute':
      if (open) void desk.mute(!view.input.muted);
      break;
    case 'stop':
      void desk.stopSafely();
      break;
    case 'try-again':
      if (ui.getState().startError !== null || view?.phase === 'refused') void desk.start();
      break;
    case 'new-deployment':
      if (!open) ui.setState({ atStart: true, startError: null, startIntent: 'new', page: 'bench' });
      break;
    case 'message':
      if (open) ui.setState({ composing: true });
      break;
    case 'cancel-response':
      if (open) void drive.cancel();
      break;
    case 'respond':
      if (open) void drive.respond({});
      break;
    case 'respond-with':
      if (open) ui.setState({ composing: true, wishing: true });
      break;
    case 'commit':
      if (open) void drive.commit();
      break;
    case 'clear-audio':
      if (open) void drive.clear();
      break;
    case 'commands':
      if (open) ui.setState({ dialog: 'commands' });
      break;
    case 'options':
      ui.setState((state) => ({ optionsOpen: !state.optionsOpen }));
      break;
    case 'read-usage':
      sayCost(stores);
      break;
    case 'inspector':
      ui.setState((state) => ({ inspectorOpen: !state.inspectorOpen }));
      break;
    case 'search':
      focusSearch();
      break;
    case 'region-next':
      focusRegion(1);
      break;
    case 'region-back':
      focusRegion(-1);
      break;
    case 'page-live':
      ui.setState({ page: 'bench' });
      break;
    case 'page-reconcile':
      ui.setState({ page: 'reconcile' });
      break;
    case 'page-sessions':
      ui.setState({ page: 'sessions' });
      break;
    case 'vad-kind':
      nextOf(stores, 'vad.type');
      break;
    case 'transcription':
      flipOption(stores, 'transcription.model');
      break;
    case 'interrupt':
      flipOption(stores, 'vad.interrupt');
      break;
    case 'noise-reduction':
      nextOf(stores, 'noise.type');
      break;
    case 'options-back':
      void desk.lastAccepted();
      break;
    case 'zoom-in':
    case 'zoom-out':
    case 'fit':
    case 'follow':
    case 'mark-back':
    case 'mark-next':
      moveAxis(stores, command);
      break;
    case 'clear-clips':
      audio.clearClips();
      break;
    case 'keys':
      ui.setState({ dialog: 'keys' });
      break;
    default:
      assertNever(command, 'Key command');
  }
}

/** The keys of the window. Single letters are commands only where no field has the focus and no dialog is open. */
export function useKeys(stores: Stores): void {
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || stores.ui.getState().dialog !== null) return;
      const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
      const command = commandOf({
        key,
        ctrlKey,
        metaKey,
        altKey,
        shiftKey,
        inField: inField(target),
        letters: stores.preferences.getState().preferences.letterKeys !== false,
      });
      if (command === null || (command === 'talk' && takesSpace(target))) return;
      event.preventDefault();
      if (!event.repeat || command === 'zoom-in' || command === 'zoom-out') run(stores, command);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key === ' ') void stores.desk.releaseTalk();
    };
    // A key let go in another window is never told: whoever leaves, lets go.
    const leave = (): void => void stores.desk.releaseTalk();
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    addEventListener('blur', leave);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
      removeEventListener('blur', leave);
    };
  }, [stores]);
}
