import { browserHostPaths, pageKeyNames } from '../../shared/contract/browser-host.ts';
import type { SecretOutcome } from '../../shared/contract/desktop.ts';
import { readSecretAnswer } from '../../shared/contract/secret-answer.ts';
import { assertNever, benchError, refuse, type Result } from '../../shared/kit/errors.ts';
import { links } from '../../shared/kit/links.ts';
import type { SecretOwner } from '../../shared/protocol/endpoints/credential-id.ts';
import type { Host } from './host.ts';
import type { FromPortWorker, ToPortWorker } from './port-worker.ts';
import PortWorker from './port-worker.ts?worker';

/** Those who want to hear sentences of one kind. */
class Listeners {
  readonly #listeners = new Set<(message: string) => void>();

  readonly add = (listener: (message: string) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  tell(message: string): void {
    for (const listener of this.#listeners) listener(message);
  }
}

const keyStorage = {
  read(): string | null {
    try {
      return localStorage.getItem(pageKeyNames.storage);
    } catch {
      // A browser that keeps nothing for this page: it opens with a ticket each time.
      return null;
    }
  },
  write(key: string): void {
    try {
      localStorage.setItem(pageKeyNames.storage, key);
    } catch {
      // The same: this page has its key, and its reload will need a ticket.
    }
  },
};

/**
 * The key that the host put into the page which a ticket opened. Taken out of the page and kept, so that a reload and a further tab
 * have it; the used ticket leaves the address. Null in a page that no ticket has opened.
 */
function takePageKey(): string | null {
  const element = document.querySelector(`meta[name="${pageKeyNames.meta}"]`);
  const fresh = element?.getAttribute('content') ?? null;
  element?.remove();
  if (location.search !== '') history.replaceState(history.state, '', location.pathname);
  if (fresh === null) return keyStorage.read();
  keyStorage.write(fresh);
  return fresh;
}

const notLetIn =
  'No ticket has opened this page, so the bench does not talk to it. Open the address that the bench prints where it was started (npm start -- --address-only prints one).';

async function storeSecret(key: string, owner: SecretOwner, secret: string): Promise<Result<SecretOutcome>> {
  try {
    const response = await fetch(browserHostPaths.secret, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [pageKeyNames.header]: key },
      body: JSON.stringify({ owner, secret }),
    });
    if (response.ok) return readSecretAnswer(await response.text());
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
  drawn: () => undefined,
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
    drawn: () => undefined,
    onEngineGone: gone.add,
    onEngineBack: back.add,
  };
}
