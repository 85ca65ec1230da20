import { assertNever } from '../../shared/assert-never.ts';
import { browserHostPaths, pageKeyNames } from '../../shared/browser-host.ts';
import { benchError, refuse, type Result } from '../../shared/errors.ts';
import type { SecretKept } from '../../shared/desktop.ts';
import { links } from '../../shared/links.ts';
import type { SecretOwner } from '../../shared/protocol/endpoint/credential-id.ts';
import { readSecretKept } from '../../shared/secret-kept.ts';
import type { Host } from './host.ts';
import { Listeners } from './listeners.ts';
import { takePageKey } from './page-key.ts';
import type { FromPortWorker, ToPortWorker } from './port-worker-messages.ts';
import PortWorker from './port-worker.ts?worker';

const notLetIn =
  'No ticket has opened this page, so the bench does not talk to it. Open the address that the bench prints where it was started (npm start -- --address-only prints one).';

async function storeSecret(key: string, owner: SecretOwner, secret: string): Promise<Result<SecretKept>> {
  try {
    const response = await fetch(browserHostPaths.secret, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [pageKeyNames.header]: key },
      body: JSON.stringify({ owner, secret }),
    });
    if (response.ok) return readSecretKept(await response.text());
    return refuse(benchError('refused', (await response.text()).trim()));
  } catch {
    const nextStep = 'See whether it still runs where it was started, then enter the key again.';
    return refuse(benchError('unreachable', 'The bench did not answer, so the key was not kept.', { nextStep }));
  }
}

/** The host of a page that was not let in: it says so, and asks the bench for nothing. */
const closedHost: Host = {
  kind: 'browser',
  openPort: () => Promise.reject(new Error(notLetIn)),
  storeSecret: () => Promise.resolve(refuse(benchError('refused', notLetIn))),
  pathOf: () => null,
  openLink: () => undefined,
  onEngineGone: () => () => undefined,
  onEngineBack: () => () => undefined,
};

/** The host of a page in a browser: a worker bridges each port to a WebSocket of its own. */
export function createBrowserHost(): Host {
  const key = takePageKey();
  if (key === null) return closedHost;
  const gone = new Listeners();
  const back = new Listeners();
  const opening = new Map<number, (failure: string | null) => void>();
  let lastNumber = 0;

  const settle = (number: number, failure: string | null): void => {
    opening.get(number)?.(failure);
    opening.delete(number);
  };
  const receive = (message: FromPortWorker): void => {
    switch (message.kind) {
      case 'opened':
        return settle(message.number, null);
      case 'not-opened':
        return settle(message.number, message.message);
      case 'engine-gone':
        return gone.tell(message.message);
      case 'engine-back':
        return back.tell(message.message);
      default:
        assertNever(message, 'Message of the port worker');
    }
  };

  const { port1: line, port2: workersEnd } = new MessageChannel();
  line.addEventListener('message', ({ data }: MessageEvent<FromPortWorker>) => receive(data));
  line.start();
  new PortWorker().postMessage(key, [workersEnd]);

  return {
    kind: 'browser',
    openPort(kind) {
      lastNumber += 1;
      const request: ToPortWorker = { kind: 'open', number: lastNumber, portKind: kind };
      const { port1, port2 } = new MessageChannel();
      return new Promise((resolve, reject) => {
        opening.set(request.number, (failure) => (failure === null ? resolve(port1) : reject(new Error(failure))));
        line.postMessage(request, [port2]);
      });
    },
    storeSecret: (owner, secret) => storeSecret(key, owner, secret),
    pathOf: () => null,
    openLink: (id) => void window.open(links[id], '_blank', 'noopener,noreferrer'),
    onEngineGone: gone.add,
    onEngineBack: back.add,
  };
}
