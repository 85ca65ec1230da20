import { parseJson, type Json } from '../../json.ts';

/** What consoles print of an object: bare names, single quotes, a class before its brackets
 * (`Usage(total=1)`, `Usage { total: Some(1) }`), PowerShell's `@{total=1; …}`, no commas, or one too many. */
const consoleForms: readonly (readonly [RegExp, string])[] = [
  [/[“”„]/g, '"'],
  [/[‘’]/g, "'"],
  [/'([^'"\\]*)'/g, '"$1"'],
  [/@\{/g, '{'],
  [/;(?=\s*[A-Za-z_]\w*\s*=)/g, ','],
  [/\bSome\(\s*(\d+)\s*,?\s*\)/g, '$1'],
  [/\bSome\(\s*([A-Za-z_]\w*\s*\{)/g, '$1'],
  [/\}\s*,?\s*\)/g, '}'],
  [/\b[A-Za-z_][\w.]*\s*[({]/g, '{'],
  [/&\{/g, '{'],
  [/\)/g, '}'],
  [/([\d}])\s+(?=[A-Za-z_]\w*\s*[:=])/g, '$1, '],
  [/([{,]\s*)([A-Za-z_]\w*)\s*[=:]/g, '$1"$2":'],
  [/\b(?:None|undefined)\b/g, 'null'],
  [/\bTrue\b/g, 'true'],
  [/\bFalse\b/g, 'false'],
  [/,(\s*[}\]])/g, '$1'],
];

/** An object as a console or a library prints it, or undefined. */
export const consolePrint = (text: string): Json | undefined =>
  parseJson(consoleForms.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), text));
