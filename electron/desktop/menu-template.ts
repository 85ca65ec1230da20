import type { MenuItemConstructorOptions } from 'electron';
import type { MenuBarAction, MenuNews } from '../../shared/contract/desktop-menu.ts';
import type { LinkId } from '../../shared/kit/links.ts';

/** What the menu bar stands on and what it does. */
export interface MenuParts {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  /** What the page of the window in front says; null: it has said nothing yet, so nothing can be asked of it. */
  readonly news: MenuNews | null;
  /** Asks the page of the window in front for an action, by its id. */
  readonly ask: (id: string) => void;
  readonly newWindow: () => void;
  readonly openLink: (id: LinkId) => void;
}

type Item = MenuItemConstructorOptions;

const separator: Item = { type: 'separator' };

/**
 * A key of the page as the menu bar prints it. The page alone hears it: letters are text in a field, and a key would be done twice. macOS
 * knows no key that is only printed, so there is none there.
 */
const printed = (key: string | undefined, platform: NodeJS.Platform): Item =>
  key === undefined || platform === 'darwin'
    ? {}
    : { accelerator: key.replace('Mod', 'CmdOrCtrl'), registerAccelerator: false };

/** The menu bar, by what the page in front says. */
export function menuTemplate(parts: MenuParts): Item[] {
  const { platform, isPackaged, news, ask, newWindow, openLink } = parts;
  const isMac = platform === 'darwin';
  const item = (id: string, label: string, more: Item = {}): Item => ({
    id,
    label,
    enabled: news?.available.includes(id) === true,
    click: () => ask(id),
    ...printed(news?.keys[id], platform),
    ...more,
  });
  const own = (id: MenuBarAction, label: string, more: Item = {}): Item => item(id, label, more);
  const theme = (id: MenuBarAction, label: string, name: MenuNews['theme']): Item =>
    own(id, label, { type: 'radio', checked: news?.theme === name });
  const link = (label: string, id: LinkId): Item => ({ label, click: () => openLink(id) });
  const settings = own('settings', isMac ? 'Settings…' : '&Settings', { accelerator: 'CmdOrCtrl+,' });
  const about: Item = { role: 'about', label: 'About Voxtally' };
  return [
    ...(isMac
      ? [
          {
            role: 'appMenu' as const,
            submenu: [
              about,
              separator,
              settings,
              separator,
              { role: 'services' as const },
              separator,
              { role: 'hide' as const },
              { role: 'hideOthers' as const },
              { role: 'unhide' as const },
              separator,
              { role: 'quit' as const },
            ],
          },
        ]
      : []),
    {
      role: 'fileMenu',
      label: '&File',
      submenu: [
        own('new-deployment', '&New session'),
        own('start', 'S&tart'),
        own('stop', 'Sto&p safely'),
        separator,
        own('open-record', '&Open a record…', { accelerator: 'CmdOrCtrl+O' }),
        own('import-session', '&Import a session…', { accelerator: 'CmdOrCtrl+I' }),
        separator,
        { label: 'New &Window', accelerator: 'CmdOrCtrl+N', click: newWindow },
        ...(isMac ? [] : [separator, settings]),
        separator,
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' as const }]),
      ],
    },
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      label: '&View',
      submenu: [
        ...(news?.screens ?? []).map(({ id, title, key }) =>
          item(id, title, { type: 'radio', checked: news?.shown === id, ...printed(key, platform) }),
        ),
        separator,
        own('commands', 'Every &command'),
        {
          label: '&Theme',
          submenu: [
            theme('theme-system', 'As the system', 'system'),
            theme('theme-light', 'Light', 'light'),
            theme('theme-dark', 'Dark', 'dark'),
          ],
        },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        { role: 'reload' },
        ...(isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        own('keys', '&Keys'),
        {
          label: '&Documentation',
          submenu: [
            link('Realtime API of Azure OpenAI', 'azure-realtime'),
            link('Realtime API of OpenAI', 'openai-realtime'),
            link('Azure prices', 'azure-pricing'),
            link('OpenAI prices', 'openai-pricing'),
            link('Azure Cost Analysis', 'azure-cost-analysis'),
          ],
        },
        ...(isMac ? [] : [separator, about]),
      ],
    },
  ];
}
