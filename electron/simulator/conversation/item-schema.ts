import { anything, choice, list, nullable, required, tagged, text, type Check, type Fields } from '../wire/checks.ts';

const status = choice('completed', 'incomplete', 'in_progress');
const head: Fields = { id: nullable(text), object: choice('realtime.item'), status };

const parts = {
  user: {
    input_text: { text: required(text) },
    input_image: { image_url: required(text), detail: choice('auto', 'low', 'high') },
    input_audio: { audio: required(text), transcript: nullable(text), format: anything },
  },
  system: { input_text: { text: required(text) } },
  assistant: { output_text: { text: required(text) } },
} as const satisfies Readonly<Record<'user' | 'system' | 'assistant', Readonly<Record<string, Fields>>>>;

const content = (role: keyof typeof parts): Check => list(tagged('type', parts[role]), { min: 1 });

const message: Check = tagged('role', {
  user: { ...head, type: text, content: required(content('user')) },
  system: { ...head, type: text, content: required(content('system')) },
  assistant: { ...head, type: text, content: required(content('assistant')), phase: text },
});

const others: Check = tagged('type', {
  message: {},
  function_call: { ...head, name: required(text), arguments: required(text), call_id: text },
  function_call_output: { ...head, call_id: required(text), output: required(text) },
});

/** An item that a client puts into the conversation. */
export const itemCheck: Check = (value, path) => {
  const isMessage = typeof value === 'object' && value !== null && 'type' in value && value.type === 'message';
  return isMessage ? message(value, path) : others(value, path);
};

/** An entry of a response's own input: an item, or a reference to one of the conversation. */
export const inputEntryCheck: Check = (value, path) => {
  const isReference = typeof value === 'object' && value !== null && 'type' in value && value.type === 'item_reference';
  return isReference ? tagged('type', { item_reference: { id: required(text) } })(value, path) : itemCheck(value, path);
};
