import type { ToolAnswers } from '../session/tool-answers.ts';

/** Every call waits for a person. */
export const noToolAnswers: ToolAnswers = { on: false, rules: [], otherwise: null };
