import { asArray, asObject, asString, isJsonObject, type Json, type JsonObject } from '../../kit/json.ts';
import type { TextCount, ToolsCount } from '../../usage/expected.ts';
import type { PromptView, SessionView } from '../view.ts';

/** Instructions as they are counted: line ends around them are not read. */
export const instructionsText = (instructions: string): string => instructions.replace(/^[\r\n]+|[\r\n]+$/g, '');

/** How a JSON schema is written where a model reads it as a type. */
function typeWords(schema: JsonObject, indent: string): string {
  const allowed = asArray(schema['enum']);
  if (allowed.length > 0) return allowed.map((value) => JSON.stringify(value)).join(' | ');
  const { type } = schema;
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'array':
      return `${typeWords(asObject(schema['items']) ?? {}, indent)}[]`;
    case 'object':
      return `{\n${memberLines(schema, `${indent}  `)}${indent}}`;
    default:
      return 'any';
  }
}

function memberLines(schema: JsonObject, indent: string): string {
  const required = asArray(schema['required']);
  return Object.entries(asObject(schema['properties']) ?? {})
    .map(([name, value]) => {
      const member = asObject(value) ?? {};
      const description = asString(member['description']);
      const mark = required.includes(name) ? '' : '?';
      const said = description === undefined ? '' : `${indent}//${description}\n`;
      return `${said}${indent}${name}${mark}: ${typeWords(member, indent)},\n`;
    })
    .join('');
}

const isFunction = (tool: Json): tool is JsonObject => isJsonObject(tool) && tool['type'] === 'function';

/** A function as the model reads it: a typed declaration behind its description. Only one with flat, required members was measured. */
function functionText(tool: JsonObject): string {
  const description = asString(tool['description']);
  const said = description === undefined || description === '' ? '' : `//${description}\n`;
  const members = memberLines(asObject(tool['parameters']) ?? {}, '');
  return `${said}type functions.${asString(tool['name']) ?? ''} = (_: {\n${members}}) => any;`;
}

/** The texts of a list of tools as they are counted, one a tool; tools of other kinds as JSON, for which no rule is known. */
export const toolTexts = (tools: Json | undefined): string[] =>
  asArray(tools).map((tool) => (isFunction(tool) ? functionText(tool) : JSON.stringify(tool)));

/** A call of a function as it is counted, in the two texts that are counted apart. */
export const callTexts = (name: string, args: string): string[] => [args, `functions.${name}`];

const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);

export const uncountedText = (seq: number, text: string): TextCount => ({ seq, characters: text.length, tokens: null });

function toolsCount(seq: number, tools: Json | undefined): ToolsCount | null {
  const all = asArray(tools);
  if (all.length === 0) return null;
  const functions = all.filter(isFunction).length;
  const characters = lengthOf(toolTexts(tools));
  return { seq, characters, tokens: null, functions, others: all.length - functions };
}

const isSame = (one: Json | undefined, other: Json | undefined): boolean =>
  JSON.stringify(asArray(one)) === JSON.stringify(asArray(other));

/** The prompt after `session.created` or `session.updated`. */
export function promptAfter(view: SessionView, session: JsonObject): PromptView {
  const before = view.effective ?? {};
  const instructions = asString(session['instructions']);
  const sameInstructions = instructions === asString(before['instructions']);
  const sameTools = isSame(session['tools'], before['tools']);
  if (sameInstructions && sameTools) return view.prompt;
  return {
    instructions: sameInstructions
      ? view.prompt.instructions
      : instructions === undefined
        ? null
        : uncountedText(view.seq, instructionsText(instructions)),
    tools: sameTools ? view.prompt.tools : toolsCount(view.seq, session['tools']),
  };
}

/** What the prompt of one response is: the session's, unless its `response.create` brought its own. */
export function overriddenPrompt(view: SessionView, response: JsonObject): PromptView | null {
  const instructions = asString(response['instructions']);
  const own = response['tools'] !== undefined;
  if (instructions === undefined && !own) return null;
  return {
    instructions:
      instructions === undefined ? view.prompt.instructions : uncountedText(view.seq, instructionsText(instructions)),
    tools: own ? toolsCount(view.seq, response['tools']) : view.prompt.tools,
  };
}
