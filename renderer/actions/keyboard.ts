import { useEffect } from 'react';
import { assertNever } from '../../shared/kit/errors.ts';
import type { Json } from '../../shared/kit/json.ts';
import { wholeMoney } from '../../shared/kit/money-format.ts';
import { knownTotal } from '../../shared/pricing/cost.ts';
import { optionSpec, type OptionSpec, valueOf } from '../../shared/protocol/options/options.ts';
import { deploymentKey, highEnd, modelOfView, sessionCosts } from '../../shared/session/costs/session-costs.ts';
import type { Stores } from '../store/stores.ts';
import { plural } from '../../shared/kit/numbers.ts';
import { commandOf, type KeyCommand } from './keys.ts';
import { moveAxis } from './show.ts';

const regions = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-region]:not([hidden])')];

/** Moves the focus to the next region of the window, or the one before, round and round. */
function focusRegion(by: 1 | -1): void {
  const all = regions();
  const at = all.findIndex((region) => region.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  all[next]?.focus();
}

/** Puts the cursor in the search field of the region that has the focus, else of the first that has one. */
function focusSearch(): void {
  const here = regions().find((region) => region.contains(document.activeElement));
  const field =
    here?.querySelector<HTMLElement>('[data-search]') ?? document.querySelector<HTMLElement>('[data-search]');
  field?.focus();
}

const optionValue = ({ preferences }: Stores, spec: OptionSpec): Json =>
  valueOf(spec, preferences.getState().preferences.options);

/** The next value of a choice, off included, round and round. */
function nextOptionValue(stores: Stores, id: string): void {
  const spec = optionSpec(id);
  if (spec?.kind.type !== 'choice') return;
  const values: Json[] = [...spec.kind.values, ...(spec.kind.offLabel === undefined ? [] : [null])];
  const next = values[(values.indexOf(optionValue(stores, spec)) + 1) % values.length] ?? null;
  void stores.options.ask({ [id]: next });
}

/** On or off: a switch turns over; a choice goes off, or back to what it was, else to the first it knows. */
function flipOption(stores: Stores, id: string): void {
  const spec = optionSpec(id);
  if (spec === undefined) return;
  const value = optionValue(stores, spec);
  const next: Json =
    spec.kind.type === 'boolean'
      ? value !== true
      : value === null && spec.kind.type === 'choice'
        ? (stores.options.getState().wasOn[id] ?? spec.kind.values[0] ?? null)
        : null;
  void stores.options.ask({ [id]: next });
}

/** Speaks expected and reported cost to readers, once, because it was asked for. */
function sayCost({ session, appInfo, prices, preferences, ui }: Stores): void {
  const { view } = session.getState();
  const book = prices.getState().choice?.book ?? appInfo.getState().info?.priceBook;
  if (view === null || book === undefined) {
    ui.setState({ spoken: 'No session, so nothing to pay.' });
    return;
  }
  const { models } = preferences.getState().preferences.pricing;
  const choice = view.header === null ? null : (models[deploymentKey(view.header.endpoint)] ?? null);
  const costs = sessionCosts(view, modelOfView(view, book, choice)?.model ?? null, book);
  const said = (amount: string | null): string => (amount === null ? 'unknown' : wholeMoney(amount, book.currency));
  const { least, most, ifBilled, reported } = costs;
  const low = knownTotal(least);
  const onTop = ifBilled.lines.length === 0 ? '' : `, and up to ${said(knownTotal(ifBilled))} more if billed`;
  const high = knownTotal(most) === null ? null : highEnd(costs);
  const inAll =
    low === null || high === null || said(low) === said(high) ? '' : ` In all ${said(low)} to ${said(high)}.`;
  const spoken = `Expected cost ${said(low)}${onTop}.${inAll} Reported cost ${said(knownTotal(reported))}, from ${plural(view.usage.reports, 'report')}.`;
  // The same words twice would not be spoken twice: a trailing space makes them new.
  ui.setState((state) => ({ spoken: state.spoken === spoken ? `${spoken} ` : spoken }));
}

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
      nextOptionValue(stores, 'vad.type');
      break;
    case 'transcription':
      flipOption(stores, 'transcription.model');
      break;
    case 'interrupt':
      flipOption(stores, 'vad.interrupt');
      break;
    case 'noise-reduction':
      nextOptionValue(stores, 'noise.type');
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
