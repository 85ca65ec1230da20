/** About what o200k makes of running text in English; a text that has not been counted yet is taken for its length over this. */
export const charactersPerToken = 4.4;

/** Tokens of a text that nobody has counted yet, from its length alone. */
export const roughTokens = (characters: number): number => Math.ceil(characters / charactersPerToken);

/** How far that may be off either way: other languages, numbers and code take up to twice as many tokens. */
export const roughWidth = (characters: number): number => (characters === 0 ? 0 : roughTokens(characters) + 1);
