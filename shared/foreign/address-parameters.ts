import { lookup } from '../lookup.ts';

/**
 * The parameters an address may keep, each with why its value is no secret. Addresses are written to records, reports and
 * profiles, so whatever is not named here is left out, whoever wrote the address. One entry a parameter.
 */
const reasons = {
  model: 'name of a model or deployment',
  deployment: 'name of a deployment',
  'api-version': 'version of the interface',
  intent: 'conversation or transcription',
  call_id: 'number of a call that is being answered',
  // Voice Live and its agents.
  profile: 'how a deployment of one’s own is spoken to',
  'agent-name': 'name of an agent',
  'agent-version': 'version of an agent',
  'agent-project-name': 'name of the project of an agent',
  agent_id: 'id of an agent, of use with a key only',
  'agent-id': 'id of an agent, of use with a key only',
  project_id: 'name of a project',
  'project-id': 'name of a project',
  'conversation-id': 'id of a conversation, of use with a key only',
  agent_session_id: 'id of a session, of use with a key only',
  'agent-authentication-identity-client-id': 'public id of an identity',
  'foundry-resource-override': 'name of a resource',
  'x-agent-version-override': 'version of an agent',
  store: 'whether the service keeps the conversation',
  transport: 'how sound travels',
  graceful_close: 'how the line ends',
  // Switches of the simulator.
  mode: 'voice or echo',
  speed: 'a number',
  drop_after_ms: 'a number',
  drop_mid_reply: 'yes or no',
  hidden_response: 'yes or no',
  zero_usage_on_cancel: 'yes or no',
  null_usage: 'yes or no',
  extra_usage_field: 'yes or no',
  malformed_frame: 'yes or no',
  stall_ms: 'a number',
  fail_response: 'an error’s code',
  zero_seconds: 'yes or no',
  lose_transcription: 'yes or no',
  ignore_option: 'paths of options',
  alter_option: 'paths of options with the values they get',
  cache: 'yes or no',
  expires_after_ms: 'a number',
} as const satisfies Readonly<Record<string, string>>;

const harmless = lookup<string>(reasons);

/** Names of the parameters that every address may keep. */
export const harmlessParameters: readonly string[] = Object.keys(reasons);

/** Whether the value of a parameter of this name may stay in an address; upper and lower case are one. */
export const isHarmless = (name: string, allowed: readonly string[] = []): boolean => {
  const lower = name.toLowerCase();
  return harmless(lower) !== undefined || allowed.some((one) => one.toLowerCase() === lower);
};

/** What a parameter's name looks like that may be repeated, and allowed. */
export const parameterName = /^[A-Za-z$][A-Za-z0-9_.$-]{0,39}$/;
