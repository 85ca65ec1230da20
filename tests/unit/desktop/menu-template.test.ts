import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../electron/desktop/menu-template.ts';
import { actionList, actions } from '../../../renderer/actions/actions.ts';
import { menuActions } from '../../../renderer/actions/menu-actions.ts';
import { pageList } from '../../../renderer/store/screen-table.ts';
import { menuBarActions, type MenuNews } from '../../../shared/contract/desktop-menu.ts';

type Item = MenuItemConstructorOptions;
const platforms = ['linux', 'win32', 'darwin'] as const;

const news: MenuNews = {
  screens: pageList.map(([page, { title, key }]) => ({ id: `page-${page}`, title, key })),
  shown: 'page-sessions',
  available: ['settings', 'stop', 'page-live', 'page-sessions', 'page-reconcile', 'theme-dark'],
  keys: { stop: 'Mod+.', keys: '?', 'new-deployment': 'n', commands: 'Mod+k' },
  theme: 'dark',
};

function bar(platform: NodeJS.Platform, said: MenuNews | null = news, isPackaged = true) {
  const asked: string[] = [];
  const template = menuTemplate({
    platform,
    isPackaged,
    news: said,
    ask: (id) => void asked.push(id),
    newWindow: () => void asked.push('new window'),
    openLink: (id) => void asked.push(`link ${id}`),
  });
  const under = (items: readonly Item[]): Item[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? under(item.submenu) : [])]);
  const items = under(template);
  const click = (item: Item | undefined): void => (item?.click as (() => void) | undefined)?.();
  return { template, items, asked, click, of: (id: string) => items.filter((item) => item.id === id) };
}
const labels = (items: readonly Item[] | undefined): string[] =>
  (items ?? []).map(({ label, role }) => (label ?? role ?? '-').replace('&', ''));

describe('the menu bar', () => {
  it.each([
    ['linux', ['File', 'editMenu', 'View', 'windowMenu', 'help']],
    ['win32', ['File', 'editMenu', 'View', 'windowMenu', 'help']],
    ['darwin', ['appMenu', 'File', 'editMenu', 'View', 'windowMenu', 'help']],
  ] as const)('has on %s the menus of its system', (platform, menus) => {
    expect(labels(bar(platform).template)).toEqual(menus);
  });

  it('keeps settings, about and quit where each system has them, once', () => {
    for (const platform of platforms) {
      const { template, items } = bar(platform);
      const holds = (menu: string, item: (one: Item) => boolean): boolean =>
        template.some(
          ({ role, label, submenu }) =>
            (label ?? role ?? '').replace('&', '') === menu && Array.isArray(submenu) && submenu.some(item),
        );
      const isMac = platform === 'darwin';
      const settings = ({ id }: Item): boolean => id === 'settings';
      expect(holds(isMac ? 'appMenu' : 'File', settings)).toBe(true);
      expect(holds(isMac ? 'appMenu' : 'help', ({ role }) => role === 'about')).toBe(true);
      expect(holds(isMac ? 'appMenu' : 'File', ({ role }) => role === 'quit')).toBe(true);
      expect(items.filter(settings)).toHaveLength(1);
      expect(items.filter(({ role }) => role === 'about')).toHaveLength(1);
      expect(items.filter(({ role }) => role === 'quit')).toHaveLength(1);
    }
  });

  it('has every action of its list once, enabled as the page says, and asks for it by its id', () => {
    for (const platform of platforms) {
      const { of, asked, click } = bar(platform);
      for (const id of [...menuBarActions, ...pageList.map(([page]) => `page-${page}`)]) {
        const [item, second] = of(id);
        expect([platform, id, item?.enabled, second]).toEqual([platform, id, news.available.includes(id), undefined]);
        click(item);
      }
      expect(asked).toEqual([...menuBarActions, ...pageList.map(([page]) => `page-${page}`)]);
    }
  });

  it('can ask nothing of a page that has said nothing', () => {
    const { items, of } = bar('linux', null);
    expect(menuBarActions.map((id) => of(id)[0]?.enabled)).toEqual(menuBarActions.map(() => false));
    expect(items.filter(({ id }) => id?.startsWith('page-') === true)).toEqual([]);
    expect(items.find(({ label }) => label === 'New &Window')?.enabled).toBeUndefined();
  });

  it('marks the screen that shows and the theme in force', () => {
    const { items } = bar('linux');
    const checked = items.filter(({ type, checked }) => type === 'radio' && checked === true);
    expect(checked.map(({ id }) => id)).toEqual(['page-sessions', 'theme-dark']);
  });

  it('hears no key that the page has for something itself', () => {
    const own = new Set(actionList.flatMap(([, { keys = [] }]) => keys.map((key) => key.toLowerCase())));
    for (const platform of platforms) {
      const { items } = bar(platform);
      const heard = items.flatMap(({ accelerator, registerAccelerator }) =>
        accelerator === undefined || registerAccelerator === false ? [] : [accelerator],
      );
      expect(heard.toSorted()).toEqual(['CmdOrCtrl+,', 'CmdOrCtrl+I', 'CmdOrCtrl+N', 'CmdOrCtrl+O']);
      expect(heard.filter((key) => own.has(key.replace('CmdOrCtrl', 'Mod').toLowerCase()))).toEqual([]);
    }
  });

  it('prints the page’s keys where a key can be printed without being heard, and nowhere else', () => {
    const printed = (platform: NodeJS.Platform) => bar(platform).of('stop')[0];
    expect(printed('linux')).toMatchObject({ accelerator: 'CmdOrCtrl+.', registerAccelerator: false });
    expect(printed('win32')).toMatchObject({ accelerator: 'CmdOrCtrl+.', registerAccelerator: false });
    expect(printed('darwin')?.accelerator).toBeUndefined();
    expect(bar('linux').of('page-sessions')[0]).toMatchObject({ accelerator: '2', registerAccelerator: false });
  });

  it('has tools of developers in a checkout only, and opens links by their ids', () => {
    const tools = (isPackaged: boolean): boolean =>
      bar('linux', news, isPackaged).items.some(({ role }) => role === 'toggleDevTools');
    expect([tools(true), tools(false)]).toEqual([false, true]);
    const { items, asked, click } = bar('linux');
    click(items.find(({ label }) => label === 'Azure prices'));
    expect(asked).toEqual(['link azure-pricing']);
  });

  it('is a list of actions that the page has', () => {
    expect(menuBarActions.filter((id) => !(id in actions) && !(id in menuActions))).toEqual([]);
  });
});
