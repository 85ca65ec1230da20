/** About what o200k makes of running text in English; a text that has not been counted yet is taken for its length over this. */
export const charactersPerToken = 4.4;

/** Tokens of a text that nobody has counted yet, from its length alone. */
export const roughTokens = (characters: number): number => Math.ceil(characters / charactersPerToken);
