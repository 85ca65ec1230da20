import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEntry, restoreFrame, storedFrame } from '../../../electron/engine/record/log-lines.ts';

/** Every frame of a session folder as it stood on the wire, from nothing but its files. */
export async function rebuildFrames(folder: string): Promise<{ from: string; text: string }[]> {
  const lines = (await readFile(join(folder, 'events.jsonl'), 'utf8')).split('\n').slice(1, -1);
  const files = new Map<string, Buffer>();
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.wav'))) {
    files.set(name, await readFile(join(folder, name)).catch(() => Buffer.alloc(0)));
  }
  return lines.flatMap((line) => {
    const stored = storedFrame(line);
    if (stored === null) return [];
    const text = restoreFrame(
      stored,
      ({ $audio: { file, offset, length } }) =>
        (files.get(file) ?? Buffer.alloc(0)).subarray(offset, offset + length).toString('base64'),
      (part) => Buffer.byteLength(part),
    );
    return [{ from: parseEntry(line)?.from ?? '', text }];
  });
}
