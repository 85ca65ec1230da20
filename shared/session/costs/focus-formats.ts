/** Forms in which expected cost is written as rows of FOCUS. Apart from their columns, so that a page need not load those. */
export const focusFormats = ['focus-csv', 'focus-parquet'] as const;
export type FocusFormat = (typeof focusFormats)[number];

export const focusFiles: Readonly<
  Record<FocusFormat, { readonly end: string; readonly mediaType: string; readonly label: string }>
> = {
  'focus-csv': { end: 'csv', mediaType: 'text/csv', label: 'FOCUS CSV' },
  'focus-parquet': { end: 'parquet', mediaType: 'application/vnd.apache.parquet', label: 'FOCUS Parquet' },
};
