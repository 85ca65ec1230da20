/** What a reconciliation can be written as. */
export const exportFormats = ['html', 'csv', 'json', 'markdown', 'plan-markdown', 'plan-json'] as const;
export type ExportFormat = (typeof exportFormats)[number];
