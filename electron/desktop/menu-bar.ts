import { app, BrowserWindow, ipcMain, Menu, shell, type WebContents } from 'electron';
import { desktopChannels } from '../../shared/contract/desktop.ts';
import { type MenuNews, menuNewsSchema } from '../../shared/contract/desktop-menu.ts';
import { links } from '../../shared/kit/links.ts';
import { menuTemplate } from './menu-template.ts';
import { isOwnPage } from './page-server.ts';

/** Which window the menu bar speaks to: the one in front, else the one that has been there longest. */
const windowInFront = (): BrowserWindow | null =>
  BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows().at(-1) ?? null;

/**
 * Asks a page for an action. A click in the menu bar is an act of the person: the page may do what it may after a click of its own, such as
 * open the dialog that chooses a file.
 */
async function askPage(contents: WebContents, id: string): Promise<void> {
  await contents.executeJavaScript('undefined', true);
  contents.send(desktopChannels.menuAction, id);
}

interface MenuBarParts {
  readonly version: string;
  readonly newWindow: () => void;
  readonly log: (line: string) => void;
}

/** The menu bar: it shows what the page in front says of itself, and asks that page for what is chosen. */
export function showMenuBar({ version, newWindow, log }: MenuBarParts): void {
  const told = new WeakMap<WebContents, MenuNews>();
  const followed = new WeakSet<WebContents>();
  let shown: MenuNews | null | undefined;
  const show = (): void => {
    const contents = windowInFront()?.webContents;
    const news = (contents === undefined ? undefined : told.get(contents)) ?? null;
    // A menu that is open closes where another takes its place.
    if (news === shown) return;
    shown = news;
    const template = menuTemplate({
      platform: process.platform,
      isPackaged: app.isPackaged,
      news,
      ask: (id) => {
        const front = windowInFront()?.webContents;
        if (front === undefined) return;
        askPage(front, id).catch((error: unknown) =>
          log(`The menu could not ask the page for ${id}: ${String(error)}`),
        );
      },
      newWindow,
      openLink: (id) => void shell.openExternal(links[id]),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  app.setAboutPanelOptions({ applicationName: 'Voxtally', applicationVersion: version });
  ipcMain.on(desktopChannels.menuNews, (event, said: unknown) => {
    const { sender } = event;
    const news = isOwnPage(event) ? menuNewsSchema.safeParse(said).data : undefined;
    if (news === undefined) return;
    told.set(sender, news);
    if (!followed.has(sender)) {
      followed.add(sender);
      // A page that is loaded anew says it again; nothing can be asked of it before.
      sender.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (!isMainFrame || isSameDocument) return;
        told.delete(sender);
        show();
      });
      sender.once('destroyed', show);
    }
    show();
  });
  app.on('browser-window-focus', show);
  show();
}
