import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron';
import { links, type LinkId } from '../../shared/links.ts';

const linkItem = (label: string, id: LinkId): MenuItemConstructorOptions => ({
  label,
  click: () => void shell.openExternal(links[id]),
});

/** The menu bar. Keys without a modifier belong to the page. */
export function setMenu({ newWindow }: { readonly newWindow: () => void }): void {
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New &Window', accelerator: 'CmdOrCtrl+N', click: newWindow },
        { role: 'close' },
        ...(isMac ? [] : [{ type: 'separator' as const }, { role: 'quit' as const }]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        linkItem('Realtime API of Azure OpenAI', 'azure-realtime'),
        linkItem('Realtime API of OpenAI', 'openai-realtime'),
        linkItem('Azure prices', 'azure-pricing'),
        linkItem('OpenAI prices', 'openai-pricing'),
        linkItem('Azure Cost Analysis', 'azure-cost-analysis'),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
