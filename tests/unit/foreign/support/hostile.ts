import fc from 'fast-check';

/** What others write to move a cursor, begin a block, leave a cell, close a tag, call a person or run a formula. */
const pieces = [
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '`',
    '*',
    '_',
    '~',
    '#',
    '-',
    '+',
    '=',
    '|',
    '\\',
    '[',
    ']',
    '(',
    ')',
    '!',
    ':',
    '/',
    '@',
    '$',
  ],
  ...['\n', '\r', '\t', ' ', '\v', '\f', '\u001b', '\u009b', '\u009d', '\u0007', '\b', '\u0000', '\u007f', '\u0085'],
  ...[
    '\u202e',
    '\u2066',
    '\u2028',
    '\u2029',
    '\ud800',
    '\udc00',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u{e0041}',
    '\ufe0f',
    '\uffff',
  ],
  ...[
    '\u001b]0;title\u0007',
    '\u001b]52;c;cm0=\u0007',
    '\u001b]8;;http://e.co\u001b\\',
    '\u001b[2J\u001b[1A',
    '\u009b31m',
  ],
  ...[
    'http://e.co',
    'www.e.co',
    'a@e.co',
    '<a@e.co>',
    '<http://e.co>',
    'mailto:a@e.co',
    'javascript:x',
    '@name',
    '#12',
    'GH-1',
  ],
  ...[
    '<b>',
    '</td>',
    '</style>',
    '</title>',
    '<script>',
    '<!--',
    '-->',
    '<?',
    '<![CDATA[',
    '&lt;',
    '&#65;',
    '&amp;',
    '" onload="',
    '`onx=`',
  ],
  ...[
    '\n\n# h\n\n',
    '\n===\n',
    '\n---\n',
    '\n- ',
    '\n1. ',
    '\n> ',
    '\n```\n',
    '~~~',
    '[x]: y',
    '![',
    '](u)',
    '[^1]',
    '$$',
    '**',
    '__',
    '~~',
  ],
  ...[
    '\n| a | b |\n| --- | --- |\n',
    ':-:',
    ':::',
    '\\',
    '\\|',
    ' #',
    '=1+1',
    '@SUM(1)',
    '\uff1d1',
    ';',
    ',',
    '\r\n',
    '    ',
    '\n\n    code',
  ],
  ...['x', 'word', '1', '.', '0', 'ж', '你', '😀', 'e\u0301', 'שלום'],
];

/** A text of such pieces, of which something is left to be seen. */
export const hostileText = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary', maxLength: 2 })), {
    minLength: 1,
    maxLength: 10,
  })
  .map((parts) => parts.join(''))
  .filter((text) => /[^\s\ufeff\u0085]/u.test(text));

/** One text of each piece by itself: at both ends of a word, and inside one. */
export const hostileTexts: readonly string[] = pieces.flatMap((piece) => [`${piece}a${piece}`, `a${piece}b`]);

/** The same value with every string below one of the names given by `text`; the others as they are. */
export function withTexts<Value>(value: Value, names: ReadonlySet<string>, text: (old: string) => string): Value {
  const change = (one: unknown, named: boolean): unknown => {
    if (typeof one === 'string') return named ? text(one) : one;
    if (Array.isArray(one)) return one.map((each) => change(each, named));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, each]) => [name, change(each, names.has(name))]));
  };
  return change(value, false) as Value;
}
