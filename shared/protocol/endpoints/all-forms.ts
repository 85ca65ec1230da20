import type { Result } from '../../kit/errors.ts';
import { entryOf } from '../../kit/lookup.ts';
import type { AuthScheme } from '../authentication.ts';
import type { EndpointAddress, EndpointForm, Fields, FieldSpec } from './form-parts/endpoint-form.ts';
import { azure } from './forms/azure.ts';
import { azurePreview } from './forms/azure-preview.ts';
import { azureUnversioned } from './forms/azure-unversioned.ts';
import { custom } from './forms/custom.ts';
import { openai } from './forms/openai.ts';
import { simulator } from './forms/simulator.ts';

/** Every form of endpoints, in the order in which they are offered and asked about a pasted address. One entry a form. */
const table = {
  simulator,
  azure,
  'azure-preview': azurePreview,
  'azure-unversioned': azureUnversioned,
  openai,
  custom,
} as const;

export type EndpointKind = keyof typeof table;
export type OwnForm = (typeof table)[EndpointKind];
type EndpointOf<Form> = Form extends { address(endpoint: infer E): unknown } ? E : never;

/** Where a session connects. Addresses hold no secret; the key is kept elsewhere under `credentialId`. */
export type Endpoint = EndpointOf<OwnForm>;

type FlagsOf<Form> = Form extends { fields: infer F; chosenBy: infer Chooser }
  ? Extract<Chooser, string> | FieldFlags<F>
  : never;
type FieldFlags<F> = { [Member in keyof F]: F[Member] extends { flag: { name: infer Name } } ? Name : never }[keyof F];

/** The flags of the command line that choose a form or fill its fields. */
export type EndpointFlag = Extract<FlagsOf<OwnForm>, string>;

/** A form as those see it who do not ask which one it is. */
export interface AnyForm extends Omit<
  EndpointForm<EndpointKind, Fields, string | null>,
  'address' | 'recognise' | 'entraScope' | 'names'
> {
  readonly names: string | null;
  address(endpoint: { readonly kind: EndpointKind }): Result<EndpointAddress>;
  entraScope?(endpoint: { readonly kind: EndpointKind }): string;
}

/** Each form under its own kind. */
const byKind: { readonly [Kind in EndpointKind]: AnyForm & { readonly kind: Kind } } = table;
export const endpointForms: readonly AnyForm[] = Object.values(byKind);

/** The forms with what each makes of a pasted address. */
export const recognisingForms: readonly OwnForm[] = Object.values(table);

export const formOf = ({ kind }: { readonly kind: EndpointKind }): AnyForm => byKind[kind];

/** The form of a kind that a record names, which may come from another version; undefined: there is none here. */
export const formOfKind = (kind: string): AnyForm | undefined => entryOf<AnyForm>(byKind, kind);

/** The fields of a form with the members of the endpoint they fill, in order. */
export const fieldsOf = (form: AnyForm): readonly (readonly [member: string, field: FieldSpec])[] =>
  Object.entries(form.fields);

/** What an endpoint holds under the name of a member. */
export const memberOf = (endpoint: Endpoint, member: string): unknown => entryOf<unknown>(endpoint, member);

/**
 * An endpoint made member by member. `Endpoint` is what the fields of the forms say, which the compiler cannot follow through a
 * table; whoever fills the members keeps to the fields.
 * @param member what a field holds; undefined: the endpoint is without it
 */
export function endpointFrom(kind: EndpointKind, member: (name: string, field: FieldSpec) => unknown): Endpoint;
export function endpointFrom(kind: EndpointKind, member: (name: string, field: FieldSpec) => unknown): object {
  const members = fieldsOf(byKind[kind]).map(([name, field]) => [name, member(name, field)] as const);
  return { kind, ...Object.fromEntries(members.filter(([, value]) => value !== undefined)) };
}

/** How an endpoint's caller is let in. */
export const authOf = (endpoint: Endpoint): AuthScheme =>
  'auth' in endpoint ? endpoint.auth : byKind[endpoint.kind].usualAuth;
