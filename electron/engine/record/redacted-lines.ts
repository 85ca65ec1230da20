import { createHmac, randomBytes } from 'node:crypto';
import { isJsonObject } from '../../../shared/kit/json.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { redactedEvent } from '../../../shared/session/handing-on/redact-entry.ts';
import type { Fill } from '../../../shared/session/handing-on/redact-values.ts';
import { benchLine, frameLine } from './log-lines.ts';

/** A row of letters that only a key tells, and the text that it stands for. */
export function secretFill(key: Uint8Array = randomBytes(32)): Fill {
  return (text) => {
    let letters = '';
    for (let part = 0; letters.length < text.length; part += 1) {
      letters += createHmac('sha256', key).update(`${part} `).update(text, 'utf16le').digest('hex');
    }
    return letters.slice(0, text.length);
  };
}

/** An entry without words and sound, and the line of the log that holds it. `bytes` stays that of the frame there was. */
export interface RedactedLine {
  readonly entry: LogEntry;
  readonly line: string;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A binary frame: what JSON it held, else as many zeros. */
function redactedBinary(entry: LogEntry, fill: Fill): RedactedLine {
  const bytes = entry.bytes ?? 0;
  const event = redactedEvent(entry, fill);
  const text = isJsonObject(event) ? base64(Buffer.from(JSON.stringify(event))) : base64(Buffer.alloc(bytes));
  return {
    entry: { ...entry, event: isJsonObject(event) ? event : text },
    line: frameLine(entry, { event: JSON.stringify(text) }, bytes, true),
  };
}

export function redactedLine(entry: LogEntry, fill: Fill): RedactedLine {
  if (entry.binary === true) return redactedBinary(entry, fill);
  const event = redactedEvent(entry, fill);
  const line =
    entry.bytes === undefined
      ? benchLine(entry, event)
      : frameLine(entry, { event: JSON.stringify(event) }, entry.bytes);
  return { entry: { ...entry, event }, line };
}
