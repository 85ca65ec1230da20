import { visibleLine } from '../foreign/visible.ts';
import { asString, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { entryInGa } from '../protocol/dialects/to-ga.ts';
import { readServerValue } from '../protocol/read-event.ts';
import { otherUsage } from '../usage/other-usage.ts';
import { addReport } from '../usage/report.ts';
import { audioBytes, bytesPerMsOf, formatOf } from './audio-payload.ts';
import { emptySession } from './empty.ts';
import type { LogEntry, SessionHeader } from './entry.ts';
import { alarm, mark } from './edit.ts';
import { optionsAsked } from './options/reduce-options.ts';
import { anchorInput } from './latency/input-clock.ts';
import { benchInParts, frameInParts } from './parts.ts';
import { createSent, itemSent } from './asked/reduce-asked.ts';
import { inputHandlers } from './reduce-input.ts';
import { readBenchEvent } from './read-bench-event.ts';
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
