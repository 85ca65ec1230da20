import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import { percentDecoded } from '../kit/untrusted/secrets-in-addresses.ts';

/** Whose costs are asked for. */
export interface CostScope {
  /** `/subscriptions/…`, a resource group in it, or a billing scope, as Azure writes it. */
  readonly scope: string;
  /** A resource, when one was named: only its costs are asked for, in the scope of its group. */
  readonly resourceId: string | null;
}

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const subscription = new RegExp(`^/subscriptions/${guid}$`, 'i');
/** Letters of any language, digits and the few marks that Azure lets into a name. */
const name = String.raw`[\p{L}\p{N}_.()\-]+`;
const group = new RegExp(`^(/subscriptions/${guid}/resourceGroups/${name})(/providers/Microsoft\\.[^?#]+)?`, 'iu');
const billing =
  /^\/providers\/(?:Microsoft\.Billing\/billingAccounts\/[\w\-.:]+(?:\/[\w\-.:]+)*|Microsoft\.Management\/managementGroups\/[\w\-.()]+)$/i;

const bad = (message: string): Result<never> =>
  refuse(
    benchError('invalid-argument', message, {
      nextStep:
        'Give a subscription’s id, /subscriptions/ID/resourceGroups/NAME, or the address of one of their pages in the portal.',
    }),
  );

/** The path in what was pasted: an address of the portal or of the management API holds it behind its host or its #. */
function pathIn(text: string): string {
  if (!/^https?:\/\//i.test(text)) return text;
  const plain = percentDecoded(percentDecoded(text));
  const at = /\/(?:subscriptions|providers\/Microsoft\.(?:Billing|Management))\//i.exec(plain)?.index ?? plain.length;
  return plain.slice(at).split(/[?#]/)[0] ?? '';
}

/** Where a resource's own id ends: the page of the portal that shows it may follow. */
const resourceIn = (rest: string): string | null =>
  /^\/providers\/Microsoft\.\w+(?:\/[\w\-.()]+){2}/i.exec(rest)?.[0] ?? null;

/**
 * Reads a scope of costs as people have it at hand: as Azure writes it, a subscription's id alone, a resource's id, or the address
 * of one of their pages in the portal, with the spaces and line breaks that a paste brings.
 */
export function readCostScope(text: string): Result<CostScope> {
  const clean = text.replaceAll(/[\s\u200B\uFEFF"'`]+/g, '');
  if (clean === '') return bad('No scope is given.');
  if (new RegExp(`^${guid}$`, 'i').test(clean)) return ok({ scope: `/subscriptions/${clean}`, resourceId: null });
  const fromPage = /^https?:\/\//i.test(clean);
  const path = `/${pathIn(clean)}`.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '');
  if (path.split('/').includes('..')) return bad(`${repeated(text.trim())} is not a scope of costs.`);
  if (subscription.test(path) || billing.test(path)) return ok({ scope: path, resourceId: null });
  const found = group.exec(path);
  const [whole = '', scope = '', rest = ''] = found ?? [];
  const resource = resourceIn(rest);
  // A page of the portal goes on behind what it shows; anything else has to end there.
  const ends = fromPage || whole === path;
  if (found !== null && ends && (rest === '' || resource !== null)) {
    return ok({ scope, resourceId: resource === null ? null : `${scope}${resource}` });
  }
  const inPage = fromPage ? new RegExp(`^/subscriptions/${guid}(?=/)`, 'i').exec(path)?.[0] : undefined;
  if (inPage !== undefined) return ok({ scope: inPage, resourceId: null });
  if (/^\/subscriptions\/[^/]+/i.test(path) && !new RegExp(`^/subscriptions/${guid}`, 'i').test(path)) {
    return bad(
      `${repeated(text.trim())} does not name the subscription by its id, 32 digits and letters in five groups.`,
    );
  }
  return bad(`${repeated(text.trim())} is not a scope of costs.`);
}
