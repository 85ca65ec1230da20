import { pageKeyNames } from '../../shared/browser-host.ts';

const kept = {
  read(): string | null {
    try {
      return localStorage.getItem(pageKeyNames.storage);
    } catch {
      // A browser that keeps nothing for this page: it opens with a ticket each time.
      return null;
    }
  },
  write(key: string): void {
    try {
      localStorage.setItem(pageKeyNames.storage, key);
    } catch {
      // The same: this page has its key, and its reload will need a ticket.
    }
  },
};

/**
 * The key that the host put into the page which a ticket opened. Taken out of the page and kept, so that a reload and a further tab
 * have it; the used ticket leaves the address. Null in a page that no ticket has opened.
 */
export function takePageKey(): string | null {
  const element = document.querySelector(`meta[name="${pageKeyNames.meta}"]`);
  const fresh = element?.getAttribute('content') ?? null;
  element?.remove();
  if (location.search !== '') history.replaceState(history.state, '', location.pathname);
  if (fresh === null) return kept.read();
  kept.write(fresh);
  return fresh;
}
