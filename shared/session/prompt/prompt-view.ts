import type { TextCount, ToolsCount } from '../../usage/expected.ts';

/** Instructions and tools in force. */
export interface PromptView {
  /** Null until the service has said what the instructions are. */
  readonly instructions: TextCount | null;
  /** Null: no tools. */
  readonly tools: ToolsCount | null;
}

export const unknownPrompt: PromptView = { instructions: null, tools: null };
