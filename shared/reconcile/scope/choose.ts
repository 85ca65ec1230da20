/** What of a bill only a person can choose, where nothing in the evidence decides. */
export interface Choose {
  readonly kind: 'choose';
  readonly about: 'day' | 'resource' | 'model';
  /** One whole sentence: what there is to choose from. */
  readonly sentence: string;
  readonly choices: readonly string[];
  /** What was asked for and is not there; null: nothing was asked for. */
  readonly missing: string | null;
}

/** What a person said already. */
export interface Wanted {
  /** UTC days, or months `YYYY-MM`. */
  readonly days: readonly string[];
  /** A resource's name or id, or one of the choices. */
  readonly resource: string | null;
  readonly model: string | null;
}

export const choose = (
  about: Choose['about'],
  sentence: string,
  choices: readonly string[],
  missing: string | null = null,
): Choose => ({ kind: 'choose', about, sentence, choices, missing });
