import { benchError, type BenchError, refuse } from '../../../kit/errors.ts';
import { keyBelongs } from '../../../kit/untrusted/quoting.ts';
import { addressFault } from '../../../kit/untrusted/secrets-in-addresses.ts';

const hostPattern = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i;

/** True for a host that never leaves this machine; only there may a socket be unencrypted. */
export const isLoopback = (hostname: string): boolean => loopbackHost.test(hostname);

export const isHost = (text: string): boolean => hostPattern.test(text);

/** A host as a person pastes it: the scheme, a path and spaces around it are dropped. */
export function hostOf(text: string): string {
  return text
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '');
}

/** The refusal of an endpoint whose address cannot be. */
export const badAddress = (message: string, nextStep: string): { readonly ok: false; readonly error: BenchError } =>
  refuse(unfit(message, nextStep));

const unfit = (message: string, nextStep: string): BenchError => benchError('invalid-address', message, { nextStep });
const addressesAreRecorded = 'and addresses are written to the record';

/**
 * Why an address may not be connected to as it stands: what of it no record may hold, by its name and never by its value. Null
 * when there is nothing.
 * @param allowed names of parameters that the person says are no secret
 */
export function addressComplaint(address: string, allowed: readonly string[] = []): BenchError | null {
  const fault = addressFault(address, allowed);
  if (fault === null) return null;
  switch (fault.kind) {
    case 'login':
      return unfit('The address holds a user name or password.', 'Take it out of the address and store it as the key.');
    case 'secret':
      return unfit(
        `The address holds a secret in "${fault.name}", ${addressesAreRecorded}.`,
        `Take it out of the address and store it as the key; it then travels in a header. ${keyBelongs}`,
      );
    case 'secret in path':
      return unfit(
        `A part of the address has the form of a key, ${addressesAreRecorded}.`,
        `Give an address without it. ${keyBelongs}`,
      );
    case 'unknown':
      return unfit(
        `The address holds the parameter "${fault.name}", which is not known to be harmless, ${addressesAreRecorded}.`,
        `Take it out of the address, or say that it is no secret: --allow-parameter ${fault.name} on the command line, Keep ${fault.name} below it in the window.`,
      );
    case 'unnamed':
      return unfit(
        `The address holds a parameter whose name cannot be made out, which may be a key, ${addressesAreRecorded}.`,
        'Take it out of the address.',
      );
    case 'fragment':
      return unfit(
        'The address has a part from # on, and a WebSocket address has no such part.',
        'Take off everything from # on.',
      );
  }
}
