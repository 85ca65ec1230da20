import { z } from 'zod';

/** What the menu bar of the desktop has for a page to do, beside its screens: ids of the page's own table of actions. */
export const menuBarActions = [
  'new-deployment',
  'start',
  'stop',
  'open-record',
  'import-session',
  'settings',
  'commands',
  'keys',
  'theme-system',
  'theme-light',
  'theme-dark',
] as const;
export type MenuBarAction = (typeof menuBarActions)[number];

const word = z.string().min(1).max(60);

/** What a page says of the menu bar whenever that changes: which screens there are, and what can be done now. Nothing secret. */
export const menuNewsSchema = z.object({
  /** Its screens in their order: the id of the action that shows one, its title, the key that the page has for it. */
  screens: z.array(z.object({ id: word, title: word, key: z.string().min(1).max(20) })).max(12),
  /** The id of the one that shows. */
  shown: word,
  /** Ids of actions that can be done now. */
  available: z.array(word).max(60),
  /** Keys that the page has for actions, as its own table writes them: `Mod+.`. */
  keys: z.record(word, z.string().min(1).max(20)),
  theme: z.enum(['system', 'light', 'dark']),
});
export type MenuNews = z.infer<typeof menuNewsSchema>;

/** What a page has of the menu bar. */
export interface DesktopMenu {
  /** Says what the menu bar shows while this window has the focus. */
  tell(news: MenuNews): void;
  /** Hears the id of each action that is asked for. Returns the way to stop listening. */
  onAction(listener: (id: string) => void): () => void;
}
