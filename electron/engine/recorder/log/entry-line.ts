import { oneOf, type Guard } from '../../../../shared/guard.ts';
import { asString, atPath, isJsonObject, parseJson, readJson, type Json } from '../../../../shared/json.ts';
import type { BenchEvent } from '../../../../shared/session/bench-events.ts';
import type { LogEntry, Origin } from '../../../../shared/session/entry.ts';
import type { FrameText } from './splice.ts';

/** The part of an entry that is known before its event is looked at. */
export interface EntryHead {
  readonly seq: number;
  readonly at: string;
  readonly t: number;
  readonly from: Origin;
}

/** A binary frame, which the protocol does not know, is kept as base64 and marked. */
const binaryMark = ',"binary":true';

const before = ({ seq, at, t, from }: EntryHead): string => `{"seq":${seq},"at":"${at}","t":${t},"from":"${from}"`;

/** The line of a frame. `event` is the last member, so that its text can be found again verbatim. */
export function frameLine(head: EntryHead, frame: FrameText, bytes: number, binary = false): string {
  const raw = frame.raw === undefined ? '' : `,"raw":${JSON.stringify(frame.raw)}`;
  return `${before(head)},"bytes":${bytes}${binary ? binaryMark : ''}${raw},"event":${frame.event}}\n`;
}

/** What the bench says about itself as the log holds it: JSON, whatever its type is called. */
export const benchJson = (event: BenchEvent): Json => (isJsonObject(event) ? event : null);

/** The line of something the bench says about itself. */
export const benchLine = (head: EntryHead, event: Json): string =>
  `${before(head)},"event":${JSON.stringify(event)}}\n`;

const eventMember = ',"event":';

const isOrigin = oneOf('client', 'server', 'bench') satisfies Guard<Origin>;

/** What a line holds; an event that is nested beyond all measure stands in it as its text. */
function valueOf(line: string): Json | undefined {
  const whole = readJson(line);
  if (whole.ok || whole.kind !== 'too-deep') return whole.ok ? whole.value : undefined;
  const at = line.indexOf(eventMember);
  const head = parseJson(`${line.slice(0, Math.max(0, at))}}`);
  if (at < 0 || !isJsonObject(head)) return undefined;
  const text = line.slice(at + eventMember.length, line.lastIndexOf('}'));
  return { ...head, event: parseJson(text) ?? text };
}

/** The entry in a line, or null when the line is not one: torn, empty, or not ours. */
export function parseEntry(line: string): LogEntry | null {
  const value = valueOf(line);
  if (!isJsonObject(value)) return null;
  const { seq, at, t, from, event, bytes } = value;
  if (typeof seq !== 'number' || typeof at !== 'string' || typeof t !== 'number') return null;
  if (!isOrigin(from) || event === undefined) return null;
  const entry: LogEntry = { seq, at, t, from, event };
  return typeof bytes === 'number' ? { ...entry, bytes } : entry;
}

/** What `restoreFrame` needs of a line, or null for a line that holds no frame (a bench entry, or none at all). */
export function storedFrame(line: string): (FrameText & { bytes: number; binary: boolean }) | null {
  const entry = parseEntry(line);
  const at = line.indexOf(eventMember);
  if (entry?.bytes === undefined || at < 0) return null;
  // Quotes inside `raw` are escaped, so the first match is the member itself.
  const event = line.slice(at + eventMember.length, line.trimEnd().length - 1);
  const raw = asString(atPath(valueOf(line), 'raw'));
  const binary = line.slice(0, at).includes(binaryMark);
  return { event, bytes: entry.bytes, binary, ...(raw === undefined ? {} : { raw }) };
}
