import { emptyList } from '../../kit/chunk-list.ts';
import { isJsonObject, type Json } from '../../kit/json.ts';
import { askedDialect, entryInGa, spokenAfter } from '../../protocol/dialects.ts';
import { readServerValue } from '../../protocol/events.ts';
import { emptyLedger } from '../../usage/ledger.ts';
import { audioBytes, bytesPerMsOf, formatOf } from '../audio-in-events.ts';
import { readBenchEvent } from '../bench-events.ts';
import type { LogEntry, SessionHeader } from '../entry.ts';
import { anchorInput } from '../input-clock.ts';
import { recordProblems, type RecordState } from '../record-state.ts';
import { noRequests, type SessionView, unknownPrompt } from '../view.ts';
import { raise } from './edit.ts';
import { benchEventTaken, clientEventTaken, isHandled, serverEventTaken } from './handlers.ts';
import { noOptions } from './options.ts';
import { remembered } from './repeats.ts';

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

/** The fold of a whole log at once, for tests and tools: the bench folds entry by entry. */
export function foldSession(header: SessionHeader | null, entries: Iterable<LogEntry>): SessionView {
  let view = emptySession(header);
  for (const entry of entries) view = reduceSession(view, entry);
  return view;
}

/** The view before the first entry. */
export const emptySession = (header: SessionHeader | null): SessionView => ({
  header,
  phase: 'connecting',
  seq: 0,
  t: 0,
  openedMs: null,
  closing: null,
  closed: null,
  error: null,
  effective: null,
  dialect: askedDialect(header?.endpoint.dialect ?? 'ga'),
  options: noOptions,
  counts: { client: 0, server: 0, bench: 0, audioFrames: 0, unknownEvents: 0, malformed: 0 },
  items: emptyList(),
  responses: emptyList(),
  speech: emptyList(),
  playback: emptyList(),
  marks: emptyList(),
  alarms: emptyList(),
  errors: emptyList(),
  calls: emptyList(),
  mcp: emptyList(),
  turns: emptyList(),
  bargeIns: emptyList(),
  files: emptyList(),
  usage: emptyLedger,
  prompt: unknownPrompt,
  budget: null,
  asked: noRequests,
  recentEvents: [],
  rateLimits: [],
  input: {
    kind: null,
    label: null,
    ended: false,
    settings: null,
    file: null,
    waiting: [],
    sentMs: 0,
    committedMs: 0,
    fileToMs: 0,
    commitAskedMs: null,
    commitSentMs: 0,
    commitEventId: null,
    clock: [],
    clips: 0,
    missingFrames: 0,
    muted: false,
    zeros: false,
    latency: null,
  },
  output: { receivedMs: 0, underruns: 0 },
  record: null,
});

/** A view that was read from a record, which says how that stands: what is wrong with it is an alarm each. */
export function asRead(view: SessionView, record: RecordState): SessionView {
  let read: SessionView = { ...view, record };
  const redacted = view.header?.redacted;
  if (redacted !== undefined) read = raise(read, 'record redacted', redacted);
  for (const problem of recordProblems(record)) read = raise(read, 'record read', problem);
  return read;
}

function taken(view: SessionView, raw: LogEntry): SessionView {
  const before = raw.from === 'server' ? heard(view, raw.event) : view;
  const entry = entryInGa(before.dialect.reads, raw);
  switch (entry.from) {
    case 'client':
      return clientTaken(before, entry);
    case 'server':
      return serverTaken(begun(before, entry), entry);
    case 'bench':
      return benchTaken(begun(before, entry), entry);
  }
}

/** A frame that shows its dialect is read in that one itself. */
function heard(view: SessionView, event: Json): SessionView {
  const dialect = spokenAfter(view.dialect, event);
  return dialect === view.dialect ? view : { ...view, dialect };
}

function clientTaken(before: SessionView, entry: LogEntry): SessionView {
  const { event } = entry;
  const type = isJsonObject(event) ? event['type'] : undefined;
  if (!isJsonObject(event) || typeof type !== 'string') return begun(before, entry);
  return type === 'input_audio_buffer.append'
    ? appended(before, entry, event['audio'])
    : clientEventTaken(begun(before, entry), type, event);
}

function serverTaken(view: SessionView, entry: LogEntry): SessionView {
  const frame = readServerValue(entry.event);
  if (frame === null) return leftOut(view, entry);
  const { kind, type, event } = frame;
  const before = entry.binary === true ? raise(view, 'event in binary', type) : view;
  const fresh = remembered(before, type, event);
  if (fresh === null) return raise(before, 'sent again', { what: type });
  const next = serverEventTaken(fresh, type, event);
  return kind === 'known' || isHandled(type) ? next : unknownCounted(next);
}

/** What the bench wrote about itself comes from a file as well, which anyone may have changed. */
function benchTaken(view: SessionView, entry: LogEntry): SessionView {
  const read = readBenchEvent(entry.event);
  switch (read.kind) {
    case 'read':
      return benchEventTaken(view, read.event);
    case 'unknown':
      return unknownCounted(view);
    case 'malformed':
      return leftOut(view, entry);
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

/** The view of the entry's moment, before anything is made of it. */
const begun = (before: SessionView, { seq, t, from }: LogEntry): SessionView => ({
  ...before,
  seq,
  t,
  counts: counted(before.counts, from),
});

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

const unknownCounted = (view: SessionView): SessionView => ({
  ...view,
  counts: { ...view.counts, unknownEvents: view.counts.unknownEvents + 1 },
});

/** The view after an entry of which nothing could be made: counted, and said once. */
const leftOut = (view: SessionView, entry: LogEntry): SessionView =>
  raise({ ...view, counts: { ...view.counts, malformed: view.counts.malformed + 1 } }, 'entry left out', entry);
