import { benchError, type BenchError } from '../../kit/errors.ts';
import { repeatable } from '../../kit/untrusted/quoting.ts';
import { cleanAddress, type CleanAddress } from '../../kit/untrusted/secrets-in-addresses.ts';
import { addressComplaint, hostOf, isLoopback } from './form-parts/address-checks.ts';
import { vendorOf } from '../authentication.ts';
import { otherServiceAt } from './form-parts/other-services.ts';
import type { PastedAddress, Split } from './form-parts/endpoint-form.ts';
import { type Endpoint, recognisingForms } from './all-forms.ts';

/**
 * What a pasted text turned out to be: no address at all, an address nothing may be sent to, or an endpoint in its fields.
 * A name that the address leaves out is an empty string. `notes` are whole sentences on what was changed.
 */
export type Recognition =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly error: BenchError }
  | {
      readonly kind: 'endpoint';
      readonly endpoint: Endpoint;
      /** A key that stood in the address and stands there no longer. */
      readonly secret: string | null;
      readonly notes: readonly string[];
      /** Parameters that were left out, by name, and are kept when they are allowed by name. */
      readonly left: readonly string[];
    };

const movedKey = 'The key in the address was moved to the key field; addresses are written to the record.';
const leftOut = (name: string): string =>
  `${name} was left out of the address: nobody knows here that it is no secret, and addresses are written to the record.`;
const unnamedLeft =
  'A parameter whose name cannot be made out was left out of the address: it may be a key, and addresses are written to the record.';

const cleaned = ({ secret, left, unnamed }: CleanAddress): readonly string[] => [
  ...(secret === null ? [] : [movedKey]),
  ...left.map(leftOut),
  ...(unnamed ? [unnamedLeft] : []),
];

function unencrypted(url: URL): BenchError {
  return benchError(
    'invalid-address',
    `${url.protocol}// would send the key and your voice to ${repeatable(url.hostname)} unencrypted.`,
    { nextStep: 'Use https:// or wss://. Unencrypted connections are allowed to this machine only.' },
  );
}

/** What the first form makes of it that takes it; a form of a vendor is asked about hosts of that vendor only. */
function splitOf(pasted: PastedAddress): Split<Endpoint> | null {
  const vendor = vendorOf(pasted.url.host)?.id ?? null;
  for (const form of recognisingForms) {
    const split = form.vendor === null || form.vendor === vendor ? form.recognise?.(pasted) : null;
    if (split !== null && split !== undefined) return split;
  }
  return null;
}

/** A host with a path or a query behind it, which somebody copied without the scheme. */
const bare = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?[/?]/i;

/**
 * Takes a pasted address apart: a resource's endpoint, a Realtime address in any of its forms, http or ws, with or without path
 * and query. What cannot be split without losing a part is kept as a custom address. Login, fragment and every parameter that is
 * not known to be harmless are taken out; the first secret among them comes back apart.
 * @param allowed names of parameters that the person says are no secret
 */
export function recogniseEndpoint(pasted: string, allowed: readonly string[] = []): Recognition {
  const text = pasted.trim();
  if (/\s/.test(text)) return { kind: 'none' };
  const hasScheme = /^(?:https?|wss?):\/\//i.test(text);
  const host = hostOf(text);
  if (!hasScheme && vendorOf(host) === null && !bare.test(text)) return { kind: 'none' };
  const other = otherServiceAt(text);
  if (other !== null) return { kind: 'refused', error: other };
  const clean = cleanAddress(hasScheme ? text : `https://${text}`, allowed);
  const { address, secret } = clean;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { kind: 'none' };
  }
  const encrypted = url.protocol === 'https:' || url.protocol === 'wss:';
  if (!encrypted && !isLoopback(url.hostname)) return { kind: 'refused', error: unencrypted(url) };
  // What is left must be fit for a record however it is read: a key may stand in the path or the host.
  const complaint = addressComplaint(address, allowed);
  if (complaint !== null) return { kind: 'refused', error: complaint };
  const given = { url, text: address, hadKey: secret !== null, allowed };
  const split = splitOf(given);
  if (split === null) return { kind: 'none' };
  return {
    kind: 'endpoint',
    endpoint: split.endpoint,
    secret,
    notes: [...cleaned(clean), ...split.notes],
    left: clean.left,
  };
}
