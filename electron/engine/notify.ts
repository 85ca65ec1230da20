import type { EngineContext } from './context.ts';

/** Tells a sentence to whoever is there now and to whoever comes later. */
export function notify({ notices, services, clients }: EngineContext, text: string): void {
  notices.push(text);
  services.log(text);
  clients.push({ type: 'notice', text });
}
