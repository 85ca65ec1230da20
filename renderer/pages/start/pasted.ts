import { errorText } from '../../../shared/kit/errors.ts';
import { typedSecretIn } from '../../../shared/kit/untrusted/secret-forms.ts';
import { cleanAddress } from '../../../shared/kit/untrusted/secrets-in-addresses.ts';
import { draftWith, needsKey } from '../../../shared/protocol/endpoints/draft.ts';
import { recogniseEndpoint, type Recognition } from '../../../shared/protocol/endpoints/recognise.ts';
import type { StartForm } from './start-form.ts';

/** What becomes of a form in which something was pasted. */
export type Pasted =
  /** It is no address and no key: the field takes it. */
  | { readonly kind: 'text' }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'taken'; readonly part: Partial<StartForm> };

type Recognised = Extract<Recognition, { kind: 'endpoint' }>;

const taken = (
  { endpoint, secret, notes, left }: Recognised,
  address: string,
  allowed: readonly string[],
  form: StartForm,
): Pasted => ({
  kind: 'taken',
  part: {
    draft: draftWith(endpoint, form.draft),
    notes,
    leftOut: left.length === 0 ? null : { address, allowed, names: left },
    ...(secret === null ? {} : { key: secret }),
  },
});

function keyAlone(text: string, { draft }: StartForm): Pasted {
  const form = typedSecretIn(text);
  if (form === null) return { kind: 'text' };
  const key = text.trim().replace(/^bearer\s+/i, '');
  if (/\s/.test(key) || key.length > 8192) {
    const problem = `What was pasted holds ${form} among other text, so it was not taken. Paste the key alone into the key field.`;
    return { kind: 'refused', problem };
  }
  if (!needsKey(draft)) {
    const problem = `What was pasted has the form of ${form}, and this deployment takes no key, so it was not taken.`;
    return { kind: 'refused', problem };
  }
  const notes = [`What was pasted has the form of ${form}: it was moved to the key field and stands nowhere else.`];
  return { kind: 'taken', part: { key, notes, leftOut: null } };
}

/** Takes apart what was pasted into any field of the form: an address goes into its fields, a key into the field for keys. */
export function afterPaste(text: string, form: StartForm): Pasted {
  const recognised = recogniseEndpoint(text);
  if (recognised.kind === 'none') return keyAlone(text, form);
  if (recognised.kind === 'refused') {
    return {
      kind: 'refused',
      problem: errorText(recognised.error),
    };
  }
  return taken(recognised, cleanAddress(text.trim(), recognised.left).address, [], form);
}

/** The form with a parameter back in its address that was left out of it, now that a person says it is no secret. */
export function afterKeep(name: string, form: StartForm): Partial<StartForm> {
  const { leftOut } = form;
  if (leftOut === null) return {};
  const allowed = [...leftOut.allowed, name];
  const recognised = recogniseEndpoint(leftOut.address, allowed);
  if (recognised.kind !== 'endpoint') return { leftOut: null };
  const kept = taken(recognised, leftOut.address, allowed, form);
  return kept.kind === 'taken' ? kept.part : {};
}

/** The same for what came in without a paste, dropped or filled in: only a key, or an address with one, is taken out of the field. */
export function afterInsert(text: string, form: StartForm): Pasted {
  const pasted = afterPaste(text, form);
  const holdsKey = typedSecretIn(text) !== null || (pasted.kind === 'taken' && pasted.part.key !== undefined);
  return holdsKey ? pasted : { kind: 'text' };
}

/** What came into a text at once, by dropping or filling in, as typing does not; null: nothing did. */
export function insertedAtOnce(before: string, after: string): string | null {
  if (after.length < before.length + 8) return null;
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return after.slice(start, after.length - end);
}
