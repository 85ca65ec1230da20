/** What others write in the hope that a terminal obeys it. */
export const attacks = {
  title: '\u001b]0;OWNED\u0007',
  clipboard: '\u001b]52;c;T1dORUQ=\u001b\\',
  link: '\u001b]8;;http://evil.example\u001b\\OWNED\u001b]8;;\u001b\\',
  screen: '\u001b[2J\u001b[1;1H\u001b[31mOWNED',
  oneCharacter: '\u009b31mOWNED\u009d0;x\u009c',
  over: 'paid\rOWNED\b\b\b',
  newLine: 'x\nOWNED: \r\n  OWNED  1\u0085OWNED\u2028OWNED\u2029OWNED',
  turned: '\u202eDENWO\u2066\u200f',
  hidden: 'OW\u200bNED\u{e0041}\u{e007f}\ufeff\u00ad',
} as const;
/** All of them in one line of text. */
export const all = Object.values(attacks).join(' ');
/** As much as the reason of a close holds. */
export const short = `${attacks.title}${attacks.screen}${attacks.over}${attacks.turned}${attacks.oneCharacter}`;

/** The whole of what may reach a terminal: what is seen, ends of lines, tabs. */
export const allowed =
  /^(?:[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|\n|\r\n)*$/u;
