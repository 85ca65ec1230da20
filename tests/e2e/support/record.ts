import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';

export interface Line {
  readonly seq: number;
  readonly t: number;
  readonly from: 'client' | 'server' | 'bench';
  readonly event: JsonObject;
}

const startOf = async (folder: string): Promise<string> => {
  const [header = '{}'] = (await readFile(join(folder, 'events.jsonl'), 'utf8').catch(() => '')).split('\n');
  return (JSON.parse(header === '' ? '{}' : header) as { startedAt?: string }).startedAt ?? '';
};

/** The folders of the sessions recorded under a data folder, oldest first by their headers: names tell seconds only. */
export async function sessionFolders(home: string): Promise<string[]> {
  const parent = join(home, 'sessions');
  const folders = (await readdir(parent).catch(() => [])).map((name) => join(parent, name));
  const started = await Promise.all(folders.map(async (folder) => ({ folder, at: await startOf(folder) })));
  return started.toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ folder }) => folder);
}

/** The one session under a data folder. */
export async function onlySession(home: string): Promise<string> {
  const folders = await sessionFolders(home);
  if (folders.length !== 1) throw new Error(`Expected one session under ${home} and found ${folders.length}.`);
  return folders[0] as string;
}

/** The entries of a session's log as they stand on disk, without the lines of digests between them, read by nothing but JSON.parse. */
export async function linesOf(folder: string): Promise<Line[]> {
  const text = await readFile(join(folder, 'events.jsonl'), 'utf8');
  const [, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('{"digest":'));
  return lines.map((line) => JSON.parse(line) as Line);
}

export const eventsOf = (lines: readonly Line[], type: string): JsonObject[] =>
  lines.map(({ event }) => event).filter((event) => event['type'] === type);

/** Everything that came of an item's voice, played or not, in PCM16 at 24 kHz, as the record keeps it. */
export async function voiceOf(folder: string, itemId: string): Promise<Int16Array> {
  const file = await readFile(join(folder, 'output.wav'));
  const pieces = eventsOf(await linesOf(folder), 'response.output_audio.delta')
    .filter((event) => event['item_id'] === itemId)
    .map((event) => (event['delta'] as { $audio: { offset: number; length: number } }).$audio)
    .map(({ offset, length }) => file.subarray(offset, offset + length));
  // A copy: in the file the samples may begin anywhere.
  return new Int16Array(Uint8Array.from(Buffer.concat(pieces)).buffer);
}

/** Adds up every number under `value` by its path: the sum over usage that the fold is held against. */
export function addNumbers(sums: Map<string, number>, value: Json | undefined, path = ''): void {
  if (typeof value === 'number') sums.set(path, (sums.get(path) ?? 0) + value);
  if (!isJsonObject(value)) return;
  for (const [key, part] of Object.entries(value)) addNumbers(sums, part, path === '' ? key : `${path}.${key}`);
}
