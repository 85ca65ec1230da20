/** To the thread that counts: one text. */
export interface CountOrder {
  readonly id: number;
  readonly text: string;
}

export type CountAnswer =
  | { readonly id: number; readonly tokens: number }
  /** This text could not be counted, for what reason; others can. */
  | { readonly id: number; readonly problem: string };
