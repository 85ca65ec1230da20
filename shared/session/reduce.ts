import { asString, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { entryInGa } from '../protocol/dialects/to-ga.ts';
import { readServerValue } from '../protocol/read-event.ts';
import { otherUsage } from '../usage/other-usage.ts';
import { addReport } from '../usage/report.ts';
import { audioBytes, bytesPerMsOf, formatOf } from './audio-payload.ts';
import { emptySession } from './empty.ts';
import { isBenchEntry, type LogEntry, type SessionHeader } from './entry.ts';
import { mark } from './edit.ts';
import { optionsAsked } from './options/reduce-options.ts';
import { anchorInput } from './latency/input-clock.ts';
import { reduceParts } from './parts.ts';
import { createSent, itemSent } from './asked/reduce-asked.ts';
import { inputHandlers } from './reduce-input.ts';
import { reduceBench } from './reduce-bench.ts';
import { responseHandlers } from './reduce-response.ts';
import { sessionHandlers } from './reduce-session.ts';
import type { SessionView } from './view.ts';
import { lookup } from '../lookup.ts';

export { emptySession } from './empty.ts';

type Handler = (view: SessionView, event: JsonObject) => SessionView;

/** What each server event does to the view. An event that is not listed changes nothing but the counts. */
const serverHandlers = lookup<Handler>({
  ...sessionHandlers,
  ...inputHandlers,
  ...responseHandlers,
});

function reduceServer(view: SessionView, entry: LogEntry): SessionView {
  const frame = readServerValue(entry.event);
  if (frame === null) return { ...view, counts: { ...view.counts, malformed: view.counts.malformed + 1 } };
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
      return optionsAsked(view, event);
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

function reduceOrigin(view: SessionView, entry: LogEntry): SessionView {
  switch (entry.from) {
    case 'bench':
      return isBenchEntry(entry) ? reduceBench(view, entry.event) : view;
    case 'client':
      return reduceClient(view, entry);
    case 'server':
      return reduceServer(view, entry);
  }
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

/**
 * The view after one more entry of the log. Pure: the same entries give the same view, live or replayed.
 * Never throws; an entry it cannot read changes the counts only.
 */
export function reduceSession(before: SessionView, raw: LogEntry): SessionView {
  const entry = entryInGa(before.header?.endpoint.dialect ?? 'ga', raw);
  const { event } = entry;
  if (entry.from === 'client' && isJsonObject(event) && event['type'] === 'input_audio_buffer.append') {
    return reduceParts(appended(before, entry, event['audio']), entry);
  }
  const view = { ...before, seq: entry.seq, t: entry.t, counts: counted(before.counts, entry.from) };
  return reduceParts(reduceOrigin(view, entry), entry);
}

/** The fold of a whole log. */
export function foldSession(header: SessionHeader | null, entries: Iterable<LogEntry>): SessionView {
  let view = emptySession(header);
  for (const entry of entries) view = reduceSession(view, entry);
  return view;
}
