/** Tokens of a text in o200k. */
export type CountTokens = (text: string) => number;

let loading: Promise<CountTokens> | null = null;

/** The tokenizer, which is large and therefore loaded when the first session begins. */
export function loadTokenizer(): Promise<CountTokens> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => {
    // A person may type what looks like a special token; it counts as the text it is.
    const plain = { disallowedSpecial: new Set<string>() };
    return (text) => (text === '' ? 0 : countTokens(text, plain));
  });
  return loading;
}
