import { join } from 'node:path';
import type { BenchApi, BenchPush, Handlers } from '../../shared/contract/bench-api.ts';
import { assertNever } from '../../shared/kit/errors.ts';
import { defaultNetwork } from '../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../shared/protocol/endpoints/schema.ts';
import type { BenchPort, PortKind } from '../../shared/contract/ports.ts';
import { Client, Clients, serveControl } from './ports/control.ts';
import { Notices } from './ports/notices.ts';
import { serveBillUploads } from './ports/bill-uploads.ts';
import { createCosts } from './costs/costs.ts';
import { entraTokenSource } from './sign-in/entra.ts';
import { EntraTokenCache } from './sign-in/token-cache.ts';
import { dispatch } from './commands/dispatch.ts';
import { appHandlers, type AppParts } from './commands/app.ts';
import { handOnHandlers } from './commands/handing-on.ts';
import { libraryHandlers } from './commands/library.ts';
import { priceHandlers } from './commands/prices.ts';
import { playerHandlers } from './commands/player.ts';
import { presetHandlers, profileHandlers } from './commands/profiles.ts';
import { reconcileHandlers } from './commands/reconcile.ts';
import { signInHandlers } from './commands/sign-in.ts';
import { sessionHandlers } from './commands/session.ts';
import { Acceptance } from './context/acceptance.ts';
import { AcceptedConnections } from './data/accepted-connections.ts';
import { makeDataFolder } from './data/data-folder.ts';
import { Library } from './record/library.ts';
import { makeDesk } from './listening/ask-desk.ts';
import { ListenPorts } from './ports/listening.ts';
import { HandOnFiles } from './handing-on/hand-on-files.ts';
import { OtlpDesk } from './handing-on/otlp-desk.ts';
import { CapturePorts, PlaybackPorts } from './ports/media.ts';
import { httpOver } from './net/http.ts';
import { askForNewVersion, newVersionSentence } from './net/new-version.ts';
import { PreferenceStore } from './data/preferences.ts';
import { PriceBooks } from './data/price-books.ts';
import { PresetStore } from './data/presets.ts';
import { ProfileStore } from './data/profiles.ts';
import { cleanDaily } from './data/clean-daily.ts';
import { Repairs } from './record/repairs.ts';
import { Trash } from './record/trash.ts';
import { makeSearcher } from './record/searcher.ts';
import { type Engine, type EngineServices, workersFolderOf } from './context/services.ts';
import { followFolder } from './follow-folder.ts';
import { SessionSlot } from './session/session-slot.ts';
import { makeTokenCounter } from './session/token-counter.ts';
import { makeSoundReader } from './sound/sound-reader.ts';
import { serveWavUploads, WavStore } from './ports/wav-uploads.ts';

export type { Engine, EngineServices } from './context/services.ts';

/** A start waits this long for repairs; what is not done by then goes on behind it, and its notices come as pushes. */
const repairWaitMs = 1500;

/** Ids of clients in this process; those of pages are given by their host and are positive. */
let lastLocalId = 0;

const inData = ({ dataFolder }: EngineServices, name: string): string => join(dataFolder, name);

/**
 * Starts the application. Rejects only for a fault of the installation or a data folder that cannot be made;
 * everything else is an answer or a notice.
 */
export async function createEngine(services: EngineServices): Promise<Engine> {
  const sessionsFolder = services.sessionsFolder ?? join(services.dataFolder, 'sessions');
  for (const line of await makeDataFolder(services.dataFolder)) services.log(line);
  const log = (line: string): void => services.log(line);
  const clients = new Clients();
  const notices = new Notices(clients, log);
  const say = (text: string): void => notices.say(text);
  const prices = await PriceBooks.open(services.assetsFolder, services.dataFolder, true);
  const { store: preferences, notice } = await PreferenceStore.open(inData(services, 'preferences.json'), say);
  for (const text of [...(notice === null ? [] : [notice]), ...prices.problems]) notices.keep(text);
  const profiles = new ProfileStore(inData(services, 'profiles.json'), say);
  const accepted = new AcceptedConnections(inData(services, 'profiles.json'), say);
  const acceptance = new Acceptance({ profiles, accepted, services });
  const begun = await acceptance.begin(preferences.current);
  // Whoever is asked about his own profile then accepts it by hand.
  if (!begun.ok) log(begun.error.message);
  const presets = new PresetStore(inData(services, 'presets.json'), say);
  const library = new Library(sessionsFolder, services.version, inData(services, 'sessions.list'));
  const repairs = new Repairs(mend(library, notices));
  // Tests from sources read in their own process, lest what was built last answers them.
  const builtThreads = services.host !== 'test' || services.workersFolder !== undefined;
  const closing = new AbortController();
  const soundWorker = builtThreads ? join(workersFolderOf(services), 'sound-worker.js') : null;
  const readSound = makeSoundReader(soundWorker, closing.signal);
  const wavs = new WavStore(services.dataFolder, readSound, join(services.assetsFolder, 'speech', 'questions'));
  const trash = new Trash(sessionsFolder, inData(services, 'trash'));
  const searcher = makeSearcher(
    builtThreads ? join(workersFolderOf(services), 'search-worker.js') : null,
    { sessionsFolder, indexFolder: inData(services, 'search') },
    (standing) => clients.push({ type: 'search-index', standing }),
  );
  const counter = makeTokenCounter(services.tokenWorker ?? null);
  const desk = makeDesk(builtThreads ? join(workersFolderOf(services), 'desk-worker.js') : null);
  const listen = new ListenPorts();
  /** What draws a record is made at its end, so that it is there when somebody opens it. The command line opens none. */
  const recorded = (folder: string): void => {
    if (services.host === 'cli' || !builtThreads || closing.signal.aborted) return;
    void desk.ask({ kind: 'peaks', folder, fromMs: 0, toMs: 1, columns: 1 });
  };
  const slot = new SessionSlot();
  const playback = new PlaybackPorts((player) => slot.live?.playThrough(player));
  /** How questions to Azure leave this machine, beside sessions, whose profiles say so themselves. */
  const network = (): NetworkSettings => services.network ?? preferences.current.network ?? defaultNetwork;
  const http = httpOver(network, services);
  const entraTokens = new EntraTokenCache(services.entraTokens ?? entraTokenSource(), Date.now, (prompt) =>
    clients.push({ type: 'sign-in', prompt }),
  );
  const costs = createCosts({
    services,
    prices,
    preferences,
    library,
    clients,
    notices,
    http,
    entraTokens,
    network,
  });
  const handOnFiles = new HandOnFiles(join(workersFolderOf(services), 'hand-on-worker.js'));
  const otlp = new OtlpDesk({
    script: join(workersFolderOf(services), 'spans-worker.js'),
    http,
    secret: (owner) => services.secret(owner),
  });
  const byId = new Map<number, Client>();
  const handlers: Handlers = {
    ...appHandlers({ services, preferences, prices, clients, notices, http, acceptance }),
    ...playerHandlers({ library, prices, preferences, desk, listen }),
    ...handOnHandlers({
      library,
      prices,
      preferences,
      services,
      files: handOnFiles,
      otlp,
      incoming: costs.incoming,
      importScript: join(workersFolderOf(services), 'session-import-worker.js'),
      closing: closing.signal,
    }),
    ...libraryHandlers({
      clients,
      library,
      prices,
      preferences,
      searcher,
      trash,
      verdicts: costs.verdicts,
      slot,
      services,
    }),
    ...priceHandlers({ prices, http, costs }),
    ...profileHandlers({ profiles, clients, acceptance }),
    ...signInHandlers({ services, entraTokens, acceptance }),
    ...reconcileHandlers(costs),
    ...presetHandlers(presets),
    ...sessionHandlers(
      {
        services,
        slot,
        library,
        repairs,
        wavs,
        readSound,
        playback,
        prices,
        preferences,
        clients,
        counter,
        entraTokens,
        acceptance,
        recorded,
      },
      (id) => byId.get(id) ?? null,
    ),
  };
  const capture = new CapturePorts();
  const ports = new Set<BenchPort>();
  const cleaning = cleanDaily([wavs, costs.incoming, costs.fetched], log);
  await Promise.race([repairs.done, new Promise((resolve) => setTimeout(resolve, repairWaitMs).unref())]);

  const following =
    services.host === 'cli'
      ? null
      : followFolder({
          dataFolder: services.dataFolder,
          library,
          profiles,
          presets,
          preferences,
          prices,
          clients,
          log,
          bills: costs.bills,
          cases: costs.caseStore,
          verdicts: costs.verdicts,
          watch: services.watch,
        });
  void tellOfNewVersion({ services, preferences, notices, http });

  const enter = (client: Client): (() => void) => {
    clients.add(client);
    byId.set(client.id, client);
    return () => {
      clients.remove(client);
      if (byId.get(client.id) === client) byId.delete(client.id);
      slot.clientLeft(client.id);
    };
  };
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
          capture.add(port, (bytes) => slot.live?.microphoneFrame(bytes));
          break;
        case 'playback':
          playback.add(port);
          break;
        case 'listen':
          listen.add(port, clientId);
          break;
        case 'upload':
          serveWavUploads(port, wavs, log);
          break;
        case 'bill':
          serveBillUploads(port, costs.incoming, log);
          break;
        default:
          assertNever(kind, 'Port kind');
      }
    },
    client: (push: (push: BenchPush) => void) => localClient(push, enter, answer),
    woke: () => slot.live?.probe(),
    shutdown: async (graceMs: number) => {
      closing.abort();
      const closed = slot.close();
      const unfollowed = following?.close();
      otlp.stop();
      costs.fetcher.cancel();
      costs.importer.cancel();
      costs.cases.close();
      await (await closed)?.stop('quit', graceMs);
      await Promise.all([
        repairs.done,
        cleaning.close(),
        preferences.settle(),
        counter.close(),
        desk.close(),
        unfollowed,
        handOnFiles.close(),
        searcher.close(),
      ]);
      for (const port of ports) port.close();
    },
  };
}

/** Says that a newer version is out, where a person allowed the question and looks at a window. No answer is no news. */
async function tellOfNewVersion({
  services,
  preferences,
  notices,
  http,
}: Pick<AppParts, 'services' | 'preferences' | 'notices' | 'http'>): Promise<void> {
  const address = preferences.current.versionAddress ?? null;
  if (address === null || services.host === 'cli' || (services.engineStarts ?? 1) > 1) return;
  const published = await askForNewVersion(http, address, services.version);
  if (!published.ok) services.log(published.error.message);
  else if (published.newer) notices.say(newVersionSentence(published, services.version));
}

/** Repairs what a crash left behind, and says so to whoever is there. */
async function mend(library: Library, notices: Notices): Promise<void> {
  notices.sayRepairs(await library.repair());
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
