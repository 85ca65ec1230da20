/**
 * What a reader cannot see and a program obeys, as the inside of a character class: control characters, line separators, marks
 * that turn the direction of what follows, characters without a width, tags, variation selectors, characters that are none.
 */
export const unseenClass = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb`;

/** Scripts whose letters change their form at a joiner. */
const joining = ['Arab', 'Syrc', 'Mong', 'Nkoo', 'Adlm', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda']
  .concat('Mlym', 'Sinh', 'Tibt', 'Khmr', 'Mymr')
  .map((script) => String.raw`\p{scx=${script}}`)
  .join('');

/** Unseen characters that a letter or a picture is written with: each changes the one it follows, so it hides nothing. */
const written = [
  String.raw`(?<=[${joining}])[\u200c\u200d]`,
  String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Emoji})[\ufe0e\ufe0f]`,
  String.raw`(?<=\p{Script=Han})[\ufe00-\ufe02\u{E0100}-\u{E01EF}]`,
  String.raw`(?<=\p{Script=Mong})[\u180b-\u180d\u180f]`,
  // The flags of England, Scotland and Wales are spelled in tags.
  ...['eng', 'sct', 'wls'].map((land) => {
    const tags = Array.from(`gb${land}`, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
    return `(?<=\u{1F3F4})${tags}\u{E007F}`;
  }),
].join('|');

const unseen = new RegExp(String.raw`(?=[${unseenClass}])(?![\t\n]|\r\n)(?:(${written})|[^])`, 'gu');
const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const gap = /[\t-\r\u0085\u2028\u2029\p{Zs}]+/gu;

const named = (mark: string): string => `[U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/**
 * A text that came from outside, with what is unseen in it written out: `invoice\u202Egpj.exe` shows as `invoice[U+202E]gpj.exe`.
 * Line ends and tabs stay.
 */
export const visible = (text: string): string =>
  text.replaceAll(half, '\ufffd').replaceAll(unseen, (mark, kept: string | undefined) => kept ?? named(mark));

/** The same on one line. */
export const visibleLine = (text: string): string => visible(text.replaceAll(gap, ' ')).trim();
