import { windowGround } from '../../shared/contract/desktop.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron';
import { z } from 'zod';
import { parseJson } from '../../shared/kit/json.ts';
import { pageUrl } from './policy-rules.ts';
import { showOnceDrawn } from './show-window.ts';

const placeSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(200).max(20_000),
  height: z.number().int().min(200).max(20_000),
});
const usual = { width: 1440, height: 900 } as const;
/** A further window stands beside the last one, not on top of it. */
const stepPx = 32;

const file = (): string => join(app.getPath('userData'), 'window.json');

function lastPlace(): Rectangle | null {
  try {
    return placeSchema.safeParse(parseJson(readFileSync(file(), 'utf8'))).data ?? null;
  } catch {
    // There is none yet, or not a usable one: the usual size it is.
    return null;
  }
}

const isVisible = (place: Rectangle): boolean => {
  const { workArea } = screen.getDisplayMatching(place);
  const right = place.x < workArea.x + workArea.width && place.x + place.width > workArea.x;
  return right && place.y >= workArea.y - stepPx && place.y < workArea.y + workArea.height;
};

/** Where the last window stood, as long as a screen is there to show it. */
function rememberedPlace(): Partial<Rectangle> & { width: number; height: number } {
  const others = BrowserWindow.getAllWindows().length;
  const place = lastPlace();
  if (place === null || !isVisible(place)) return usual;
  return { ...place, x: place.x + others * stepPx, y: place.y + others * stepPx };
}

/** Keeps the window's place when it closes. */
function rememberPlace(window: BrowserWindow): void {
  window.on('close', () => {
    try {
      writeFileSync(file(), JSON.stringify(window.getNormalBounds()));
    } catch {
      // A full disk costs the next window its place and nothing else.
    }
  });
}

export interface WindowFiles {
  /** Absolute path of the built preload. */
  readonly preload: string;
  readonly icon: string;
}

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
    backgroundColor: windowGround[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      preload,
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webSecurity: true,
      spellcheck: false,
    },
  });
  showOnceDrawn(window, (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  });
  rememberPlace(window);
  void window.loadURL(pageUrl);
  return window;
}
