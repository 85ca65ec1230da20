import type { Result } from '../../../shared/kit/errors.ts';
import type { TestBench } from './bench.ts';
import { filesIn } from './places.ts';

/** Everything that a person, a page or a file could get of a bench: answers, pushes, the log, every file. Ends the bench. */
export async function everythingOf(
  { client, dataFolder, logged, engine }: TestBench,
  answers: readonly Result[],
): Promise<Map<string, Buffer>> {
  const list = await client.api.call('library.list', {});
  await engine.shutdown(0);
  return new Map([
    ...(await filesIn(dataFolder)),
    ...[...answers, list].map((answer, at) => [`answer ${at}`, Buffer.from(JSON.stringify(answer))] as const),
    ['pushes', Buffer.from(JSON.stringify(client.pushes))],
    ['log', Buffer.from(logged.join('\n'))],
  ]);
}

/** No session is running or being written. */
export async function isIdle({ client }: TestBench): Promise<boolean> {
  const list = await client.api.call('library.list', {});
  return list.ok && list.sessions.every(({ live }) => !live);
}
