import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const recorded = new URL('../../fixtures/usage/', import.meta.url);

/** Lays recorded sessions of the tests into a data folder, as logs alone. Gives their ids. */
export async function layRecorded(dataFolder: string, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const log = await readFile(new URL(`${name}.jsonl`, recorded), 'utf8');
    const { sessionId } = JSON.parse(log.slice(0, log.indexOf('\n'))) as { sessionId: string };
    await mkdir(join(dataFolder, 'sessions', sessionId), { recursive: true });
    await writeFile(join(dataFolder, 'sessions', sessionId, 'events.jsonl'), log);
    ids.push(sessionId);
  }
  return ids;
}
