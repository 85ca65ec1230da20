import { type Deployment, startDeployment } from '../../integration/support/deployment.ts';

/** A deployment on loopback that takes one key and refuses every other as the service does, with the key in its words. */
export async function startKeyDeployment(goodKey: string): Promise<Deployment> {
  const strict = await startDeployment({
    admits: (request) => request.headers.authorization === `Bearer ${goodKey}`,
    refuse: (request, respond) => {
      const message = `Access denied due to invalid subscription key ${request.headers.authorization ?? ''}.`;
      respond(
        401,
        { 'apim-request-id': 'abc-42', 'content-type': 'application/json' },
        JSON.stringify({ error: { code: '401', message } }),
      );
    },
  });
  return strict;
}
