import type { ComponentType } from 'react';
import { soundEndings } from '../pages/file-button.tsx';
import type { ScreenProps } from '../pages/screen-props.ts';
import { lateDialogs } from '../pages/settings/late-dialogs.tsx';
import { lateParts } from '../pages/start/late-parts.ts';
import { soundCode } from '../store/page-audio.ts';
import { type Page, pageList } from '../store/screen-table.ts';
import { selectList } from '../ui/fields.tsx';
import { type Late, late, latePart } from '../ui/late.ts';

/** A part whose controls have tips. */
const withTips = <Props extends object>(read: () => Promise<ComponentType<Props>>): Late<ComponentType<Props>> =>
  late(async () => {
    const [Part, { Tips }] = await Promise.all([read(), import('../ui/overlays.tsx')]);
    return function WithTips(props: Props) {
      return (
        <Tips>
          <Part {...props} />
        </Tips>
      );
    };
  });

const files = import.meta.glob<{ readonly default: ComponentType<ScreenProps> }>('../pages/*/*.screen.tsx');

/** Reads the file of a screen. Rejects for an id that has none, which `tests/unit/renderer/pages.test.ts` finds first. */
async function readScreen(page: Page): Promise<ComponentType<ScreenProps>> {
  const read = files[`../pages/${page}/${page}.screen.tsx`];
  if (read === undefined) throw new Error(`There is no renderer/pages/${page}/${page}.screen.tsx.`);
  return (await read()).default;
}

const lateScreens = pageList.map(([page, { seldom }]) => ({
  page,
  seldom: seldom === true,
  screen: withTips(() => readScreen(page)),
}));

/**
 * What draws each screen: `pages/ID/ID.screen.tsx`, by the ids of `store/screen-table.ts`. Every one is a chunk of its own: the start
 * page is there before the others are read.
 */
function drawnScreens(): Readonly<Record<Page, ComponentType<ScreenProps>>>;
function drawnScreens(): object {
  return Object.fromEntries(lateScreens.map(({ page, screen }) => [page, latePart(screen)]));
}
export const screens = drawnScreens();

const options = withTips(async () => (await import('../pages/live/options/panel.tsx')).OptionsPanel);
const sessionButtons = late(async () => (await import('./session-bar.tsx')).SessionButtons);
const sessionHead = late(async () => (await import('./session-bar.tsx')).SessionHead);
const sessionRecord = late(async () => (await import('./session-foot.tsx')).SessionRecord);
const sessionWaits = late(async () => (await import('./session-foot.tsx')).SessionWaits);
const sessionPrices = late(async () => (await import('./session-foot.tsx')).SessionPrices);
const repaired = late(async () => (await import('./library-foot.tsx')).Repaired);
const indexed = late(async () => (await import('./library-foot.tsx')).Indexed);
const strips = late(async () => (await import('../pages/strips.tsx')).Strips);
const saidCalmly = late(async () => (await import('./announcer.tsx')).SaidCalmly);
const saidAlarm = late(async () => (await import('./announcer.tsx')).SaidAlarm);

/** The options beside the start page. */
export const OptionsPanel = latePart(options);
/** What can be done with the session as it stands. The one filled button appears only when none runs. */
export const SessionButtons = latePart(sessionButtons);
export const SessionHead = latePart(sessionHead);
export const SessionRecord = latePart(sessionRecord);
/** What this session waited for, by its medians. */
export const SessionWaits = latePart(sessionWaits);
export const SessionPrices = latePart(sessionPrices);
/** Records that this start repaired, and how much of what is saved can be searched. */
export const Repaired = latePart(repaired);
export const Indexed = latePart(indexed);
export const Strips = latePart(strips);
export const SaidCalmly = latePart(saidCalmly);
export const SaidAlarm = latePart(saidAlarm);

/** What is read behind the start page, in the order in which it may be wanted. The first of them is seen on that page. */
const behind: readonly Pick<Late<unknown>, 'read'>[] = [
  ...lateParts,
  strips,
  saidCalmly,
  saidAlarm,
  soundCode,
  sessionButtons,
  sessionHead,
  sessionRecord,
  sessionWaits,
  sessionPrices,
  repaired,
  indexed,
  selectList,
  soundEndings,
  ...lateScreens.filter(({ seldom }) => !seldom).map(({ screen }) => screen),
  options,
  ...lateDialogs,
];

/** Reads what a person opens next, so that none of it makes anyone wait. */
export function readAhead(): void {
  // What cannot be read now is asked for again, and reported, when it is opened.
  for (const part of behind) part.read().catch(() => undefined);
}
