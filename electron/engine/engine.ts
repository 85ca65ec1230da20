import { join } from 'node:path';
import type { BenchApi, BenchPush, Handlers } from '../../shared/contract/bench-api.ts';
import { assertNever } from '../../shared/kit/errors.ts';
import { defaultNetwork } from '../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../shared/protocol/endpoints/schema.ts';
import type { BenchPort, PortKind } from '../../shared/contract/ports.ts';
import { Client, Clients, serveControl } from './ports/control.ts';
import { type EngineContext, notify } from './context/engine-context.ts';
import { serveBillUploads } from './ports/bill-uploads.ts';
import { createCosts, type Costs } from './costs/costs.ts';
import { entraTokens } from './sign-in/entra.ts';
import { EntraTokenCache } from './sign-in/token-cache.ts';
import { dispatch } from './commands/dispatch.ts';
import { appHandlers } from './commands/app.ts';
import { libraryHandlers } from './commands/library.ts';
import { priceHandlers } from './commands/prices.ts';
import { presetHandlers, profileHandlers } from './commands/profiles.ts';
import { reconcileHandlers } from './commands/reconcile.ts';
import { signInHandlers } from './commands/sign-in.ts';
import { sessionHandlers } from './commands/session.ts';
import { makeDataFolder } from './data/data-folder.ts';
import { Library } from './record/library.ts';
import { CapturePorts, PlaybackPorts } from './ports/media.ts';
import { httpOver } from './net/http.ts';
import { PreferenceStore } from './data/preferences.ts';
import { PriceBooks } from './data/price-books.ts';
import { ProfileStore } from './data/profiles.ts';
import { readFailure } from './data/disk-errors.ts';
import { repairAll } from './record/repair.ts';
import type { Engine, EngineServices } from './context/services.ts';
import { makeTokenCounter } from './session/token-counter.ts';
import { serveWavUploads, WavStore } from './ports/wav-uploads.ts';

export type { Engine, EngineServices } from './context/services.ts';

/** A start waits this long for repairs; what is not done by then goes on behind it, and its notices come as pushes. */
const repairWaitMs = 1500;

/** Ids of clients in this process; those of pages are given by their host and are positive. */
let lastLocalId = 0;

/**
 * Starts the application. Rejects only for a fault of the installation or a data folder that cannot be made;
 * everything else is an answer or a notice.
 */
export async function createEngine(services: EngineServices): Promise<Engine> {
  const sessionsFolder = services.sessionsFolder ?? join(services.dataFolder, 'sessions');
  for (const line of await makeDataFolder(services.dataFolder)) services.log(line);
  const prices = await PriceBooks.open(services.assetsFolder, services.dataFolder);
  const { store, notice } = await PreferenceStore.open(join(services.dataFolder, 'preferences.json'), (text) =>
    notify(context, text),
  );
  const clients = new Clients();
  const network = (): NetworkSettings => services.network ?? store.current.network ?? defaultNetwork;
  const context: EngineContext = {
    services,
    clients,
    preferences: store,
    library: new Library(sessionsFolder, services.version),
    wavs: new WavStore(services.dataFolder),
    playback: new PlaybackPorts((player) => context.live?.audioOut.setPlayer(player)),
    prices,
    network,
    http: httpOver(network, services),
    tokens: new EntraTokenCache(services.tokens ?? entraTokens(), Date.now, (prompt) =>
      clients.push({ type: 'sign-in', prompt }),
    ),
    profiles: new ProfileStore(join(services.dataFolder, 'profiles.json'), (text) => notify(context, text)),
    counter: makeTokenCounter(services.tokenWorker ?? null),
    notices: [...(notice === null ? [] : [notice]), ...prices.problems],
    live: null,
    starting: false,
    closing: false,
    microphone: null,
  };
  const costs = createCosts(context);
  const byId = new Map<number, Client>();
  const handlers: Handlers = {
    ...appHandlers(context),
    ...libraryHandlers(context),
    ...priceHandlers(context),
    ...profileHandlers(context),
    ...signInHandlers(context),
    ...reconcileHandlers(costs),
    ...presetHandlers(context),
    ...sessionHandlers(context, (id) => byId.get(id) ?? null),
  };
  const capture = new CapturePorts();
  const ports = new Set<BenchPort>();
  const mended = mend(context, costs, sessionsFolder);
  await Promise.race([mended, new Promise((resolve) => setTimeout(resolve, repairWaitMs).unref())]);

  const enter = (client: Client): (() => void) => {
    clients.add(client);
    byId.set(client.id, client);
    return () => {
      clients.remove(client);
      if (byId.get(client.id) === client) byId.delete(client.id);
      if (context.microphone?.clientId === client.id) context.microphone = null;
    };
  };
  const log = (line: string): void => services.log(line);
  const answer = (client: Client, command: string, args: unknown): ReturnType<typeof dispatch> =>
    dispatch(handlers, client, command, args, log);

  return {
    attachPort: (kind: PortKind, port: BenchPort, clientId: number) => {
      ports.add(port);
      port.onClose(() => ports.delete(port));
      switch (kind) {
        case 'control':
          serveControl(port, clientId, enter, answer);
          break;
        case 'capture':
          capture.add(port, (bytes) => context.live?.microphoneFrame(bytes));
          break;
        case 'playback':
          context.playback.add(port);
          break;
        case 'upload':
          serveWavUploads(port, context.wavs, log);
          break;
        case 'bill':
          serveBillUploads(port, costs.incoming, log);
          break;
        default:
          assertNever(kind, 'Port kind');
      }
    },
    client: (push: (push: BenchPush) => void) => localClient(push, enter, answer),
    woke: () => context.live?.probe(),
    shutdown: async (graceMs: number) => {
      context.closing = true;
      costs.fetcher.cancel();
      costs.importer.cancel();
      costs.cases.close();
      await context.live?.stop('quit', graceMs);
      await Promise.all([mended, store.settle(), context.counter.close()]);
      for (const port of ports) port.close();
    },
  };
}

/** Repairs what a crash left behind, and forgets old uploads. Notices go to whoever is there. */
async function mend(context: EngineContext, costs: Costs, sessionsFolder: string): Promise<void> {
  for (const text of await repairAll(sessionsFolder, context.services.version)) notify(context, text);
  for (const store of [context.wavs, costs.incoming, costs.fetched]) {
    // What cannot be deleted today is tried again at the next start, and costs nobody this one.
    await store
      .clean(Date.now())
      .catch((error: unknown) => context.services.log(`Old uploads could not be deleted: ${readFailure(error)}.`));
  }
}

function localClient(
  push: (push: BenchPush) => void,
  enter: (client: Client) => () => void,
  answer: (client: Client, command: string, args: unknown) => ReturnType<typeof dispatch>,
): BenchApi & { detach(): void } {
  const listeners = new Set([push]);
  lastLocalId -= 1;
  const client = new Client(lastLocalId, (pushed) => {
    for (const listener of listeners) listener(pushed);
  });
  const leave = enter(client);
  return {
    // The handler table is typed command by command; what comes back is the answer of this one.
    call: (command, args) => answer(client, command, args),
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    detach: leave,
  };
}
