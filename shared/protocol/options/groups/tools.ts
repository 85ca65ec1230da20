import type { OptionSpec } from '../../option-spec.ts';

const group = 'Tools';

/** What the model may call. */
export const toolOptions = [
  {
    id: 'tools',
    group,
    label: 'Tools',
    alsoCalled: 'functions, function calling, MCP, plugins',
    path: 'tools',
    changeable: 'always',
    default: null,
    kind: {
      type: 'json',
      shape: 'array',
      placeholder:
        '[{"type": "function", "name": "lookup_order",\n  "description": "…", "parameters": {"type": "object", "properties": {}}}]',
    },
    description: 'Functions and MCP servers as a JSON list. Read again at every response, like the instructions.',
  },
  {
    id: 'tool_choice',
    group,
    label: 'Tool choice',
    path: 'tool_choice',
    changeable: 'always',
    default: 'auto',
    kind: {
      type: 'choice',
      values: ['auto', 'none', 'required'],
      free: true,
      named: { prefix: 'function', key: 'name', with: { type: 'function' } },
    },
    description: 'Whether the model may, must not or must call one. function: and a name forces that one.',
  },
  {
    id: 'parallel_tool_calls',
    group,
    label: 'Parallel calls',
    path: 'parallel_tool_calls',
    gaOnly: true,
    since: 'gpt-realtime-2',
    honouredBy: 'Reasoning models only: gpt-realtime-2, 2.1 and 2.1-mini.',
    changeable: 'always',
    default: true,
    kind: { type: 'boolean' },
    description: 'Several calls in one response.',
  },
] as const satisfies readonly OptionSpec[];
