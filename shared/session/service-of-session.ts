import { formOfKind } from '../protocol/endpoints/all-forms.ts';
import type { SessionHeader } from './entry.ts';

/** Hosts below Azure's own domains in any of its clouds, gateways that front it among them. */
const azureHost = /\.azure(?:-api)?\.(?:com|net|us|cn)$/i;
/** Where the simulator plays Azure. */
const simulatedAzure = /^ws:\/\/[^/]+\/openai\//;

/** Whose service a record was made at, by what its header says of the endpoint; OpenAI's unless it says that it is Azure's. */
export function vendorOfHeader(header: SessionHeader | null): 'azure' | 'openai' {
  const { kind = '', url = '' } = header?.endpoint ?? {};
  const form = formOfKind(kind);
  // A kind that only another version knows tells by its name.
  if (form === undefined ? kind.startsWith('azure') : form.vendor === 'azure') return 'azure';
  if (kind === 'simulator') return simulatedAzure.test(url) ? 'azure' : 'openai';
  return URL.canParse(url) && azureHost.test(new URL(url).hostname) ? 'azure' : 'openai';
}
