/** A title and what is said below it as running text. A title may be a whole sentence, and may say everything. */
export const titled = ({ title, text }: { readonly title: string; readonly text: string }): string =>
  [/[.!?]$/.test(title) ? title : `${title}.`, text].join(' ').trimEnd();
