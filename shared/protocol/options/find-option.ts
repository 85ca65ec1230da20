import type { OptionSpec } from '../option-spec.ts';

const plain = (said: string): string => said.toLowerCase().replaceAll('-', ' ');

/** Whether each of these words stands in the text, in whatever order; case and hyphens are nothing. */
export function hasWords(text: string, words: string): boolean {
  const all = plain(text);
  return plain(words)
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** Whether an option is found by these words: by what it is called, where it lies and what it does. */
export const isFound = (spec: OptionSpec, words: string): boolean =>
  hasWords(`${spec.group} ${spec.label} ${spec.path} ${spec.description} ${spec.alsoCalled ?? ''}`, words);
