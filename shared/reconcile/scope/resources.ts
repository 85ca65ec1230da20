import type { DayUsage } from '../../billing/day-usage.ts';
import { accountOf, labelsOf } from '../../billing/resource-names.ts';
import { type Choose, choose } from './choose.ts';

/** The resource that is compared, by its id in lower case; `name` is its own where no other on these days has it, else its id. */
export interface PickedResource {
  readonly kind: 'resource';
  readonly resource: string;
  /** null: the bill names none. */
  readonly name: string | null;
  /** The others on these days, for people. */
  readonly others: readonly string[];
}

/**
 * Picks the resource that is compared: the one a person names by name, id or choice, the one the sessions spoke to, or the only
 * one. Two of one name in different subscriptions are two.
 */
export function resourceOf(
  rows: readonly DayUsage[],
  spokenTo: readonly string[],
  wanted: string | null,
): PickedResource | Choose {
  const billed = [...new Set(rows.map(({ resource }) => resource))];
  const labels = labelsOf(billed);
  const labelOf = (resource: string): string => labels.get(resource) ?? accountOf(resource);
  const asked = wanted === null ? spokenTo : [wanted.toLowerCase()];
  const fitting = billed.filter((resource) =>
    asked.some((one) => one === resource || one === accountOf(resource) || one === labelOf(resource).toLowerCase()),
  );
  const open = fitting.length > 0 ? fitting : wanted === null ? billed : [];
  const [only, second] = open;
  const names = billed.map(labelOf);
  if (only === undefined) {
    const sentence = `The bill has no Realtime meter of ${wanted}; it has those of ${names.join(', ')}.`;
    return choose('resource', sentence, names, wanted);
  }
  if (second !== undefined) {
    const among = open.map(labelOf);
    const sentence = `The bill has Realtime meters of ${among.length} resources on these days: ${among.join(', ')}.`;
    return choose('resource', sentence, among);
  }
  const account = accountOf(only);
  const shared = billed.some((other) => other !== only && accountOf(other) === account);
  return {
    kind: 'resource',
    resource: only,
    name: account === '' ? null : shared ? only : account,
    others: billed.filter((other) => other !== only).map(labelOf),
  };
}
