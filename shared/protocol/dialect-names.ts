/** Every dialect by its name, GA first. What translates each is apart (`dialects.ts`): who only names one does without. */
export const dialects = ['ga', 'preview'] as const;
export type Dialect = (typeof dialects)[number];

/** The row of a form in which a dialect is chosen. */
export const dialectRow = 'Events';

/** Whether the form of an address says that the dialect is spoken there; GA needs no form that says so. */
const isAt: Readonly<Record<Dialect, (url: URL) => boolean>> = {
  ga: () => false,
  preview: ({ pathname, searchParams: query }) => {
    const dated = pathname.replace(/\/+$/, '').endsWith('/openai/realtime');
    // Two of three: either parameter alone may be a gateway's, and the path alone leads to GA as well.
    return [dated, query.has('api-version'), query.has('deployment')].filter(Boolean).length > 1;
  },
};

/** The dialect that is spoken at an address, as far as its form says; GA where it says none. */
export const dialectAt = (url: URL): Dialect => dialects.find((dialect) => isAt[dialect](url)) ?? 'ga';
