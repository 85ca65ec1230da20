import { isJsonObject, type Json, type JsonObject } from '../../kit/json.ts';

/**
 * Stands for a text that is taken out: as long as it, the same for the same text, another for another one, and not to be turned back.
 * Lengths and whether two texts are alike are what estimates go by.
 */
export type Fill = (text: string) => string;

/** Words as a set, of a text that holds them with blanks between. */
export const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Line ends around a text are not counted by any model, and the signs that end base64 say how long it is: both stay. */
const around = /^([\r\n]*)([^]*?)([\r\n=]*)$/;

export function filled(text: string, fill: Fill): string {
  const [, before = '', inside = '', after = ''] = around.exec(text) ?? [];
  return `${before}${inside === '' ? '' : fill(inside)}${after}`;
}

/**
 * Members whose texts are words of the protocol, ids, or names of models and voices. Any other text of a frame is taken out,
 * also of a member that no version of the protocol knows.
 */
const keptTexts = wordSet(
  'type object status reason code param role phase model voice format event_id id item_id ' +
    'previous_item_id response_id call_id approval_request_id conversation_id conversation modalities ' +
    'output_modalities input_audio_format output_audio_format eagerness effort truncation tool_choice ' +
    'max_output_tokens max_response_output_tokens service_tier include delay file language languages ' +
    'version',
);

/** What such a text looks like: one word without a blank. */
const plainWord = /^[\w.:/+-]{0,200}$/;

/** Members of a JSON schema, whose names say nothing. Any other name inside what a person wrote is taken out too. */
const schemaNames = wordSet(
  'type name description parameters properties required items enum anyOf oneOf allOf ' +
    'additionalProperties minimum maximum minLength maxLength pattern default strict format',
);
const schemaTypes = wordSet('function mcp string integer number boolean null array object');

/** Members that a person's own JSON stands in: not only its texts but its names and numbers may be anything. */
const ownJson = wordSet('tools metadata variables headers json_schema schema');
/** Words spelled out another way: letter by letter as numbers, with what else might have been said. */
const spelledOut = wordSet('logprobs top_logprobs bytes tokens');

function hollow(value: Json, key: string, fill: Fill): Json {
  if (typeof value === 'string') return key === 'type' && schemaTypes.has(value) ? value : filled(value, fill);
  if (typeof value === 'number') return 0;
  if (Array.isArray(value)) return value.map((one: Json) => hollow(one, key, fill));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      schemaNames.has(name) ? name : filled(name, fill),
      hollow(inside, name, fill),
    ]),
  );
}

/** A reference to sound that was cut out of a frame: how much there was stays, for it is counted. */
const isReference = (value: JsonObject): boolean => isJsonObject(value['$audio']);

function textOf(text: string, key: string, within: string, fill: Fill): string {
  // Limits are told apart by their names, and these are words of the service.
  const isKept = keptTexts.has(key) || (key === 'name' && within === 'rate_limits');
  return isKept && plainWord.test(text) ? text : filled(text, fill);
}

/**
 * A value of a frame without what was said, typed, asked for or answered. Numbers, flags, words of the protocol and ids stay, and
 * every usage with them. Pure.
 * @param key the member it stands in; @param within the member around that one
 */
export function redactedValue(value: Json, fill: Fill, key = '', within = ''): Json {
  if (ownJson.has(key) && typeof value === 'object') return hollow(value, key, fill);
  if (spelledOut.has(key) && Array.isArray(value)) return [];
  if (typeof value === 'string') return textOf(value, key, within, fill);
  if (Array.isArray(value)) return value.map((one: Json) => redactedValue(one, fill, key, key));
  if (!isJsonObject(value) || isReference(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      name,
      redactedValue(inside, fill, name, within === '' ? key : within),
    ]),
  );
}
