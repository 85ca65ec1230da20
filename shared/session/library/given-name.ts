import type { SessionHeader } from '../entry.ts';

/** What a session is called where no person named it: its profile, else the file that spoke; null: neither. */
export const givenName = ({ profile, input }: Pick<SessionHeader, 'profile' | 'input'>): string | null =>
  profile ?? (input.kind === 'wav' ? input.name : null);
