import { optionSpec } from '../../protocol/build-session.ts';
import type { OptionRefusal, OptionUpdateView } from './view.ts';

/** Whether a path that an error names is that of an option, or inside or around it. */
function minds(param: string, id: string): boolean {
  const path = optionSpec(id)?.path ?? '';
  if (path === '') return false;
  const bare = param.replace(/^session\./, '');
  return bare === path || bare.startsWith(`${path}.`) || bare.startsWith(`${path}[`);
}

/**
 * What to say beside each option of a refused update that asked for a change. The service names one; the rest were
 * refused with it, for an update is taken whole or not at all.
 */
export function blamedFor(update: OptionUpdateView, refusal: OptionRefusal): Readonly<Record<string, string>> {
  const { param, message } = refusal;
  const asked = Object.keys(update.asked);
  const named = param === null ? [] : asked.filter((id) => minds(param, id));
  const culprits = named.length > 0 ? named : asked.includes('json') ? ['json'] : update.changed;
  const first = optionSpec(culprits[0] ?? '')?.label ?? 'another option';
  return Object.fromEntries([
    ...update.changed.map((id) => [id, `Not changed, for the service refused ${first} in the same update.`]),
    ...culprits.map((id) => [id, message]),
  ]);
}
