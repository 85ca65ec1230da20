import { addressFault } from '../../foreign/address.ts';
import { keyBelongs } from '../../foreign/repeated.ts';
import { benchError, type BenchError } from '../../errors.ts';

const bad = (message: string, nextStep: string): BenchError => benchError('invalid-address', message, { nextStep });
const recorded = 'and addresses are written to the record';

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
      return bad('The address holds a user name or password.', 'Take it out of the address and store it as the key.');
    case 'secret':
      return bad(
        `The address holds a secret in "${fault.name}", ${recorded}.`,
        `Take it out of the address and store it as the key; it then travels in a header. ${keyBelongs}`,
      );
    case 'secret in path':
      return bad(
        `A part of the address has the form of a key, ${recorded}.`,
        `Give an address without it. ${keyBelongs}`,
      );
    case 'unknown':
      return bad(
        `The address holds the parameter "${fault.name}", which is not known to be harmless, ${recorded}.`,
        `Take it out of the address, or say that it is no secret: --allow-parameter ${fault.name} on the command line, Keep ${fault.name} below it in the window.`,
      );
    case 'unnamed':
      return bad(
        `The address holds a parameter whose name cannot be made out, which may be a key, ${recorded}.`,
        'Take it out of the address.',
      );
    case 'fragment':
      return bad(
        'The address has a part from # on, and a WebSocket address has no such part.',
        'Take off everything from # on.',
      );
  }
}
