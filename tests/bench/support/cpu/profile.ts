import { z } from 'zod';
import type { Devtools } from './devtools.ts';

const profileSchema = z.object({
  profile: z.object({
    nodes: z.array(
      z.object({
        id: z.number(),
        callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      }),
    ),
    samples: z.array(z.number()),
    timeDeltas: z.array(z.number()),
  }),
});

/** Starts sampling the page's main thread. Returns what ends it and tells the functions that took most, in ms. */
export async function profile(page: Devtools): Promise<() => Promise<string[]>> {
  await page.send('Profiler.enable');
  await page.send('Profiler.setSamplingInterval', { interval: 500 });
  await page.send('Profiler.start');
  return async () => {
    const { nodes, samples, timeDeltas } = profileSchema.parse(await page.send('Profiler.stop')).profile;
    const names = new Map(
      nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
        id,
        `${functionName === '' ? '(anonymous)' : functionName} ${url.split('/').at(-1) ?? ''}:${lineNumber}`,
      ]),
    );
    const selfMs = new Map<string, number>();
    samples.forEach((id, at) => {
      const name = names.get(id) ?? '';
      selfMs.set(name, (selfMs.get(name) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
    });
    return [...selfMs]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 25)
      .map(([name, ms]) => `${ms.toFixed(1).padStart(9)} ms  ${name}`);
  };
}
