import { readdirSync, readFileSync } from 'node:fs';

/** What a process of the application is for. */
export type Role = 'page' | 'drawing' | 'sound' | 'engine' | 'browser';

/** Ticks a second in /proc, on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended meanwhile.
    return null;
  }
};

interface Stat {
  readonly name: string;
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** null: it has ended meanwhile. */
function statOf(folder: string): Stat | null {
  const stat = read(`${folder}/stat`);
  if (stat === null) return null;
  // The name in brackets may hold anything; what follows it does not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return {
    name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    parent: Number(fields[1]),
    cpuSeconds: (user + system) / ticksPerSecond,
  };
}

const numbered = (names: readonly string[]): number[] => names.filter((name) => /^\d+$/.test(name)).map(Number);

function threadsOf(pid: number): number[] {
  try {
    return numbered(readdirSync(`/proc/${pid}/task`));
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

const allProcesses = (): Process[] =>
  numbered(readdirSync('/proc')).flatMap((pid) => {
    const stat = statOf(`/proc/${pid}`);
    return stat === null ? [] : [{ pid, ...stat }];
  });

function roleOf(pid: number): Role {
  const words = (read(`/proc/${pid}/cmdline`) ?? '').split('\0').join(' ');
  if (words.includes('--type=renderer')) return 'page';
  if (words.includes('--type=gpu-process')) return 'drawing';
  if (words.includes('audio.mojom')) return 'sound';
  if (words.includes('node.mojom') || /out\/node\/\w+\.js/.test(words)) return 'engine';
  return 'browser';
}

/** The processes and all that descend from them. */
function tree(roots: readonly number[]): Process[] {
  const all = allProcesses();
  const within = new Set(roots);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of all) {
      if (within.has(parent) && !within.has(pid)) {
        within.add(pid);
        grown = true;
      }
    }
  }
  return all.filter(({ pid }) => within.has(pid));
}

/** Seconds of a processor that each process of a tree has used, user and system. */
export type CpuReading = ReadonlyMap<number, number>;

export const readCpu = (roots: readonly number[]): CpuReading =>
  new Map(tree(roots).map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));

/** What was used between two readings, by role. A process that ended between them is missing from it. */
export function cpuBetween(before: CpuReading, after: CpuReading): Readonly<Record<Role, number>> {
  const used: Record<Role, number> = { page: 0, drawing: 0, sound: 0, engine: 0, browser: 0 };
  for (const [pid, seconds] of after) used[roleOf(pid)] += seconds - (before.get(pid) ?? 0);
  return used;
}

/** Seconds that each thread of a tree has used, by the role of its process and its own name. */
export function readThreads(roots: readonly number[]): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const { pid } of tree(roots)) {
    const role = roleOf(pid);
    for (const thread of threadsOf(pid)) {
      const { name, cpuSeconds } = statOf(`/proc/${pid}/task/${thread}`) ?? { name: '', cpuSeconds: 0 };
      used.set(`${role}: ${name}`, (used.get(`${role}: ${name}`) ?? 0) + cpuSeconds);
    }
  }
  return used;
}

/** Proportional set size of a tree now, in MB: memory that several share counts once. */
export function pssMb(roots: readonly number[]): number {
  const sizes = tree(roots).map(({ pid }) =>
    Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0),
  );
  return sizes.reduce((sum, kb) => sum + kb, 0) / 1024;
}
