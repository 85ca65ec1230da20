/** A part of a message that a person puts into the conversation. */
export type UserPart =
  | { type: 'input_text'; text: string }
  /** The image itself as a data URL of PNG or JPEG. */
  | { type: 'input_image'; image_url: string };

export type UserMessage = { type: 'message'; role: 'user'; content: UserPart[] };
export type SystemMessage = { type: 'message'; role: 'system'; content: { type: 'input_text'; text: string }[] };
export type AssistantMessage = {
  type: 'message';
  role: 'assistant';
  content: { type: 'output_text'; text: string }[];
};
export type FunctionCall = { type: 'function_call'; name: string; arguments: string; call_id: string };
export type FunctionCallOutput = { type: 'function_call_output'; call_id: string; output: string };
export type McpApprovalResponse = {
  type: 'mcp_approval_response';
  id: string;
  approval_request_id: string;
  approve: boolean;
};
export type ItemReference = { type: 'item_reference'; id: string };

/** Everything the bench puts into a conversation. */
export type NewItem =
  UserMessage | SystemMessage | AssistantMessage | FunctionCall | FunctionCallOutput | McpApprovalResponse;

/** What somebody typed. */
export const userText = (text: string): UserMessage => ({
  type: 'message',
  role: 'user',
  content: [{ type: 'input_text', text }],
});

/** An image, with the words typed beside it where there are any. */
export const userImage = (dataUrl: string, text = ''): UserMessage => ({
  type: 'message',
  role: 'user',
  content: [
    ...(text === '' ? [] : [{ type: 'input_text' as const, text }]),
    { type: 'input_image' as const, image_url: dataUrl },
  ],
});

export const systemText = (text: string): SystemMessage => ({
  type: 'message',
  role: 'system',
  content: [{ type: 'input_text', text }],
});

/** What the assistant said earlier, as text: its audio cannot be put back. */
export const assistantText = (text: string): AssistantMessage => ({
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text }],
});

export const functionCall = (name: string, args: string, callId: string): FunctionCall => ({
  type: 'function_call',
  name,
  arguments: args,
  call_id: callId,
});

/** What a function gave back, as the text the model reads. */
export const functionOutput = (callId: string, output: string): FunctionCallOutput => ({
  type: 'function_call_output',
  call_id: callId,
  output,
});

/** The service takes ids of up to 32 characters; those of one session differ at their ends. */
const keptOfId = 26;

/** The answer to a `mcp_approval_request`: whether the service may call the tool it asks for. */
export const approvalResponse = (requestId: string, approve: boolean): McpApprovalResponse => ({
  type: 'mcp_approval_response',
  id: `reply_${requestId.slice(-keptOfId)}`,
  approval_request_id: requestId,
  approve,
});

export const itemReference = (id: string): ItemReference => ({ type: 'item_reference', id });
