/** Forms in which usage and cost of sessions are written. */
export const usageFormats = ['csv', 'json', 'markdown'] as const;
export type UsageFormat = (typeof usageFormats)[number];

export const usageFiles: Readonly<Record<UsageFormat, { readonly end: string; readonly mediaType: string }>> = {
  csv: { end: 'csv', mediaType: 'text/csv' },
  json: { end: 'json', mediaType: 'application/json' },
  markdown: { end: 'md', mediaType: 'text/markdown' },
};
