import { type ComponentType, lazy } from 'react';
import type { ScreenProps } from '../pages/screen-props.ts';
import { type Page, pageList } from '../store/screen-table.ts';

type Read = () => Promise<{ readonly default: ComponentType<ScreenProps> }>;

const files = import.meta.glob<Awaited<ReturnType<Read>>>('../pages/*/*.screen.tsx');

/** Reads the file of a screen. Rejects for an id that has none, which `tests/unit/renderer/pages.test.ts` finds first. */
const readOf =
  (page: Page): Read =>
  () =>
    files[`../pages/${page}/${page}.screen.tsx`]?.() ??
    Promise.reject(new Error(`There is no renderer/pages/${page}/${page}.screen.tsx.`));

/**
 * What draws each screen: `pages/ID/ID.screen.tsx`, by the ids of `store/screen-table.ts`. Every one is a chunk of its own: the start
 * page is there before the others are read.
 */
function lazyScreens(): Readonly<Record<Page, ComponentType<ScreenProps>>>;
function lazyScreens(): object {
  return Object.fromEntries(pageList.map(([page]) => [page, lazy(readOf(page))]));
}
export const screens = lazyScreens();

const options = async () => ({ default: (await import('../pages/live/options/panel.tsx')).OptionsPanel });

/** The options beside the start page. */
export const OptionsPanel = lazy(options);

/** Reads the screens that a person opens next, so that none of them makes anyone wait. */
export function readAhead(): void {
  const next = pageList.filter(([, { seldom }]) => seldom !== true).map(([page]) => readOf(page));
  // A chunk that cannot be read now is asked for again, and reported, when its screen is opened.
  for (const read of [...next, options]) read().catch(() => undefined);
}
