/** `contoso-voice`, the last part of a resource id. */
export const accountOf = (resource: string): string => resource.split('/').at(-1) ?? resource;

/** A part of a resource's id: what stands behind `/subscriptions/`. */
const partOf = (resource: string, part: string): string | null =>
  new RegExp(`/${part}/([^/]+)`, 'i').exec(resource)?.[1] ?? null;

const subscriptionOf = (resource: string): string | null => partOf(resource, 'subscriptions');

/** How each resource is called: by its name, and where several have the same also by where they lie. */
export function labelsOf(resources: readonly string[]): ReadonlyMap<string, string> {
  const twins = (resource: string): readonly string[] =>
    resources.filter((other) => accountOf(other) === accountOf(resource));
  const labelOf = (resource: string): string => {
    if (twins(resource).length < 2) return accountOf(resource);
    const [subscription, group] = [subscriptionOf(resource), partOf(resource, 'resourcegroups')];
    const alike = twins(resource).filter((other) => subscriptionOf(other) === subscription).length > 1;
    const where = subscription === null ? 'no subscription named' : `subscription ${subscription}`;
    return `${accountOf(resource)} (${where}${alike && group !== null ? `, resource group ${group}` : ''})`;
  };
  return new Map(resources.map((resource) => [resource, labelOf(resource)] as const));
}
