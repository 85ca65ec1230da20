import { asString } from '../../json.ts';
import { conversationGuards } from './conversation-guards.ts';
import type { Guard, GuardCase } from './guard.ts';
import { inputGuards } from './input-guards.ts';
import { responseGuards } from './response-guards.ts';

export type { Guard, GuardCase } from './guard.ts';

/** Everything that is known to go wrong with an event of the client. A new warning is one entry in one of these lists. */
export const guards: readonly Guard[] = [...inputGuards, ...responseGuards, ...conversationGuards];

export interface Warning {
  readonly id: string;
  readonly text: string;
}

/** What is known to go wrong if this event is sent now; empty: nothing. */
export function warningsFor(about: GuardCase): Warning[] {
  const type = asString(about.event['type']);
  return guards.flatMap(({ id, on, warn }) => {
    const text = on === type ? warn(about) : null;
    return text === null ? [] : [{ id, text }];
  });
}
