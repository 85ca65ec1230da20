export interface PageEntry {
  /** As the top bar and the list of keys call it. */
  readonly title: string;
  /** The key that opens it, as in the table of actions. */
  readonly key: string;
  /** What is said while its code is being read. */
  readonly opening: string;
  /** Not read before it is asked for: few open it right after the start. */
  readonly seldom?: true;
  /** It says by itself what the foot of the window says of the others. */
  readonly ownFoot?: true;
}

const table = <Id extends string>(entries: Readonly<Record<Id, PageEntry>>) => entries;

/**
 * Every screen of the window, in the order of the top bar. Top bar, keys and the list of them read this table; what
 * draws a screen is `pages/ID/ID.screen.tsx`.
 */
const entries = table({
  live: { title: 'Live', key: '1', opening: 'Opening the session.' },
  sessions: { title: 'Sessions', key: '2', opening: 'Opening the saved sessions.' },
  reconcile: { title: 'Reconcile', key: '3', opening: 'Opening the reconciliations.', seldom: true, ownFoot: true },
});

export type Page = keyof typeof entries;

export const pages: Readonly<Record<Page, PageEntry>> = entries;

/** The screens with their names, in order. */
export const pageList = Object.entries(pages) as readonly (readonly [Page, PageEntry])[];
