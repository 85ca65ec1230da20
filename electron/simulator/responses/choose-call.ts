import { asArray, asObject, asString, type Json, type JsonObject } from '../../../shared/json.ts';
import { spokenPart, textOf, type Item } from '../conversation/item.ts';
import { recognise } from '../speech/recognise.ts';
import type { SpeechLibrary } from '../speech/library.ts';
import type { CallPlan } from './plan.ts';
import type { ResponseSettings } from './settings.ts';

const functions = (tools: readonly Json[]): JsonObject[] =>
  tools.map((tool) => asObject(tool) ?? {}).filter((tool) => tool['type'] === 'function');

/** `get_order-state`, `getOrderState`: get, order, state. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 3);

/** A value that fits a parameter's schema, without any understanding of what was said. */
function sample(schema: JsonObject): Json {
  const [first] = asArray(schema['enum']);
  if (first !== undefined) return first;
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return sampleOf(schema);
    default:
      return 'sample';
  }
}

const sampleOf = (schema: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(asObject(schema['properties']) ?? {}).map(([key, of]) => [key, sample(asObject(of) ?? {})]),
  );

function said(items: readonly Item[], library: SpeechLibrary): string {
  const last = items.findLast((item) => item.type === 'message' && item.role === 'user');
  if (last === undefined) return '';
  const spoken = spokenPart(last);
  return (spoken === null ? textOf(last) : recognise(spoken.pcm24k, library.known).text).toLowerCase();
}

/**
 * Which function a response calls, if any: the forced one; the first where one is required; else one whose name has a word
 * in what the user said last. Once a result has come, the answer follows.
 */
export function chooseCall(
  { tools, toolChoice }: ResponseSettings,
  items: readonly Item[],
  library: SpeechLibrary,
): CallPlan | null {
  const all = functions(tools);
  const forced = asString(asObject(toolChoice)?.['name']);
  const answered = items.at(-1)?.type === 'function_call_output';
  const text = toolChoice === 'auto' && !answered ? said(items, library) : '';
  const chosen =
    forced !== undefined
      ? all.find((tool) => tool['name'] === forced)
      : toolChoice === 'required'
        ? all[0]
        : all.find((tool) => wordsOf(asString(tool['name']) ?? '').some((word) => text.includes(word)));
  if (chosen === undefined) return null;
  const parameters = asObject(chosen['parameters']) ?? {};
  return { kind: 'called', name: asString(chosen['name']) ?? '', arguments: JSON.stringify(sampleOf(parameters)) };
}
