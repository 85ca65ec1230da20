import { asString, atPath, isJsonObject, type JsonObject } from '../json.ts';
import { entryInGa } from '../protocol/dialects/to-ga.ts';
import { readServerValue } from '../protocol/read-event.ts';
import { otherUsage } from '../usage/other-usage.ts';
import { addReport } from '../usage/report.ts';
import { audioBytes, bytesPerMsOf } from './audio-payload.ts';
import { emptySession } from './empty.ts';
import { isBenchEntry, type LogEntry, type SessionHeader } from './entry.ts';
import { mark } from './edit.ts';
import { optionsAsked } from './options/reduce-options.ts';
import { anchorInput } from './latency/input-clock.ts';
import { reduceParts } from './parts.ts';
import { createSent, itemSent } from './reduce-asked.ts';
import { inputHandlers } from './reduce-input.ts';
import { reduceBench } from './reduce-bench.ts';
import { responseHandlers } from './reduce-response.ts';
import { sessionHandlers } from './reduce-session.ts';
import type { SessionView } from './view.ts';

export { emptySession } from './empty.ts';

type Handler = (view: SessionView, event: JsonObject) => SessionView;

/** What each server event does to the view. An event that is not listed changes nothing but the counts. */
const serverHandlers: Readonly<Record<string, Handler | undefined>> = {
  ...sessionHandlers,
  ...inputHandlers,
  ...responseHandlers,
};

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
  return serverHandlers[type]?.(reported, event) ?? reported;
}

function reduceClient(view: SessionView, entry: LogEntry): SessionView {
  const event = isJsonObject(entry.event) ? entry.event : {};
  switch (asString(event['type'])) {
    case 'input_audio_buffer.append': {
      const ms = audioBytes(event['audio']) / bytesPerMsOf(atPath(view.effective ?? {}, 'audio.input.format'));
      const sentMs = view.input.sentMs + ms;
      return {
        ...view,
        counts: { ...view.counts, audioFrames: view.counts.audioFrames + 1 },
        input: { ...view.input, sentMs, clock: anchorInput(view.input.clock, sentMs, ms, view.t) },
      };
    }
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

/**
 * The view after one more entry of the log. Pure: the same entries give the same view, live or replayed.
 * Never throws; an entry it cannot read changes the counts only.
 */
export function reduceSession(before: SessionView, raw: LogEntry): SessionView {
  const entry = entryInGa(before.header?.endpoint.dialect ?? 'ga', raw);
  const view: SessionView = {
    ...before,
    seq: entry.seq,
    t: entry.t,
    counts: { ...before.counts, [entry.from]: before.counts[entry.from] + 1 },
  };
  return reduceParts(reduceOrigin(view, entry), entry);
}

/** The fold of a whole log. */
export function foldSession(header: SessionHeader | null, entries: Iterable<LogEntry>): SessionView {
  let view = emptySession(header);
  for (const entry of entries) view = reduceSession(view, entry);
  return view;
}
