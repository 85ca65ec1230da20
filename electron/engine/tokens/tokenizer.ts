/** Letters without a blank, or blanks without a letter, beyond which a piece of text is cut before it is counted. */
const longestRun = 1000;
const run = /\S+|\s+/gu;
/** Whole letters only: a cut through a surrogate pair would count as something else. */
const cutRun = new RegExp(`[^]{1,${longestRun}}`, 'gu');

/** More characters than any model takes; a text beyond is not counted, and estimates go by its length. */
const mostCharacters = 4_000_000;

/**
 * A text in pieces that can be counted one by one. The tokenizer's time grows with the square of a run without a blank: 200,000
 * letters of base64 would hold the counts of everybody behind it for seconds, some megabytes for hours. A run is cut every 1,000
 * characters, which makes the count wrong by a token a cut at most; a text without such runs is one piece.
 */
export function countablePieces(text: string): readonly string[] {
  if (text.length <= longestRun) return text === '' ? [] : [text];
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: letters, index } of text.matchAll(run)) {
    if (letters.length <= longestRun) continue;
    if (index > from) pieces.push(text.slice(from, index));
    for (const [piece] of letters.matchAll(cutRun)) pieces.push(piece);
    from = index + letters.length;
  }
  return from === text.length ? pieces : [...pieces, text.slice(from)];
}

/** Loads o200k, which is large: 1 MB gzip. What it gives throws for a text longer than 4 million characters. */
export async function loadTokenizer(): Promise<(text: string) => number> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // A person may type what looks like a special token; it counts as the text it is.
  const plain = { disallowedSpecial: new Set<string>() };
  return (text) => {
    if (text.length > mostCharacters) throw new Error(`a text of ${text.length} characters is too long to be counted`);
    return countablePieces(text).reduce((sum, piece) => sum + countTokens(piece, plain), 0);
  };
}
