import { isJsonObject, type Json } from '../../shared/kit/json.ts';
import { chance, pick, type Random } from '../findings/random.ts';

/** A string that begins so is printed as the bare text behind it: what no value of this language could stand for. */
const mark = '\u0000bare:';

/** A value that stands in the frame as exactly this text: `1e400`, half a surrogate, a nesting without end. */
export const bare = (text: string): string => `${mark}${text}`;

/** How a frame is written out. */
export interface Style {
  /** White space after colons and commas. */
  readonly space: '' | ' ' | '\n' | '\r\n\t';
  /** Letters of names and texts as `\u0074`. */
  readonly escaped: boolean;
  /** Share of objects whose first member stands twice, with another value the first time. */
  readonly doubled: number;
}

export const plainStyle: Style = { space: '', escaped: false, doubled: 0 };

export const anyStyle = (random: Random): Style => ({
  space: pick(random, ['', '', '', ' ', '\n', '\r\n\t'] as const),
  escaped: chance(random, 0.1),
  doubled: chance(random, 0.15) ? 0.3 : 0,
});

const escaped = (quoted: string): string =>
  quoted.replaceAll(/[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);

/** A value as the text of a frame. */
export function print(value: Json, style: Style, random: Random): string {
  if (typeof value === 'string') {
    if (value.startsWith(mark)) return value.slice(mark.length);
    // A text that holds an escape already would be changed by escaping its letters.
    const quoted = JSON.stringify(value);
    return style.escaped && !quoted.includes('\\') ? escaped(quoted) : quoted;
  }
  if (Array.isArray(value)) {
    return `[${value.map((one: Json) => print(one, style, random)).join(`,${style.space}`)}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, inside]) => `${print(key, style, random)}:${style.space}${print(inside, style, random)}`,
  );
  const [first] = Object.keys(value);
  if (first !== undefined && chance(random, style.doubled)) {
    members.unshift(`${JSON.stringify(first)}:${pick(random, ['null', '7', '"twice"', '[]', '{}'])}`);
  }
  return `{${members.join(`,${style.space}`)}}`;
}
