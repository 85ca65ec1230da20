import { asArray, asString, type JsonObject } from '../../json.ts';
import type { TextCount } from '../../usage/expected.ts';
import type { PromptView } from './prompt-view.ts';
import type { SessionView } from '../view.ts';

/** The text of a list of tools as it is counted; empty when there are none. */
export const toolsText = (tools: JsonObject[string] | undefined): string =>
  asArray(tools).length === 0 ? '' : JSON.stringify(tools);

export const uncountedText = (seq: number, text: string): TextCount => ({ seq, characters: text.length, tokens: null });

const toolCount = (seq: number, text: string): TextCount | null => (text === '' ? null : uncountedText(seq, text));

/** The prompt after `session.created` or `session.updated`. A change makes everything behind it new to the cache. */
export function promptAfter(view: SessionView, session: JsonObject): PromptView {
  const before = view.effective ?? {};
  const instructions = asString(session['instructions']);
  const tools = toolsText(session['tools']);
  const sameInstructions = instructions === asString(before['instructions']);
  const sameTools = tools === toolsText(before['tools']);
  if (sameInstructions && sameTools) return view.prompt;
  return {
    instructions: sameInstructions
      ? view.prompt.instructions
      : instructions === undefined
        ? null
        : uncountedText(view.seq, instructions),
    tools: sameTools ? view.prompt.tools : toolCount(view.seq, tools),
    processedItems: -1,
  };
}

/** What the prompt of one response is: the session's, unless its `response.create` brought its own. */
export function overriddenPrompt(view: SessionView, response: JsonObject): PromptView | null {
  const instructions = asString(response['instructions']);
  const own = response['tools'] !== undefined;
  if (instructions === undefined && !own) return null;
  return {
    instructions: instructions === undefined ? view.prompt.instructions : uncountedText(view.seq, instructions),
    tools: own ? toolCount(view.seq, toolsText(response['tools'])) : view.prompt.tools,
    processedItems: -1,
  };
}
