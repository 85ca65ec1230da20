import { asString, isJsonObject } from '../../json.ts';
import { familyOf, type Counting } from '../../usage/rules/rules.ts';
import type { SessionView } from '../view.ts';
import { oneOfEach } from './one-of-each.ts';

const oneOf = oneOfEach<Counting>();

const azureHost = /\.azure\.(?:com|us|cn)(?:[:/?]|$)/;

/**
 * Under which rules a session counts: the family by the model as the service names it, else as a person did; the service
 * by its address. A name that tells no family is taken for `ga`, or for `reasoning` where the session can reason.
 */
export function countingOf({ header, effective }: Pick<SessionView, 'header' | 'effective'>): Counting {
  const kind = header?.endpoint.kind ?? '';
  const service = kind.startsWith('azure') || azureHost.test(header?.endpoint.url ?? '') ? 'azure' : 'openai';
  const names = [asString(effective?.['model']), header?.pricing?.model, header?.endpoint.deployment];
  for (const name of names) {
    const family = name === undefined || name === null ? null : familyOf(name);
    if (family !== null) return oneOf({ family, service, certain: true });
  }
  const thinks = isJsonObject(effective?.['reasoning']);
  return oneOf({ family: thinks ? 'reasoning' : 'ga', service, certain: thinks });
}
