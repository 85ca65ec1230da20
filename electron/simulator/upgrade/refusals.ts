/** A handshake that ends in an HTTP answer instead of a session. */
export interface Refusal {
  readonly status: number;
  readonly statusText: string;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const badRequest = (code: string, message: string): Refusal => ({
  status: 400,
  statusText: 'Bad Request',
  code,
  message,
});

/** How Azure turns a handshake down: status, code and message of its JSON body. */
export const refusals = {
  wrongPath: { status: 404, statusText: 'Not Found', code: '404', message: 'Resource not found' },
  badKey: {
    status: 401,
    statusText: 'Unauthorized',
    code: '401',
    message:
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
  },
  apiVersion: {
    status: 401,
    statusText: 'Unauthorized',
    code: '401',
    message: 'The api-version query parameter is not allowed when using the /v1 path.',
  },
  noDeployment: {
    status: 404,
    statusText: 'Not Found',
    code: 'DeploymentNotFound',
    message:
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
  },
  busy: {
    status: 429,
    statusText: 'Too Many Requests',
    code: '429',
    message: 'Requests to this deployment have exceeded its rate limit. Please retry after 7 seconds.',
    headers: { 'retry-after': '7' },
  },
  origin: {
    status: 403,
    statusText: 'Forbidden',
    code: '403',
    message: 'The simulator takes no connections from web pages.',
  },
  notASocket: {
    status: 426,
    statusText: 'Upgrade Required',
    code: '426',
    message: 'This address takes WebSocket connections only.',
    headers: { upgrade: 'websocket' },
  },
  fault: {
    status: 500,
    statusText: 'Internal Server Error',
    code: 'InternalServerError',
    message: 'The simulator could not open the session.',
  },
  noModel: badRequest('BadRequest', "The query parameter 'model' is required and names the deployment."),
  // The service spells the code so.
  wrongModel: (model: string): Refusal =>
    badRequest(
      'OpperationNotSupported',
      `The realtime operation does not work with the specified model, ${model}. Please choose different model and try again.`,
    ),
  badSwitch: (message: string): Refusal => badRequest('BadRequest', message),
} as const satisfies Record<string, Refusal | ((text: string) => Refusal)>;

export const refusalBody = ({ code, message }: Refusal): string => JSON.stringify({ error: { code, message } });

/** The head and body of a refusal as bytes for a socket that has not become a WebSocket. */
export function refusalResponse(refusal: Refusal, headers: Readonly<Record<string, string>>): string {
  const body = refusalBody(refusal);
  const all = {
    ...headers,
    ...refusal.headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${refusal.status} ${refusal.statusText}\r\n${lines.join('')}\r\n${body}`;
}
