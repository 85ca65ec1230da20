import { BrowserWindow, nativeTheme } from 'electron';
import { pageUrl } from './page-address.ts';
import { rememberedPlace, rememberPlace } from './window-place.ts';

export interface WindowFiles {
  /** Absolute path of the built preload. */
  readonly preload: string;
  readonly icon: string;
}

/** Painted before the page is: the ground of either theme. */
const ground = { dark: '#0f1216', light: '#f6f7f9' } as const;
const smallest = { width: 1024, height: 640 } as const;

/** Opens one window of the bench. All windows show the same engine. */
export function openWindow({ preload, icon }: WindowFiles): BrowserWindow {
  const window = new BrowserWindow({
    ...rememberedPlace(),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Voxtally',
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: {
      preload,
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webSecurity: true,
      spellcheck: false,
      // What is measured must not depend on whether the window is in front.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  rememberPlace(window);
  void window.loadURL(pageUrl);
  return window;
}
