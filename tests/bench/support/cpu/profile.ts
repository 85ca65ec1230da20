import { z } from 'zod';
import { readThreads } from './processes.ts';
import type { Program } from './programs.ts';

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
export async function profile({ page }: Program): Promise<() => Promise<string[]>> {
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
      .slice(0, 45)
      .map(([name, ms]) => `${ms.toFixed(1).padStart(9)} ms  ${name}`);
  };
}

const traceSchema = z.object({
  value: z.array(
    z.object({
      name: z.string(),
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      ts: z.number().optional(),
      tts: z.number().optional(),
      tdur: z.number().optional(),
      args: z.object({ name: z.string().optional() }).loose().optional(),
    }),
  ),
});
type TraceEvent = z.infer<typeof traceSchema>['value'][number];

/** Processor time of each kind of work less what lies within it, in ms, and how often it was done, by thread. */
function selfTimes(events: readonly TraceEvent[]): Map<string, { ms: number; count: number }> {
  const threads = new Map<string, string>();
  const spans = new Map<string, { name: string; from: number; to: number }[]>();
  for (const { name, ph, pid, tid, tts, tdur, args } of events) {
    const thread = `${pid}/${tid}`;
    if (ph === 'M' && name === 'thread_name') threads.set(thread, args?.name ?? '');
    if (ph !== 'X' || tts === undefined || tdur === undefined) continue;
    const all = spans.get(thread) ?? [];
    all.push({ name, from: tts, to: tts + tdur });
    spans.set(thread, all);
  }
  const times = new Map<string, { ms: number; count: number }>();
  const add = (key: string, ms: number, count = 0): void => {
    const before = times.get(key) ?? { ms: 0, count: 0 };
    times.set(key, { ms: before.ms + ms, count: before.count + count });
  };
  for (const [thread, all] of spans) {
    const of = threads.get(thread) ?? thread;
    const open: { name: string; to: number }[] = [];
    for (const { name, from, to } of all.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
      while (open.length > 0 && (open.at(-1)?.to ?? 0) <= from) open.pop();
      const parent = open.at(-1);
      add(`${of}: ${name}`, (to - from) / 1000, 1);
      if (parent !== undefined) add(`${of}: ${parent.name}`, (from - to) / 1000);
      open.push({ name, to });
    }
  }
  return times;
}

/** Traces every thread of the browser. Returns what ends it and tells the work that took most, in ms of a processor. */
export async function trace({ page }: Program): Promise<() => Promise<string[]>> {
  const events: TraceEvent[] = [];
  page.on('Tracing.dataCollected', (params) => {
    for (const event of traceSchema.parse(params).value) events.push(event);
  });
  const complete = new Promise<void>((resolve) => page.on('Tracing.tracingComplete', () => resolve()));
  await page.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'toplevel',
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
        'cc',
        'viz',
        'v8',
        'blink',
      ],
    },
  });
  return async () => {
    await page.send('Tracing.end');
    await complete;
    return [...selfTimes(events)]
      .sort(([, a], [, b]) => b.ms - a.ms)
      .slice(0, 45)
      .map(([name, { ms, count }]) => `${ms.toFixed(1).padStart(9)} ms ${String(count).padStart(6)} x  ${name}`);
  };
}

/** What ends the count of what every thread uses, and tells those that used most, in ms. It costs the application nothing. */
export function byThread({ roots }: Program): Promise<() => Promise<string[]>> {
  const before = readThreads(roots);
  const end = (): Promise<string[]> =>
    Promise.resolve(
      [...readThreads(roots)]
        .map(([name, seconds]) => ({ name, ms: (seconds - (before.get(name) ?? 0)) * 1000 }))
        .filter(({ ms }) => ms > 0)
        .sort((one, other) => other.ms - one.ms)
        .slice(0, 30)
        .map(({ name, ms }) => `${ms.toFixed(0).padStart(9)} ms  ${name}`),
    );
  return Promise.resolve(end);
}
