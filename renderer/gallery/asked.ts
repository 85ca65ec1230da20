import type { Preferences } from '../../shared/contract/bench-api.ts';

/** What of the gallery an address asks for. */
export interface Asked {
  /** A state, alone on the page. */
  readonly state: string | null;
  /** A page of the gallery: `parts/ID` or `screens/ID`; null: the first. */
  readonly page: string | null;
  readonly theme: Preferences['theme'];
}

/** Every theme, and what it is called. */
export const themes: readonly { readonly value: Preferences['theme']; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

/** The theme of that name; of another one: the system's. */
export const themeNamed = (name: string | null): Preferences['theme'] =>
  themes.find(({ value }) => value === name)?.value ?? 'system';

export function askedFor(search: string): Asked {
  const query = new URLSearchParams(search);
  return {
    state: query.get('state'),
    page: query.get('page'),
    theme: themeNamed(query.get('theme')),
  };
}

/** The address that asks for it, from the folder of the gallery. */
export function addressOf({ state, page, theme }: Asked): string {
  const query = new URLSearchParams();
  if (state !== null) query.set('state', state);
  if (page !== null) query.set('page', page);
  if (theme !== 'system') query.set('theme', theme);
  return `?${query.toString()}`;
}
