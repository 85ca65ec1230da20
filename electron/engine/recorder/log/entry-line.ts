import { isDeeperThan, isJsonObject, mostLevels, type Json } from '../../../../shared/json.ts';
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

/** The line of something the bench says about itself. */
export const benchLine = (head: EntryHead, event: Json): string =>
  `${before(head)},"event":${JSON.stringify(event)}}\n`;

const eventMember = ',"event":';

const origins: readonly string[] = ['client', 'server', 'bench'] satisfies Origin[];

/** An event as it is passed on: as its text where it is nested beyond all measure. */
const kept = (line: string, event: Json): Json =>
  isDeeperThan(event, mostLevels)
    ? line.slice(line.indexOf(eventMember) + eventMember.length, line.lastIndexOf('}'))
    : event;

/** The entry in a line, or null when the line is not one: torn, empty, or not ours. */
export function parseEntry(line: string): LogEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  const { seq, at, t, from, event, bytes } = value;
  if (typeof seq !== 'number' || typeof at !== 'string' || typeof t !== 'number') return null;
  if (typeof from !== 'string' || !origins.includes(from) || event === undefined) return null;
  const entry: LogEntry = { seq, at, t, from: from as Origin, event: kept(line, event) };
  return typeof bytes === 'number' ? { ...entry, bytes } : entry;
}

/** What `restoreFrame` needs of a line, or null for a line that holds no frame (a bench entry, or none at all). */
export function storedFrame(line: string): (FrameText & { bytes: number; binary: boolean }) | null {
  const entry = parseEntry(line);
  const at = line.indexOf(eventMember);
  if (entry?.bytes === undefined || at < 0) return null;
  // Quotes inside `raw` are escaped, so the first match is the member itself.
  const event = line.slice(at + eventMember.length, line.trimEnd().length - 1);
  const { raw } = JSON.parse(line) as { raw?: string };
  const binary = line.slice(0, at).includes(binaryMark);
  return { event, bytes: entry.bytes, binary, ...(raw === undefined ? {} : { raw }) };
}
