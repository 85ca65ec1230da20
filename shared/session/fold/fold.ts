import { append, emptyList } from '../../kit/chunk-list.ts';
import { asString, isJsonObject, type Json, type JsonObject } from '../../kit/json.ts';
import { lookup } from '../../kit/lookup.ts';
import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import { entryInGa } from '../../protocol/dialects.ts';
import { readServerValue } from '../../protocol/events.ts';
import { addReport, emptyLedger } from '../../usage/ledger.ts';
import { otherUsage } from '../../usage/usage-in-event.ts';
import { audioBytes, bytesPerMsOf, formatOf } from '../audio-in-events.ts';
import { type BenchEvent, readBenchEvent } from '../bench-events.ts';
import type { LogEntry, SessionHeader } from '../entry.ts';
import { anchorInput } from '../input-clock.ts';
import { noRequests, type SessionView, unknownPrompt } from '../view.ts';
import { lifeHandlers, reduceBench } from './bench.ts';
import { callHandlers } from './calls.ts';
import { createSent, itemSent, openAskHandlers } from './causes.ts';
import { alarm, type Handler, mark, type PartHandlers } from './edit.ts';
import { inputHandlers } from './input.ts';
import { latencyHandlers } from './latency.ts';
import { noOptions, optionsSent } from './options.ts';
import { responseHandlers } from './responses.ts';
import { sessionHandlers } from './session-events.ts';

/** The parts of the view that only some entries touch. A new part is one entry here. */
const parts: readonly PartHandlers[] = [callHandlers, latencyHandlers, lifeHandlers, openAskHandlers];

/** Every part's handlers of one type together: nearly all entries have none, and finding that out is one look. */
const byType = (from: 'client' | 'server'): ReadonlyMap<string, readonly Handler[]> => {
  const all = new Map<string, Handler[]>();
  for (const part of parts) {
    for (const [type, handler] of Object.entries(part[from])) all.set(type, [...(all.get(type) ?? []), handler]);
  }
  return all;
};

const frameHandlers = { client: byType('client'), server: byType('server') } as const;

/** The view after every part has taken a frame in. */
function frameInParts(view: SessionView, from: 'client' | 'server', event: Json): SessionView {
  const type = isJsonObject(event) ? event['type'] : undefined;
  const found = typeof type === 'string' ? frameHandlers[from].get(type) : undefined;
  return found === undefined || !isJsonObject(event)
    ? view
    : found.reduce((next, handler) => handler(next, event), view);
}

/** The view after every part has taken in what the bench wrote about itself. */
function benchInParts<T extends BenchEvent['type']>(
  view: SessionView,
  event: Extract<BenchEvent, { type: T }>,
): SessionView {
  const type: T = event.type;
  return parts.reduce((next, part) => part.bench[type]?.(next, event) ?? next, view);
}

/** The view before the first entry. */
export const emptySession = (header: SessionHeader | null): SessionView => ({
  header,
  phase: 'connecting',
  seq: 0,
  t: 0,
  openedMs: null,
  closing: null,
  awaited: null,
  closed: null,
  error: null,
  effective: null,
  options: noOptions,
  counts: { client: 0, server: 0, bench: 0, audioFrames: 0, unknownEvents: 0, malformed: 0 },
  items: emptyList(),
  responses: emptyList(),
  speech: emptyList(),
  playback: emptyList(),
  marks: emptyList(),
  alarms: emptyList(),
  calls: emptyList(),
  turns: emptyList(),
  bargeIns: emptyList(),
  usage: emptyLedger,
  prompt: unknownPrompt,
  budget: null,
  asked: noRequests,
  rateLimits: [],
  input: {
    kind: null,
    label: null,
    settings: null,
    sentMs: 0,
    committedMs: 0,
    commitAskedMs: null,
    clock: [],
    clips: 0,
    missingFrames: 0,
    muted: false,
    zeros: false,
    latency: null,
  },
  output: { receivedMs: 0, underruns: 0 },
});

type ServerHandler = (view: SessionView, event: JsonObject) => SessionView;

/** What each server event does to the view. An event that is not listed changes nothing but the counts. */
const serverHandlers = lookup<ServerHandler>({
  ...sessionHandlers,
  ...inputHandlers,
  ...responseHandlers,
});

function reduceServer(view: SessionView, entry: LogEntry): SessionView {
  const frame = readServerValue(entry.event);
  if (frame === null) return leftOut(view, entry);
  const { kind, type, event } = frame;
  const usage = otherUsage(type, event);
  const reported =
    usage === null
      ? view
      : { ...view, usage: addReport(view.usage, { source: 'other', id: type, usage, model: null }) };
  if (kind === 'generic') {
    return { ...reported, counts: { ...view.counts, unknownEvents: view.counts.unknownEvents + 1 } };
  }
  return serverHandlers(type)?.(reported, event) ?? reported;
}

function reduceClient(view: SessionView, entry: LogEntry): SessionView {
  const event = isJsonObject(entry.event) ? entry.event : {};
  switch (asString(event['type'])) {
    case 'session.update':
      return optionsSent(view, event);
    case 'input_audio_buffer.commit':
      return mark(view, 'commit', 'committed by hand');
    case 'response.create':
      return createSent(view, event);
    case 'conversation.item.create':
      return itemSent(view, event);
    default:
      return view;
  }
}

/** What the bench wrote about itself comes from a file as well, which anyone may have changed. */
function reduceOwn(view: SessionView, entry: LogEntry): SessionView {
  const read = readBenchEvent(entry.event);
  switch (read.kind) {
    case 'read':
      return benchInParts(reduceBench(view, read.event), read.event);
    case 'unknown':
      return { ...view, counts: { ...view.counts, unknownEvents: view.counts.unknownEvents + 1 } };
    case 'malformed':
      return leftOut(view, entry);
  }
}

function reduceOrigin(view: SessionView, entry: LogEntry): SessionView {
  switch (entry.from) {
    case 'bench':
      return reduceOwn(view, entry);
    case 'client':
      return frameInParts(reduceClient(view, entry), 'client', entry.event);
    case 'server':
      return frameInParts(reduceServer(view, entry), 'server', entry.event);
  }
}

const saidBy = { client: 'sent by the bench', server: 'from the service', bench: 'of the bench itself' } as const;

/** The view after an entry of which nothing could be made: counted, and said once. */
function leftOut(view: SessionView, { seq, from, event }: LogEntry): SessionView {
  const type = isJsonObject(event) ? asString(event['type']) : undefined;
  const what = type === undefined ? '' : `, ${visibleLine(type.slice(0, 60))}`;
  return alarm(
    { ...view, counts: { ...view.counts, malformed: view.counts.malformed + 1 } },
    {
      level: 'alarm',
      kind: 'left-out',
      title: 'An entry of the record could not be understood',
      text: `Entry ${seq}${what}, ${saidBy[from]}, stands in the record as it came. Nothing of it is in what is shown or summed up.`,
    },
  );
}

type Counts = SessionView['counts'];

function counted(counts: Counts, from: LogEntry['from']): Counts {
  switch (from) {
    case 'client':
      return { ...counts, client: counts.client + 1 };
    case 'server':
      return { ...counts, server: counts.server + 1 };
    case 'bench':
      return { ...counts, bench: counts.bench + 1 };
  }
}

/** A frame of input audio: nine entries of ten are one, so the view is copied once. */
function appended(before: SessionView, { seq, t }: LogEntry, audio: Json | undefined): SessionView {
  const { counts, input, effective } = before;
  const ms = audioBytes(audio) / bytesPerMsOf(formatOf(effective, 'input'));
  const sentMs = input.sentMs + ms;
  return {
    ...before,
    seq,
    t,
    counts: { ...counts, client: counts.client + 1, audioFrames: counts.audioFrames + 1 },
    input: { ...input, sentMs, clock: anchorInput(input.clock, sentMs, ms, t) },
  };
}

function taken(before: SessionView, raw: LogEntry): SessionView {
  const entry = entryInGa(before.header?.endpoint.dialect ?? 'ga', raw);
  const { event } = entry;
  if (entry.from === 'client' && isJsonObject(event) && event['type'] === 'input_audio_buffer.append') {
    return frameInParts(appended(before, entry, event['audio']), 'client', event);
  }
  return reduceOrigin(begun(before, entry), entry);
}

/** The view of the entry's moment, before anything is made of it. */
const begun = (before: SessionView, { seq, t, from }: LogEntry): SessionView => ({
  ...before,
  seq,
  t,
  counts: counted(before.counts, from),
});

/**
 * The view after one more entry of the log. Pure: the same entries give the same view, live or replayed.
 * Never throws: an entry of which it cannot make anything is counted and told, and changes nothing else.
 */
export function reduceSession(before: SessionView, raw: LogEntry): SessionView {
  try {
    return taken(before, raw);
  } catch {
    // A fault of the fold itself. Views are never changed in place, so the one before the entry is whole.
    return leftOut(begun(before, raw), raw);
  }
}

/** The fold of a whole log. */
export function foldSession(header: SessionHeader | null, entries: Iterable<LogEntry>): SessionView {
  let view = emptySession(header);
  for (const entry of entries) view = reduceSession(view, entry);
  return view;
}

/** How many entries of the log are not in the view: a whole log counts 1, 2, 3 … without a gap. */
export const missingEntries = ({ seq, counts }: SessionView): number =>
  Math.max(0, seq - counts.client - counts.server - counts.bench);

/** What is to be said of a record with gaps, as a whole sentence; null for a whole one. */
export function missingSentence(view: SessionView): string | null {
  const missing = missingEntries(view);
  if (missing === 0) return null;
  const what =
    missing === 1
      ? '1 entry of this record is missing or damaged'
      : `${missing} entries of this record are missing or damaged`;
  return `${what}, so its usage and cost may be too low.`;
}

/** A view that is read from a record: where entries are missing it says so. */
export function withGapAlarm(view: SessionView): SessionView {
  const text = missingSentence(view);
  if (text === null) return view;
  const { seq, t } = view;
  const gap = { seq, t, level: 'alarm', kind: 'record-gap', title: 'The record has gaps', text, count: 1 } as const;
  return { ...view, alarms: append(view.alarms, gap) };
}
