const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#36': '$',
};
const piece =
  /<!--(?<comment>[^]*?)-->|<!doctype html>|<(?<close>\/)?(?<name>[a-z][a-z0-9]*)(?<attributes>(?: [a-z-]+="[^"<>]*"| [a-z-]+(?=[ />]))*) ?\/?>|&(?<entity>[a-z#0-9]+);|(?<text>[^<&]+)/giy;

export interface Elements {
  /** Every tag in its order, with its attributes. */
  readonly tags: readonly string[];
  /** What is between them as it is read, white space as one space. */
  readonly text: string;
}

/** The tags and the text of HTML, strictly: a letter that is neither throws. The inside of a style sheet is left out. */
export function elementsOf(html: string): Elements {
  const source = html.replaceAll(/\s+/g, ' ').replace(/<style>[^<]*<\/style>/, '<style></style>');
  const tags: string[] = [];
  let text = '';
  let at = 0;
  piece.lastIndex = 0;
  for (let found = piece.exec(source); found !== null; found = piece.exec(source)) {
    const { close, name, attributes, entity, text: words } = found.groups ?? {};
    if (name !== undefined) tags.push(`${close ?? ''}${name}${attributes ?? ''}`);
    if (words !== undefined) text += words;
    if (entity !== undefined) {
      const letter = entities[entity];
      if (letter === undefined) throw new Error(`An entity that nobody wrote: ${entity}`);
      text += letter;
    }
    at = piece.lastIndex;
  }
  if (at !== source.length) throw new Error(`Not HTML: ${source.slice(at, at + 80)}`);
  return { tags, text: text.replaceAll(/\s+/g, ' ') };
}
