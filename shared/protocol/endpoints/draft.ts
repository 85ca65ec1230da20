import { errorText } from '../../kit/errors.ts';
import { entryOf } from '../../kit/lookup.ts';
import { addressFault } from '../../kit/untrusted/secrets-in-addresses.ts';
import { endpointUrl } from './address.ts';
import type { AuthScheme } from '../authentication.ts';
import type { EndpointAddress, FieldSpec, FieldValue } from './form-parts/endpoint-form.ts';
import {
  type AnyForm,
  authOf,
  type Endpoint,
  endpointForms,
  endpointFrom,
  type EndpointKind,
  fieldsOf,
  formOf,
  memberOf,
  type OwnForm,
} from './all-forms.ts';

/** The forms that are filled in; the simulator is a choice of its own. */
export type DraftKind = Exclude<EndpointKind, 'simulator'>;
type FilledForm = Extract<OwnForm, { kind: DraftKind }>;

type Slots<Fields> = {
  [Member in keyof Fields as Fields[Member] extends { slot: infer Slot extends string } ? Slot : Member]: Readonly<
    FieldValue<Fields[Member]>
  >;
};
/** The slots of each form, one type a form. */
type SlotsOfForms = FilledForm extends infer Form ? (Form extends { fields: infer F } ? Slots<F> : never) : never;
type NamesOf<T> = T extends unknown ? keyof T : never;
type HeldAt<T, Name> = T extends unknown ? (Name extends keyof T ? T[Name] : never) : never;

/** An endpoint as it is being filled in: the fields of every form at once, so that nothing typed is lost by choosing another. */
export type EndpointDraft = { readonly kind: DraftKind } & {
  readonly [Slot in NamesOf<SlotsOfForms>]: HeldAt<SlotsOfForms, Slot>;
};

const isDraftKind = (kind: EndpointKind): kind is DraftKind => kind !== 'simulator';

/** What may be chosen, in order. */
export const draftForms: readonly (AnyForm & { readonly kind: DraftKind })[] = endpointForms.flatMap((form) => {
  const { kind } = form;
  return isDraftKind(kind) ? [{ ...form, kind }] : [];
});

/** Under which name a draft keeps a member of an endpoint. */
export const slotOf = (member: string, field: FieldSpec): string =>
  field.type === 'text' ? (field.slot ?? member) : member;

/** What a draft holds in a slot. */
const held = (draft: EndpointDraft, slot: string): unknown => entryOf<unknown>(draft, slot);

/** What is typed or chosen in a slot; empty for one that holds no text. */
export function textIn(draft: EndpointDraft, slot: string): string {
  const value = held(draft, slot);
  return typeof value === 'string' ? value : '';
}

/** What a field holds before anybody fills it. */
function initialOf(field: FieldSpec): unknown {
  switch (field.type) {
    case 'text':
      return field.initial ?? '';
    case 'choice':
      return field.choices[0]?.value;
    case 'parameters':
      return [];
    case 'entra':
      return { method: 'azure-cli' };
  }
}

/**
 * A draft whose slots are given; those that are not are empty, as the first form that has them says, and let in as its own form
 * usually is. `EndpointDraft` is made of the same fields.
 */
function draftFrom(kind: DraftKind, given: readonly (readonly [slot: string, value: unknown])[]): EndpointDraft;
function draftFrom(kind: DraftKind, given: readonly (readonly [slot: string, value: unknown])[]): object {
  const empty = draftForms.flatMap((form) =>
    fieldsOf(form).map(([member, field]) => [slotOf(member, field), initialOf(field)] as const),
  );
  return Object.fromEntries([...empty.toReversed(), ['auth', formOf({ kind }).usualAuth], ...given, ['kind', kind]]);
}

export const emptyDraft: EndpointDraft = draftFrom('azure', []);

/** The draft of an endpoint that was used before; the simulator leaves it empty. */
export function draftOf(endpoint: Endpoint): EndpointDraft {
  const { kind } = endpoint;
  if (!isDraftKind(kind)) return emptyDraft;
  const given = fieldsOf(formOf(endpoint)).map(
    ([member, field]) => [slotOf(member, field), memberOf(endpoint, member) ?? initialOf(field)] as const,
  );
  return draftFrom(kind, [...given, ['auth', authOf(endpoint)]]);
}

/** The draft after a pasted address was taken apart; a name the address leaves out keeps what was typed. */
export function draftWith(endpoint: Endpoint, before: EndpointDraft): EndpointDraft {
  const draft = draftOf(endpoint);
  return { ...draft, deployment: draft.deployment === '' ? before.deployment : draft.deployment };
}

/** What changes in a draft when another form is chosen. */
export const choosing = (kind: DraftKind): Partial<EndpointDraft> => ({ kind, auth: formOf({ kind }).usualAuth });

/** How the caller will be let in. */
export const draftAuth = (draft: EndpointDraft): AuthScheme =>
  'auth' in formOf(draft).fields ? draft.auth : formOf(draft).usualAuth;

/** A key lets the caller in. */
export const needsKey = (draft: EndpointDraft): boolean => ['api-key', 'bearer'].includes(draftAuth(draft));

export const isTranscription = (draft: EndpointDraft): boolean =>
  'intent' in formOf(draft).fields && draft.intent === 'transcription';

/** What the endpoint holds of one field. Undefined: nothing. */
function memberFrom(draft: EndpointDraft, form: AnyForm, member: string, field: FieldSpec): unknown {
  switch (field.type) {
    case 'text': {
      if (field.withKey === true && !needsKey(draft)) return undefined;
      if (form.unnamedTranscription === true && member === form.names && isTranscription(draft)) return '';
      const text = textIn(draft, slotOf(member, field)).trim();
      return field.optional === true && text === '' ? undefined : text;
    }
    case 'choice': {
      const [first, ...others] = field.choices.map(({ value }) => value);
      const chosen = textIn(draft, member);
      if (others.includes(chosen) || (chosen === first && field.optional !== true)) return chosen;
      if (field.optional === true) return undefined;
      return member === 'auth' ? form.usualAuth : first;
    }
    case 'parameters':
      return draft.allowParameters.length === 0 ? undefined : [...draft.allowParameters];
    case 'entra':
      return draftAuth(draft) === 'entra' ? draft.entra : undefined;
  }
}

/** What to connect to, or the sentence that says which slot is empty or wrong. */
export type DraftReading =
  | ({ readonly ok: true; readonly endpoint: Endpoint } & Pick<EndpointAddress, 'url' | 'dialect' | 'intent'>)
  | { readonly ok: false; readonly problem: string; readonly field: string };

/** The first field that is empty and must not be, or does not fit. */
function faultIn(draft: EndpointDraft, form: AnyForm): DraftReading | null {
  const typed = fieldsOf(form).flatMap(([member, field]) =>
    field.type === 'text' ? [{ member, field, slot: slotOf(member, field) }] : [],
  );
  for (const { member, field, slot } of typed) {
    const mayBeEmpty = member === form.names && isTranscription(draft);
    if (field.missing !== undefined && !mayBeEmpty && textIn(draft, slot).trim() === '') {
      return { ok: false, field: slot, problem: field.missing };
    }
  }
  for (const { field, slot } of typed) {
    const text = textIn(draft, slot).trim();
    if (field.unfit === undefined || text === '' || (field.withKey === true && !needsKey(draft))) continue;
    if (field.pattern?.test(text) === false) return { ok: false, field: slot, problem: field.unfit };
  }
  return null;
}

/** The slot of the field that holds the address. */
export const addressSlot = (form: AnyForm): string => {
  const [first] = fieldsOf(form);
  return first === undefined ? '' : slotOf(...first);
};

export function readDraft(draft: EndpointDraft): DraftReading {
  const form = formOf(draft);
  const fault = faultIn(draft, form);
  if (fault !== null) return fault;
  const endpoint = endpointFrom(draft.kind, (member, field) => memberFrom(draft, form, member, field));
  const address = endpointUrl(endpoint);
  if (address.ok) {
    const { url, dialect, intent } = address;
    return { ok: true, endpoint, url, dialect, intent };
  }

  return { ok: false, field: addressSlot(form), problem: errorText(address.error) };
}

/** A parameter of a typed address that the form cannot take unless somebody says it is no secret; null: there is none. */
export function unknownParameter(draft: EndpointDraft): string | null {
  const form = formOf(draft);
  if (!('allowParameters' in form.fields)) return null;
  const fault = addressFault(textIn(draft, addressSlot(form)).trim(), draft.allowParameters);
  return fault?.kind === 'unknown' ? fault.name : null;
}

/** A name for what nobody has named: that of the deployment, else of the resource or the host. */
export function nameOfDraft(draft: EndpointDraft): string {
  const form = formOf(draft);
  const address = textIn(draft, addressSlot(form)).trim();
  const [host = ''] = address.replace(/^\w+:\/\//, '').split('/');
  const name = form.vendor === null ? host : (host.split('.')[0] ?? '');
  return (form.names === null ? '' : draft.deployment.trim()) || name;
}
