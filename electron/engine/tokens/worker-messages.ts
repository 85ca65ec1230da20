/** To the thread that counts: one text. */
export interface CountOrder {
  readonly id: number;
  readonly text: string;
}

export interface CountAnswer {
  readonly id: number;
  readonly tokens: number;
}
