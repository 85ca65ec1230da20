import type { TextCount } from '../../usage/expected.ts';

/** Instructions and tools in force, and how much of what follows them has been read before with just this beginning. */
export interface PromptView {
  /** Null until the service has said what the instructions are. */
  readonly instructions: TextCount | null;
  /** Null: no tools. */
  readonly tools: TextCount | null;
  /** How many leading items of the conversation some response has read behind this prompt; -1: the prompt itself never was. */
  readonly processedItems: number;
}

export const unknownPrompt: PromptView = { instructions: null, tools: null, processedItems: -1 };
