import { type DesktopMenu, menuBarActions, type MenuNews } from '../../shared/contract/desktop-menu.ts';
import { type Action, type ActionId, actions, doAction } from '../actions/actions.ts';
import { menuActions } from '../actions/menu-actions.ts';
import { pageList } from '../store/screen-table.ts';
import type { Stores } from '../store/stores.ts';

const screenAction = (page: (typeof pageList)[number][0]): `page-${typeof page}` & ActionId => `page-${page}`;

/** What the menu bar may ask for: its own list, and the screens. */
const offered: ReadonlyMap<string, Action> = new Map<string, Action>([
  ...menuBarActions.map((id): [string, Action] => [id, { ...actions, ...menuActions }[id]]),
  ...pageList.map(([page]): [string, Action] => [screenAction(page), actions[screenAction(page)]]),
]);

const keys = Object.fromEntries(
  [...offered].flatMap(([id, { keys: has }]) => (has?.[0] === undefined ? [] : [[id, has[0]]])),
);

const screens = pageList.map(([page, { title, key }]) => ({ id: screenAction(page), title, key }));

/** What the menu bar shows of this window now. Nothing can be done behind a dialog. */
export function menuNews(stores: Stores): MenuNews {
  const { page, dialog } = stores.appWindow.getState();
  const { view } = stores.session.getState();
  const can = ({ available }: Action): boolean => available === undefined || available(stores, view);
  return {
    screens,
    shown: screenAction(page),
    available: dialog === null ? [...offered].flatMap(([id, action]) => (can(action) ? [id] : [])) : [],
    keys,
    theme: stores.preferences.getState().preferences.theme,
  };
}

/** Tells the menu bar what there is whenever that changes, and does what it asks for; what it may not ask for is passed over. */
export function followDesktopMenu(stores: Stores, menu: DesktopMenu): () => void {
  let told = '';
  const tell = (): void => {
    const news = menuNews(stores);
    const text = JSON.stringify(news);
    if (text === told) return;
    told = text;
    menu.tell(news);
  };
  const { appWindow, session, preferences, start } = stores;
  const stops = [appWindow, session, preferences, start].map((store) => store.subscribe(tell));
  tell();
  const stop = menu.onAction((id) => {
    const action = offered.get(id);
    // The menu bar may not have heard yet of what opened here meanwhile.
    if (action !== undefined && appWindow.getState().dialog === null) doAction(stores, action);
  });
  return () => {
    stop();
    for (const one of stops) one();
  };
}
