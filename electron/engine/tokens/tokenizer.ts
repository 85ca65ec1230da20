/** Loads o200k, which is large: 1 MB gzip. */
export async function loadTokenizer(): Promise<(text: string) => number> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // A person may type what looks like a special token; it counts as the text it is.
  const plain = { disallowedSpecial: new Set<string>() };
  return (text) => (text === '' ? 0 : countTokens(text, plain));
}
