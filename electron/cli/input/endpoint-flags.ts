import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { entryOf } from '../../../shared/kit/lookup.ts';
import { refuseMisplacedKey, repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { isSecretParameter } from '../../../shared/kit/untrusted/secret-forms.ts';
import { parameterName } from '../../../shared/kit/untrusted/secrets-in-addresses.ts';
import { defaultEndpoint } from '../../../shared/protocol/endpoints/address.ts';
import type { AuthScheme, EntraMethod, EntraSignIn } from '../../../shared/protocol/authentication.ts';
import type { FieldSpec } from '../../../shared/protocol/endpoints/form-parts/endpoint-form.ts';
import {
  type AnyForm,
  type Endpoint,
  type EndpointFlag,
  endpointForms,
  endpointFrom,
  fieldsOf,
  formOf,
} from '../../../shared/protocol/endpoints/all-forms.ts';
import { endpointSchema, entraSchema } from '../../../shared/protocol/endpoints/schema.ts';

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

type SignInFlags = {
  readonly auth?: AuthScheme | undefined;
  readonly 'entra-method'?: EntraMethod | undefined;
  readonly tenant?: string | undefined;
};

/** How to be let in, as far as the flags say; `entra` is there only with `auth` entra. */
export interface RequestedSignIn {
  readonly auth?: AuthScheme;
  readonly entra?: EntraSignIn;
}

/**
 * Reads `--auth`, `--entra-method` and `--tenant`.
 * @param before the sign-in of a profile, which the flags change in part
 */
function signInFromFlags(flags: SignInFlags, before?: EntraSignIn): Result<{ asked: RequestedSignIn }> {
  const { auth, tenant, 'entra-method': method } = flags;
  const named = method === undefined ? (tenant === undefined ? null : '--tenant') : '--entra-method';
  const entra = auth === 'entra' || (auth === undefined && before !== undefined);
  if (named !== null && !entra) return bad(`${named} goes with --auth entra.`);
  if (!entra || (auth === undefined && named === null)) return ok({ asked: auth === undefined ? {} : { auth } });
  const signIn = { ...before, method: method ?? before?.method ?? 'azure-cli' };
  const read = entraSchema.safeParse(tenant === undefined ? signIn : { ...signIn, tenantId: tenant });
  if (!read.success || tenant === '')
    return bad(`--tenant is the id or the domain of a tenant, not ${repeated(tenant ?? '')}.`);
  return ok({ asked: { auth: 'entra', entra: read.data } });
}

/** A flag that chooses a form, or fills a field of one. */
interface FormFlag {
  readonly name: string;
  /** Null: it takes none. */
  readonly value: string | null;
  /** How the help shows its value. */
  readonly shown: string | null;
  /** It takes nothing but one of these; what holds without it, in words. */
  readonly choices?: readonly string[];
  readonly otherwise?: string;
}

/** A flag that fills a field, with the member of the endpoint. */
type FieldFlag = FormFlag & { readonly member: string };

/** The flags that fill fields of a form. */
const fieldFlags = (form: AnyForm): readonly FieldFlag[] =>
  fieldsOf(form).flatMap(([member, field]): FieldFlag[] => {
    if (field.type === 'text' && field.flag !== undefined) {
      return [{ ...field.flag, member, shown: field.flag.example ?? field.flag.value }];
    }
    if (field.type !== 'choice' || field.flag === undefined) return [];
    const { name, values, otherwise } = field.flag;
    return [{ name, member, value: values.join('|'), shown: null, choices: values, otherwise }];
  });

/** The flag that chooses a form; null: none does. */
function choosingFlag(form: AnyForm): FormFlag | null {
  const name = form.chosenBy;
  if (name === null) return null;
  return fieldFlags(form).find((flag) => flag.name === name) ?? { name, value: null, shown: null };
}

/** The flags that say more of a form than which one it is. */
const furtherFlags = (form: AnyForm) => fieldFlags(form).filter(({ name }) => name !== form.chosenBy);

const chosenForms = endpointForms.flatMap((form) => {
  const flag = choosingFlag(form);
  return flag === null ? [] : [{ form, flag }];
});
const allFlags: readonly FormFlag[] = [...chosenForms.map(({ flag }) => flag), ...endpointForms.flatMap(fieldFlags)];
const allFurther = [...new Set(endpointForms.flatMap((form) => furtherFlags(form).map(({ name }) => name)))];

/** The flags whose value is an address or may hold one. */
export const addressFlags: readonly string[] = chosenForms.flatMap(({ flag }) =>
  flag.value === null ? [] : [`--${flag.name}`],
);

const words = ({ name, value }: FormFlag): string => (value === null ? `--${name}` : `--${name} ${value}`);
const listed = (texts: readonly string[], word: 'and' | 'or'): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1) ?? ''}`;

/** By which flags a form is reached that fits, or by a profile. */
const reachedBy = (fits: (form: AnyForm) => boolean): readonly string[] =>
  chosenForms.filter(({ form }) => fits(form)).map(({ flag }) => words(flag));

const schemesOf = ({ fields }: AnyForm): readonly string[] =>
  fields['auth']?.type === 'choice' ? fields['auth'].choices.map(({ value }) => value) : [];

type EndpointFlagSpec =
  | { readonly type: 'boolean'; readonly says: string }
  | { readonly type: 'string'; readonly value: string; readonly says: string }
  | {
      readonly type: 'string';
      readonly choices: readonly string[];
      readonly says: string;
      readonly otherwise: string;
    };

/** What the help says of a flag that chooses a form. */
function choosingWords(form: AnyForm): string {
  const schemes = schemesOf(form);
  const beside = [...furtherFlags(form).map(words), ...(schemes.length === 0 ? [] : [`--auth ${schemes.join('|')}`])];
  return `Speak to ${form.spokenTo ?? form.label}${beside.length === 0 ? '' : `; goes with ${listed(beside, 'and')}`}.`;
}

/** What holds without a flag; where the forms differ, for each of those that a command line chooses. */
function otherwiseWords(name: string): string {
  const said = endpointForms.flatMap((form) => {
    const { otherwise } = furtherFlags(form).find((flag) => flag.name === name) ?? {};
    const flag = choosingFlag(form);
    const isFirst = form.kind === formOf(defaultEndpoint).kind;
    if (otherwise === undefined || (flag === null && !isFirst)) return [];
    return [[otherwise, flag === null ? `the ${form.label.toLowerCase()}` : words(flag)] as const];
  });
  const all = new Set(said.map(([otherwise]) => otherwise));
  if (all.size < 2) return [...all].join('');
  return said.map(([otherwise, place]) => `${otherwise} for ${place}`).join(', ');
}

/** What the help says of a flag that fills a field: `The model of the simulator or at --openai.` */
function fillingWords(name: string): string {
  const fits = endpointForms.filter((form) => furtherFlags(form).some((flag) => flag.name === name));
  const [nouns] = fits.flatMap((form) =>
    fieldsOf(form).flatMap(([, field]) => {
      if (field.type === 'text' && field.flag?.name === name) return [field.noun];
      return field.type === 'choice' && field.flag?.name === name ? [`${field.name},`] : [];
    }),
  );
  const noun = nouns ?? name;
  const places = fits.flatMap((form) => {
    const flag = choosingFlag(form);
    if (flag !== null) return [`at ${words(flag)}`];
    return form.kind === formOf(defaultEndpoint).kind ? [`of the ${form.label.toLowerCase()}`] : [];
  });
  return `${noun.slice(0, 1).toUpperCase()}${noun.slice(1)} ${listed([...new Set(places)], 'or')}.`;
}

/** The flags of the forms as a command takes them, with their words. `EndpointFlag` is made of the same tables. */
function flagsOfForms(): Readonly<Record<EndpointFlag, EndpointFlagSpec>>;
function flagsOfForms(): object {
  return Object.fromEntries(
    allFlags.map(({ name, value, shown, choices }) => {
      const chosen = chosenForms.find(({ flag }) => flag.name === name);
      const says = chosen === undefined ? fillingWords(name) : choosingWords(chosen.form);
      if (choices !== undefined) return [name, { type: 'string', choices, says, otherwise: otherwiseWords(name) }];
      return [name, value === null ? { type: 'boolean', says } : { type: 'string', value: shown ?? value, says }];
    }),
  );
}
export const endpointFlags = flagsOfForms();

/** The flags by which a command names the deployment it speaks to. */
export type EndpointFlags = SignInFlags & {
  /** Names of parameters of an address that hold no secret. */
  readonly 'allow-parameter'?: readonly string[] | undefined;
  readonly echo?: boolean | undefined;
} & { readonly [Name in EndpointFlag]?: string | boolean | undefined };

/** What was given to a flag; undefined: it was not given. */
function given(flags: EndpointFlags, name: string): string | true | undefined {
  const value = entryOf<unknown>(flags, name);
  return typeof value === 'string' || value === true ? value : undefined;
}

/** The fields of a form that flags fill, each with what it then holds; the usual choice is left out of an endpoint. */
const filledByFlags = (form: AnyForm, flags: EndpointFlags): ReadonlyMap<string, string | true | undefined> =>
  new Map(
    fieldFlags(form).flatMap(({ name, member }) => {
      const value = given(flags, name);
      const field = entryOf(form.fields, member);
      const isUsual = field?.type === 'choice' && field.optional === true && field.choices[0]?.value === value;
      return value === undefined ? [] : [[member, isUsual ? undefined : value] as const];
    }),
  );

/** Reads the names of `--allow-parameter`. A name that secrets go by cannot be allowed. */
function allowedParameters(names: readonly string[] = []): Result<{ allowed: { allowParameters?: string[] } }> {
  for (const name of names) {
    const key = refuseMisplacedKey([[name, 'the name of a parameter']]);
    if (key !== null) return key;
    if (!parameterName.test(name)) {
      return bad(`--allow-parameter takes the name of a parameter without its value, not ${repeated(name)}.`);
    }
    if (isSecretParameter(name)) {
      return bad(
        `--allow-parameter ${name}: secrets go by that name, and no address may hold one. A key goes into VOXTALLY_API_KEY.`,
      );
    }
  }
  return ok({ allowed: names.length === 0 ? {} : { allowParameters: [...names] } });
}

/** The endpoint of a profile with what the flags say otherwise. Refuses a flag that this kind of endpoint has no place for. */
function changedEndpoint(endpoint: Endpoint, flags: EndpointFlags): Result<{ endpoint: Endpoint }> {
  const form = formOf(endpoint);
  const takes = furtherFlags(form);
  const misplaced = allFurther.find(
    (name) => given(flags, name) !== undefined && !takes.some((flag) => flag.name === name),
  );
  if (misplaced !== undefined) {
    const hint =
      takes.length === 0
        ? 'its address names the model'
        : `it takes ${listed(
            takes.map(({ name }) => `--${name}`),
            'and',
          )}`;
    return bad(`The endpoint of the profile does not take --${misplaced}; ${hint}.`);
  }
  const before =
    'auth' in endpoint && endpoint.auth === 'entra' ? (endpoint.entra ?? { method: 'azure-cli' }) : undefined;
  const signIn = signInFromFlags(flags, before);
  if (!signIn.ok) return signIn;
  if (signIn.asked.auth !== undefined && !('auth' in form.fields)) {
    return bad('The endpoint of the profile is let in one way only; leave --auth out.');
  }
  const allowing = allowedParameters(flags['allow-parameter']);
  if (!allowing.ok) return allowing;
  const { allowParameters = [] } = allowing.allowed;
  if (allowParameters.length > 0 && !('allowParameters' in form.fields)) {
    return bad('The endpoint of the profile holds no whole address, so it does not take --allow-parameter.');
  }
  const kept = 'allowParameters' in endpoint ? (endpoint.allowParameters ?? []) : [];
  const allowed = allowParameters.length === 0 ? {} : { allowParameters: [...new Set([...kept, ...allowParameters])] };
  const said = Object.fromEntries(filledByFlags(form, flags));
  const changed = endpointSchema.safeParse({ ...endpoint, ...said, ...allowed, ...signIn.asked });
  if (changed.success) return ok({ endpoint: changed.data });
  return bad(
    `The endpoint of the profile does not take ${changed.error.issues[0]?.path[0] === 'allowParameters' ? 'so many --allow-parameter' : `--auth ${repeatable(flags.auth ?? '')}`}.`,
  );
}

/** How the caller is let in at a form that was chosen by a flag of this value, as far as the flags leave it open. */
function authFor(
  form: AnyForm,
  value: string,
  asked: AuthScheme | undefined,
): Result<{ auth: AuthScheme | undefined }> {
  const schemes = schemesOf(form);
  if (schemes.length === 0) {
    if (asked !== 'entra') return ok({ auth: undefined });
    return bad(
      `--auth entra goes with ${listed(
        reachedBy(({ fields }) => 'entra' in fields),
        'or',
      )}.`,
    );
  }
  const auth = asked ?? form.usualAuthFor?.(value) ?? form.usualAuth;
  if (schemes.includes(auth)) return ok({ auth });
  return bad(`${form.sentenceName ?? form.label} lets nobody in unasked: --auth is ${listed(schemes, 'or')}.`);
}

/** What a field holds that must be chosen and no flag says. */
const firstChoice = (field: FieldSpec): string | undefined =>
  field.type === 'choice' && field.optional !== true ? field.choices[0]?.value : undefined;

/** The endpoint of a form whose fields the flags fill, or the sentence about the flag that lacks. */
function filledEndpoint(
  form: AnyForm,
  flags: EndpointFlags,
  signIn: RequestedSignIn,
  allowed: object,
): Result<{ endpoint: Endpoint }> {
  const { chosenBy } = form;
  const byFlag = filledByFlags(form, flags);
  // The address of a transcription names no deployment and no model.
  const unnamed = given(flags, 'intent') === 'transcription' ? form.names : null;
  const usual = (member: string, field: FieldSpec): unknown =>
    byFlag.get(member) ?? (field.type === 'text' ? (field.usual ?? (member === unnamed ? '' : undefined)) : undefined);
  const lacking = fieldsOf(form).find(
    ([member, field]) => field.type === 'text' && field.optional !== true && usual(member, field) === undefined,
  );
  if (lacking !== undefined) {
    const flag = fieldFlags(form).find(({ member }) => member === lacking[0]);
    return bad(`--${chosenBy ?? ''} needs ${flag === undefined ? lacking[0] : words(flag)}.`);
  }
  const value = chosenBy === null ? undefined : given(flags, chosenBy);
  const letIn = authFor(form, typeof value === 'string' ? value : '', signIn.auth);
  if (!letIn.ok) return letIn;
  const said = { ...signIn, ...allowed, auth: letIn.auth };
  return ok({
    endpoint: endpointFrom(
      form.kind,
      (member, field) => entryOf<unknown>(said, member) ?? usual(member, field) ?? firstChoice(field),
    ),
  });
}

/**
 * The endpoint that the flags of `voxtally run` name. When they name none: that of the profile, changed as they say; without a
 * profile the simulator.
 */
export function endpointFromFlags(flags: EndpointFlags, profile?: Endpoint): Result<{ endpoint: Endpoint }> {
  const { echo = false } = flags;
  const named = chosenForms.filter(({ flag }) => given(flags, flag.name) !== undefined);
  if (named.length > 1)
    return bad(
      `Give one of ${listed(
        chosenForms.map(({ flag }) => `--${flag.name}`),
        'and',
      )}.`,
    );
  if (echo && named.length > 0) return bad('--echo is a mode of the simulator; leave the endpoint flags out.');
  const allowing = allowedParameters(flags['allow-parameter']);
  if (!allowing.ok) return allowing;
  if (profile !== undefined && named.length === 0 && !echo) return changedEndpoint(profile, flags);
  const form = named[0]?.form ?? formOf(defaultEndpoint);
  if (flags['allow-parameter'] !== undefined && !('allowParameters' in form.fields)) {
    const reached = [...reachedBy(({ fields }) => 'allowParameters' in fields), '--profile NAME'];
    return bad(`--allow-parameter goes with ${listed(reached, 'or')}.`);
  }
  const takes = furtherFlags(form).map(({ name }) => name);
  const misplaced = allFurther.find((name) => given(flags, name) !== undefined && !takes.includes(name));
  if (misplaced !== undefined) {
    const reached = reachedBy((one) => furtherFlags(one).some(({ name }) => name === misplaced));
    return bad(`--${misplaced} goes with ${listed([...reached, '--profile NAME'], 'or')}.`);
  }
  const signIn = signInFromFlags(flags);
  if (!signIn.ok) return signIn;
  const filled = filledEndpoint(form, flags, signIn.asked, allowing.allowed);
  if (!filled.ok || !echo || filled.endpoint.kind !== 'simulator') return filled;
  return ok({ endpoint: { ...filled.endpoint, mode: 'echo' } });
}

/** The name of a deployment or a model that was typed for this endpoint, and the flag it was typed to; null: none was. */
export function typedName(
  endpoint: Endpoint,
  flags: EndpointFlags,
): { readonly flag: string; readonly name: string } | null {
  const form = formOf(endpoint);
  const flag = fieldFlags(form).find(({ member }) => member === form.names)?.name ?? '';
  const name = given(flags, flag);
  return typeof name === 'string' ? { flag: `--${flag}`, name } : null;
}
