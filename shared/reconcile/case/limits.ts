/** A pasted text is typed or copied by hand; an export is imported. */
export const mostPastedCharacters = 4_000_000;
