const hostPattern = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i;
const azure = /^[a-z0-9-]+\.(?:openai|services\.ai|cognitiveservices)\.azure\.com$/i;
const openai = /^(?:(?:eu|us|au|in|jp)\.)?api\.openai\.com$/i;

/** OpenAI's own host and its regional ones, for a list of suggestions. */
export const openaiHosts = [
  'api.openai.com',
  'eu.api.openai.com',
  'us.api.openai.com',
  'au.api.openai.com',
  'in.api.openai.com',
  'jp.api.openai.com',
] as const;

/** True for a host that never leaves this machine; only there may a socket be unencrypted. */
export const isLoopback = (hostname: string): boolean => loopback.test(hostname);

export const isHost = (text: string): boolean => hostPattern.test(text);

/** True for a host, with or without a port, of an Azure resource that serves OpenAI models. */
export const isAzureHost = (host: string): boolean => azure.test(host.replace(/:\d+$/, ''));

export const isOpenAiHost = (host: string): boolean => openai.test(host.replace(/:\d+$/, ''));

/** A host as a person pastes it: the scheme, a path and spaces around it are dropped. */
export function hostOf(text: string): string {
  return text
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '');
}
