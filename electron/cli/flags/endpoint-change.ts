import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { repeatable } from '../../../shared/foreign/repeated.ts';
import { endpointSchema, type Endpoint, type EndpointKind } from '../../../shared/protocol/endpoint/endpoint.ts';
import { allowedParameters } from './allow-parameters.ts';
import type { EndpointFlags } from './endpoint-flags.ts';
import { signInFromFlags } from './sign-in-flags.ts';

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

/** By which flag the model of an endpoint is named; null: it stands in the address. */
const nameFlag: Readonly<Record<EndpointKind, 'deployment' | 'model' | null>> = {
  simulator: 'model',
  azure: 'deployment',
  'azure-preview': 'deployment',
  'azure-unversioned': 'deployment',
  openai: 'model',
  custom: null,
};

/** The endpoint of a profile with what the flags say otherwise. Refuses a flag that this kind of endpoint has no place for. */
export function changedEndpoint(endpoint: Endpoint, flags: EndpointFlags): Result<{ endpoint: Endpoint }> {
  const takes = nameFlag[endpoint.kind];
  const misplaced = (['deployment', 'model'] as const).find((flag) => flags[flag] !== undefined && flag !== takes);
  if (misplaced !== undefined) {
    const hint = takes === null ? 'its address names the model' : `it takes --${takes}`;
    return bad(`The endpoint of the profile does not take --${misplaced}; ${hint}.`);
  }
  const before =
    'auth' in endpoint && endpoint.auth === 'entra' ? (endpoint.entra ?? { method: 'azure-cli' }) : undefined;
  const signIn = signInFromFlags(flags, before);
  if (!signIn.ok) return signIn;
  if (signIn.asked.auth !== undefined && !('auth' in endpoint)) {
    return bad('The endpoint of the profile is let in one way only; leave --auth out.');
  }
  const allowing = allowedParameters(flags['allow-parameter']);
  if (!allowing.ok) return allowing;
  const { allowParameters = [] } = allowing.allowed;
  if (allowParameters.length > 0 && endpoint.kind !== 'custom') {
    return bad('The endpoint of the profile holds no whole address, so it does not take --allow-parameter.');
  }
  const allowed =
    endpoint.kind === 'custom' && allowParameters.length > 0
      ? { allowParameters: [...new Set([...(endpoint.allowParameters ?? []), ...allowParameters])] }
      : {};
  const name = takes === null || flags[takes] === undefined ? {} : { [takes]: flags[takes] };
  const changed = endpointSchema.safeParse({ ...endpoint, ...name, ...allowed, ...signIn.asked });
  if (changed.success) return ok({ endpoint: changed.data });
  return bad(
    `The endpoint of the profile does not take ${changed.error.issues[0]?.path[0] === 'allowParameters' ? 'so many --allow-parameter' : `--auth ${repeatable(flags.auth ?? '')}`}.`,
  );
}
