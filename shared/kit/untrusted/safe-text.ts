/**
 * What a reader cannot see and a program obeys, as the inside of a character class: control characters, line separators, marks
 * that turn the direction of what follows, characters without a width, tags, variation selectors, characters that are none.
 */
const unseenClass = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb`;

/** Scripts whose letters change their form at a joiner. */
const joining = ['Arab', 'Syrc', 'Mong', 'Nkoo', 'Adlm', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda']
  .concat('Mlym', 'Sinh', 'Tibt', 'Khmr', 'Mymr')
  .map((script) => String.raw`\p{scx=${script}}`)
  .join('');

/** Unseen characters that a letter or a picture is written with: each changes the one it follows, so it hides nothing. */
const writtenWith = [
  // What they follow must itself be seen, or kept, where it stands: a mark that is written out changes nothing.
  String.raw`(?<=(?![${unseenClass}])[${joining}]|(?![${unseenClass}])\p{Script=Mong}[\u180b-\u180d\u180f])[\u200c\u200d]`,
  String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\p{Emoji}\ufe0f)\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Emoji})[\ufe0e\ufe0f]`,
  String.raw`(?<=\p{Script=Han})[\ufe00-\ufe02\u{E0100}-\u{E01EF}]`,
  String.raw`(?<=(?![${unseenClass}])\p{Script=Mong})[\u180b-\u180d\u180f]`,
  // The flags of England, Scotland and Wales are spelled in tags.
  ...['eng', 'sct', 'wls'].map((land) => {
    const tags = Array.from(`gb${land}`, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
    return `(?<=\u{1F3F4})${tags}\u{E007F}`;
  }),
].join('|');

const unseen = new RegExp(String.raw`(?=[${unseenClass}])(?![\t\n]|\r\n)(?:(${writtenWith})|[^])`, 'gu');
const halfPair = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const anyGap = /[\t-\r\u0085\u2028\u2029\p{Zs}]+/gu;

const codePointOf = (mark: string): string =>
  `[U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/**
 * A text that came from outside, with what is unseen in it written out: `invoice\u202Egpj.exe` shows as `invoice[U+202E]gpj.exe`.
 * Line ends and tabs stay.
 */
export const visible = (text: string): string =>
  text.replaceAll(halfPair, '\ufffd').replaceAll(unseen, (mark, kept: string | undefined) => kept ?? codePointOf(mark));

/** The same on one line. */
export const visibleLine = (text: string): string => visible(text.replaceAll(anyGap, ' ')).trim();

/** JSON itself holds line ends, and nothing else that is unseen. */
const unseenInJson = new RegExp(String.raw`(?!\n)[${unseenClass}]`, 'gu');

const jsonEscapes = (mark: string): string =>
  mark
    .split('')
    .map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** A text of JSON with what is unseen in its strings escaped: the same value when it is read. */
export const seenJson = (json: string): string => json.replaceAll(unseenInJson, jsonEscapes);

/**
 * A value as JSON to be read by people too, ended by a line end. What is unseen in its strings is escaped, so that it is the same
 * value when it is read and obeyed by no terminal or editor that shows it.
 */
export const jsonText = (value: unknown): string => `${seenJson(JSON.stringify(value, null, 2))}\n`;

/** Plain numbers stay numbers, negative ones too. */
const plainNumber = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** A spreadsheet takes a cell that begins so for a formula; some locales type the full-width marks. */
const formula = /^["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** Where a spreadsheet of another locale splits cells at semicolons, a formula may begin behind one. */
const formulaInside = /([;|]["'\s]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * One cell of a CSV file that a spreadsheet shows and never runs: a text that it would take for a formula gets an apostrophe
 * before it, and a cell is never more than one line. Quotes and commas are quoted.
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = visibleLine(String(value));
  if (plainNumber.test(text)) return text;
  const safe = `${formula.test(text) ? "'" : ''}${text.replaceAll(formulaInside, "$1'")}`;
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Names that Windows keeps for devices, whatever follows their first point. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)/i;
/** UTF-8 bytes of a name that are kept: file systems take 255, the end included. */
const mostNameBytes = 200;

const bytesOf = (letter: string): number => {
  const code = letter.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

function cutToBytes(name: string): string {
  let bytes = 0;
  return Array.from(name)
    .filter((letter) => (bytes += bytesOf(letter)) <= mostNameBytes)
    .join('');
}

/**
 * A name from outside as the beginning of a file's name: letters, digits, points, hyphens and underscores. It begins with no
 * point and no hyphen, and no system takes it for a folder or a device. `fallback`: where nothing of it is left.
 */
export function fileNameOf(name: string, fallback: string): string {
  const kept = cutToBytes(name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-'));
  const bare = kept.replace(/^[-.]+/, '').replace(/[-.]+$/, '');
  return bare === '' ? fallback : bare.replace(deviceName, '$&_');
}
