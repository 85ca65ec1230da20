import type { Metrics } from '../../billing/azure-metrics.ts';
import { accountOf, labelsOf } from '../../billing/resource-names.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { plural } from '../../kit/numbers.ts';
import { repeatable } from '../../kit/untrusted/quoting.ts';

/** What says which resource is compared, the strongest first: ids or names, of any case. */
export interface ResourceScope {
  /** What a person chose; null: nothing. */
  readonly wanted: string | null;
  /** Those that the sessions spoke to. */
  readonly spokenTo: readonly string[];
  /** Those on the bill. */
  readonly billed: readonly string[];
}

/** More are not repeated in one sentence. */
const mostNamed = 8;

/** Ids in one sentence: `a, b and 3 more`. */
function namesOf(resources: readonly (string | null)[]): string {
  const named = resources.slice(0, mostNamed).map((one) => (one === null ? 'one that is not named' : shown(one)));
  const more = resources.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

const shown = (resource: string): string => repeatable(resource, 300);

function fitting(
  measured: readonly (string | null)[],
  names: readonly string[],
  labels: ReadonlyMap<string, string>,
): readonly string[] {
  const asked = names.filter((name) => name !== '').map((name) => name.toLowerCase());
  return measured.flatMap((one) => {
    if (one === null) return [];
    const own = [one, accountOf(one), (labels.get(one) ?? one).toLowerCase()];
    // A bill, or a chart, may have the name alone where the other has the id.
    return asked.some((name) => own.includes(name) || accountOf(name) === one) ? [one] : [];
  });
}

/** The resource that the scope names among those measured; null: it names none, or several. */
function pickedOf(measured: readonly (string | null)[], { wanted, spokenTo, billed }: ResourceScope): string | null {
  const named = measured.filter((one) => one !== null);
  const labels = labelsOf([...new Set([...named, ...billed.map((one) => one.toLowerCase())])]);
  const sides = wanted === null ? [spokenTo, billed] : [[wanted]];
  const found = sides.map((names) => fitting(measured, names, labels)).find((fits) => fits.length > 0) ?? [];
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * Metrics of one resource: counts of several are never added up. Where the metrics hold several, those of the one that the scope
 * names are taken alone; where it names none of them, or more than one, they are refused with their ids.
 */
export function ofOneResource(metrics: Metrics, scope: ResourceScope): Result<{ metrics: Metrics }> {
  const measured = [...new Set(metrics.points.map(({ resource }) => resource))];
  const [only = null] = measured;
  if (measured.length < 2) {
    const notes = only === null ? [] : [`The metrics of Azure Monitor are of ${shown(only)}.`];
    return ok({ metrics: { ...metrics, notes: [...metrics.notes, ...notes] } });
  }
  const picked = pickedOf(measured, scope);
  if (picked === null) {
    const message = `The metrics are of ${plural(measured.length, 'resource')}, and counts of one alone are evidence: ${namesOf(measured)}.`;
    return refuse(
      benchError('invalid-argument', message, {
        nextStep:
          'Filter the metrics by the resource that was spoken to, or say which one is compared (--resource at the command line).',
      }),
    );
  }
  const others = measured.filter((one) => one !== picked);
  const note = `The metrics of Azure Monitor are those of ${shown(picked)}. What is counted of others is left out: ${namesOf(others)}.`;
  return ok({
    metrics: {
      points: metrics.points.filter(({ resource }) => resource === picked),
      notes: [...metrics.notes, note],
    },
  });
}
