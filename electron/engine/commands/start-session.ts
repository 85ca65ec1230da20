import type { Args } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { type EndpointAddress, endpointUrl, sameType } from '../../../shared/protocol/endpoints/address.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';
import { checkOptions } from '../../../shared/protocol/options/options.ts';
import type { Dialect } from '../../../shared/protocol/dialects.ts';
import { deploymentKey } from '../../../shared/session/costs/model-of-view.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';
import { replayPlan } from '../../../shared/session/reconnect.ts';
import type { Acceptance } from '../context/acceptance.ts';
import { authHeaders, type CredentialParts, credentialFor } from '../context/credentials.ts';
import type { EngineServices } from '../context/services.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import { gateFor } from '../net/gate.ts';
import { routeTo } from '../net/route.ts';
import type { Clients } from '../ports/control.ts';
import type { PlaybackPorts } from '../ports/media.ts';
import type { WavStore } from '../ports/wav-uploads.ts';
import type { Repairs } from '../record/repairs.ts';
import type { Library } from '../record/library.ts';
import { newSessionId } from '../record/session-folder.ts';
import { rescueOnFault, SessionRecord } from '../record/session-record.ts';
import type { LiveInput } from '../session/audio-in.ts';
import { loadFiles } from './load-files.ts';
import { type Continuation, defaultTiming, LiveSession } from '../session/live-session.ts';
import type { SoundReader } from '../sound/sound-reader.ts';
import type { OpenMicrophone, SessionSlot } from '../session/session-slot.ts';
import type { TokenCounter } from '../session/token-counter.ts';

/** What a session is started with. */
export interface StartParts extends CredentialParts {
  readonly services: EngineServices;
  readonly slot: SessionSlot;
  readonly library: Library;
  readonly repairs: Repairs;
  readonly wavs: WavStore;
  readonly readSound: SoundReader;
  readonly playback: PlaybackPorts;
  readonly prices: PriceBooks;
  readonly preferences: PreferenceStore;
  readonly clients: Clients;
  readonly counter: TokenCounter;
  readonly acceptance: Acceptance;
  /** A session is over, and its record in this folder closed. */
  readonly recorded: (folder: string) => void;
}

/** A whole WebSocket address: the simulator's port is known only once it runs. */
async function resolveUrl(
  services: EngineServices,
  endpoint: Endpoint,
  address: EndpointAddress,
): Promise<Result<{ url: string }>> {
  if (endpoint.kind !== 'simulator') return ok({ url: address.url });
  const simulator = await services.simulatorUrl(endpoint);
  return simulator.ok ? ok({ url: new URL(address.url, simulator.url).href }) : simulator;
}

async function resolveInput(
  parts: StartParts,
  input: Args<'session.start'>['input'],
): Promise<Result<{ input: LiveInput; name: string }>> {
  if (input.kind === 'microphone') {
    const opened = (): OpenMicrophone | null => parts.slot.microphone;
    return ok({ input: { kind: 'microphone', opened }, name: parts.slot.microphone?.label ?? 'microphone' });
  }
  const { trailingSilenceMs, more = [] } = input;
  const loaded = await loadFiles(parts, [input, ...more], trailingSilenceMs);
  if (!loaded.ok) return loaded;
  const { files } = loaded;
  return ok({ input: { kind: 'wav', files }, name: files.map(({ info }) => info.name).join(', ') });
}

/** What a service showed itself to speak in an earlier session. */
interface SpokenBefore {
  readonly url: string;
  readonly dialect: Dialect;
}

/** What of an earlier session is put into the new one, and how its service was spoken to at last. */
async function resolveContinuation(
  library: Library,
  continues: Args<'session.start'>['continues'],
): Promise<Result<{ continuation: Continuation | null; spoken: SpokenBefore | null }>> {
  if (continues === undefined) return ok({ continuation: null, spoken: null });
  const { sessionId, replay } = continues;
  const opened = await library.open(sessionId);
  if (!opened.ok) return opened;
  const { header, dialect } = opened.view;
  return ok({
    continuation: { sessionId, plan: replay ? replayPlan(opened.view) : null },
    spoken: dialect.shown === null ? null : { url: header?.endpoint.url ?? '', dialect: dialect.sends },
  });
}

/** Connects and records one session. Answers when it is open, or with the reason why it is not. */
export async function startSession(
  parts: StartParts,
  args: Args<'session.start'>,
): Promise<Result<{ sessionId: string }>> {
  const before = parts.slot.live;
  // One whose end stands in its record only leaves the slot, which takes no longer than its last writes.
  if (before !== null && ['closed', 'refused'].includes(before.record.view.phase)) await before.ended;
  const reserved = parts.slot.reserve();
  if (!reserved.ok) return reserved;
  const { ticket } = reserved;
  let begun: Awaited<ReturnType<typeof begin>>;
  try {
    const prepared = await prepare(parts, args);
    begun = prepared.ok ? await parts.slot.begin(ticket, () => begin(parts, args, prepared)) : prepared;
  } finally {
    parts.slot.giveBack(ticket);
  }
  if (!begun.ok) return begun;
  const connected = await begun.connecting;
  if (connected.ok) return ok({ sessionId: begun.session.record.header.sessionId });
  // Whoever reads the refusal may start again at once.
  await begun.session.ended;
  return connected;
}

/** All that a session needs before there is a record of it. Asking for keys, signing in and finding the way may take long. */
async function prepare(parts: StartParts, args: Args<'session.start'>) {
  const { endpoint, options } = sameType(args.endpoint, args.options);
  const { services, library } = parts;
  const address = endpointUrl(endpoint);
  if (!address.ok) return address;
  const complaints = checkOptions(options);
  if (complaints.length > 0) return refuse(benchError('invalid-argument', complaints.join(' ')));
  const allowed = await parts.acceptance.require({ endpoint, network: args.network });
  if (!allowed.ok) return allowed;
  const input = await resolveInput(parts, args.input);
  if (!input.ok) return input;
  const network = args.network ?? defaultNetwork;
  const credential = await credentialFor(parts, endpoint, address.auth, network);
  if (!credential.ok) return credential;
  const key = credential.secret;
  const headers = authHeaders(address.auth, key);
  if (!headers.ok) return headers;
  const resolved = await resolveUrl(services, endpoint, address);
  if (!resolved.ok) return resolved;
  const routed = await routeTo(resolved.url, network, services);
  if (!routed.ok) return routed;
  const continues = await resolveContinuation(library, args.continues);
  if (!continues.ok) return continues;
  return ok({
    endpoint,
    options,
    address,
    input,
    key,
    headers: { ...address.headers, ...headers.headers },
    url: resolved.url,
    route: routed.route,
    continuation: continues.continuation,
    // What is put back goes out at once, before the service could show anew what it speaks.
    dialect: continues.spoken?.url === resolved.url ? continues.spoken.dialect : address.dialect,
  });
}

type Prepared = Extract<Awaited<ReturnType<typeof prepare>>, { ok: true }>;

/** Makes the record and the session, and has it connect. */
async function begin(
  { services, clients, slot, library, playback, prices, preferences, counter, recorded }: StartParts,
  args: Args<'session.start'>,
  { endpoint, options, address, input, key, headers, url, route, continuation, dialect }: Prepared,
): Promise<Result<{ session: LiveSession; connecting: ReturnType<LiveSession['connect']> }>> {
  const startedAt = new Date();
  const startedMs = performance.now();
  const { label, deployment, auth, intent } = address;
  const { pricing } = preferences.current;
  const chosen = pricing.models[deploymentKey({ label, deployment })];
  const pricedBy = prices.choose(startedAt.toISOString().slice(0, 10), pricing.bookId).book;
  const header: SessionHeader = {
    voxtally: 1,
    app: services.version,
    sessionId: newSessionId(startedAt, deployment),
    startedAt: startedAt.toISOString(),
    endpoint: { kind: endpoint.kind, label, url, deployment, auth, dialect, intent },
    requested: options,
    ...(args.profile === undefined ? {} : { profile: args.profile }),
    priceBookId: pricedBy.id,
    ...(chosen === undefined ? {} : { pricing: chosen }),
    input: { kind: args.input.kind, name: input.name },
    ...(args.continues === undefined ? {} : { continues: args.continues.sessionId }),
  };
  const created = await SessionRecord.create({
    sessionsFolder: library.folder,
    header,
    keep: args.keep ?? (preferences.current.keepUsageOnly === true ? 'usage' : 'all'),
    startedMs,
    app: services.version,
    hooks: {
      onShown: (entries) => clients.entries(header.sessionId, entries),
      onOverflow: () => void slot.live?.stop('error', 0),
      onNote: (text) => services.log(text),
    },
  });
  if (!created.ok) return created;

  const session = new LiveSession({
    record: created.record,
    target: {
      host: new URL(url).host,
      deployment,
      auth,
      url,
      ...(route.proxy === null
        ? {}
        : { proxy: { host: route.proxy.host, from: route.proxy.from, withLogin: route.proxy.login !== null } }),
    },
    route,
    headers,
    gate: gateFor([key], route.proxy),
    options,
    input: input.input,
    timing: defaultTiming,
    answerMs: args.answerMs,
    continues: continuation,
    toolAnswers: () => preferences.current.toolAnswers,
    counter,
    budget: { now: () => preferences.current.budget, book: pricedBy },
    hooks: {
      level: (level) => clients.push({ type: 'level', stream: 'input', level }),
      log: (line) => services.log(line),
    },
  });
  slot.occupy(session);
  session.playThrough(playback.current);
  clients.push({ type: 'session.opened', header });
  const stopWatching = rescueOnFault(created.record);
  void session.ended.then(() => {
    stopWatching();
    const { kept } = created.record;
    if (kept !== null) clients.push({ type: 'notice', text: kept });
    clients.flush();
    recorded(created.record.folder);
  });
  return ok({ session, connecting: session.connect() });
}
