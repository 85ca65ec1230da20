import { deploymentKey } from '../../shared/costs/model-of-view.ts';
import type { ModelChoice } from '../../shared/pricing/model.ts';
import { usePreferences, useView } from './context.ts';

/** What a person set for the deployment of the session on screen. */
export function useModelChoice(): ModelChoice | null {
  const endpoint = useView((view) => view?.header?.endpoint ?? null);
  return usePreferences((all) => (endpoint === null ? null : (all.pricing.models[deploymentKey(endpoint)] ?? null)));
}
