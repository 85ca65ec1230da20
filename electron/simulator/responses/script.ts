/** One part of an answer that was written beforehand. */
export type ScriptedPart =
  | {
      readonly kind: 'spoken';
      readonly text: string;
      /** Length of its voice, which is silence. */
      readonly audioMs: number;
      /** Stretches of transcript between stretches of audio. Absent: as many as the rules expect. */
      readonly runs?: number;
    }
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'called'; readonly name: string; readonly arguments: string };

/** An answer that was written beforehand. */
export interface ScriptedAnswer {
  readonly parts: readonly ScriptedPart[];
  /** Of a model that thinks. Absent: as its effort says. */
  readonly reasoningTokens?: number;
  /** Once everything is delivered the response stays open: only a cancellation ends it. */
  readonly staysOpen?: boolean;
}

/** What the simulator is told to answer, response by response, whatever it is asked. Afterwards it answers as usual. */
export class Script {
  readonly #answers: ScriptedAnswer[] = [];

  tell(...answers: readonly ScriptedAnswer[]): void {
    this.#answers.push(...answers);
  }

  next(): ScriptedAnswer | null {
    return this.#answers.shift() ?? null;
  }
}
