/** What a terminal gives two columns to: East Asian letters and signs, full-width forms, pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}\ufe0f]/u;
/** Marks alone, which stand on the letter before them. */
const marks = /^[\p{M}\u200c\u200d]+$/u;
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
const plain = /^[\x20-\x7e]*$/;

/** Columns that one line of text takes on a terminal: marks on a letter none, East Asian letters and pictures two. */
export function textWidth(line: string): number {
  if (plain.test(line)) return line.length;
  let width = 0;
  for (const { segment } of letters.segment(line)) width += marks.test(segment) ? 0 : wide.test(segment) ? 2 : 1;
  return width;
}
