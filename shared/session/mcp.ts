import { lookup } from '../kit/lookup.ts';
import type { Failure } from './failure.ts';

/** What goes on with an MCP server: its tools are listed, one is called, or the service asks whether it may call one. */
export type McpKind = 'list' | 'call' | 'approval';

/**
 * Where it stands. `listing`, `listed`: the tools of a server. `writing`, `running`, `done`: a call. `waiting`, `approved`,
 * `denied`: a question that a person answers. `failed`: listing or call.
 */
export type McpState =
  'listing' | 'listed' | 'writing' | 'running' | 'done' | 'waiting' | 'approved' | 'denied' | 'failed';

export interface McpView {
  readonly itemId: string;
  readonly kind: McpKind;
  readonly state: McpState;
  /** The label of the server in the session's tools. */
  readonly server: string;
  /** The tool; empty for a listing. */
  readonly name: string;
  /** As the model wrote them: JSON, usually. */
  readonly arguments: string;
  /** Names of the tools that a listing found. */
  readonly tools: readonly string[];
  /** What a call gave back; null: nothing yet. */
  readonly output: string | null;
  /** Why it failed; null: it did not. */
  readonly failure: Failure | null;
  /** The question that allowed this call; null: none was asked. */
  readonly approvalId: string | null;
  readonly responseId: string | null;
  /** The client event that answered this question; null: none did, or the service has taken it. */
  readonly answeredBy: string | null;
}

/** Item types, with what each is and how it begins. One entry a type; both names of a call are in use. */
export const mcpItems = lookup<{ readonly kind: McpKind; readonly begins: McpState; readonly ends: McpState }>({
  mcp_list_tools: { kind: 'list', begins: 'listing', ends: 'listed' },
  mcp_call: { kind: 'call', begins: 'writing', ends: 'done' },
  mcp_tool_call: { kind: 'call', begins: 'writing', ends: 'done' },
  mcp_approval_request: { kind: 'approval', begins: 'waiting', ends: 'waiting' },
});

/** What each event says of where the item it names stands. One entry an event. */
export const mcpEvents = {
  'mcp_list_tools.in_progress': { kind: 'list', state: 'listing' },
  'mcp_list_tools.completed': { kind: 'list', state: 'listed' },
  'mcp_list_tools.failed': { kind: 'list', state: 'failed' },
  'response.mcp_call.in_progress': { kind: 'call', state: 'running' },
  'response.mcp_call.completed': { kind: 'call', state: 'done' },
  'response.mcp_call.failed': { kind: 'call', state: 'failed' },
} as const satisfies Readonly<Record<string, { readonly kind: McpKind; readonly state: McpState }>>;

/** Where it stands, in words for people. */
export const mcpStateWords: Readonly<Record<McpState, string>> = {
  listing: 'listing its tools',
  listed: 'tools listed',
  writing: 'being called',
  running: 'running',
  done: 'done',
  waiting: 'waits for approval',
  approved: 'approved',
  denied: 'refused',
  failed: 'failed',
};

/** What it is, in one line: `weather.forecast({"city":"Oslo"})`, `Tools of weather`. */
export const mcpTitle = ({
  kind,
  server,
  name,
  arguments: given,
}: Pick<McpView, 'kind' | 'server' | 'name' | 'arguments'>): string =>
  kind === 'list' ? `Tools of ${server}` : `${server}.${name}(${given})`;
