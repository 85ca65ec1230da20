import { type FSWatcher, lstatSync, type Stats, watch } from 'node:fs';
import { lstat, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isSocketName } from './lock-socket.ts';

export interface FolderWatchOptions {
  /** Words of the system that come together are one. */
  readonly gatherMs: number;
  /** How often a folder is looked at that cannot be watched. */
  readonly pollMs: number;
  /** Throws where the system does not watch a folder. */
  readonly watch?: (folder: string, heard: (name: string | null) => void) => FSWatcher;
}
const usual: FolderWatchOptions = { gatherMs: 100, pollMs: 5000 };

const systemWatch: NonNullable<FolderWatchOptions['watch']> = (folder, heard) =>
  watch(folder, { persistent: false }, (_, name) => heard(name));

/**
 * Lets whoever watches the folder above this one look at it again: what changes within a folder is no change of the one above. A
 * hint alone, so where it fails, the change is seen with the next one.
 */
export async function hintAt(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now).catch(() => undefined);
}

/** What a folder holds, as far as a change of it shows; links are looked at, never followed. */
async function traceOf(folder: string): Promise<string> {
  const names = (await readdir(folder).catch((): string[] => [])).toSorted();
  const facts = await Promise.all(names.map((name) => lstat(join(folder, name)).catch(() => null)));
  return names.map((name, at) => `${name} ${facts[at]?.mtimeMs} ${facts[at]?.size}`).join('\n');
}

const identity = ({ dev, ino, birthtimeMs }: Stats): string => `${dev} ${ino} ${birthtimeMs}`;

/** Which folder has this name now; empty: none, or one that cannot be looked at, as of a share that is gone. */
const identityOf = (folder: string): Promise<string> => lstat(folder).then(identity, () => '');

/** What the bench itself lays beside a file for a moment. */
const isPassing = (name: string): boolean => /\.(?:tmp|lock(?:\.[^.]+)?)$/.test(name) || isSocketName(name);

/**
 * Hears that something in folders has changed. What it hears is a hint only: whoever is told reads again by his own guarded readers.
 * A folder that cannot be watched, or is not there yet, is looked at every few seconds.
 */
export class FolderWatch {
  readonly #folders: readonly string[];
  readonly #onChange: (folder: string, names: ReadonlySet<string>) => Promise<void>;
  readonly #options: FolderWatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  /** Which folder is watched: one that is deleted and made again has the same name only. */
  readonly #identities = new Map<string, string>();
  readonly #traces = new Map<string, string>();
  readonly #heard = new Map<string, Set<string>>();
  readonly #poll: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | null = null;
  #looking = false;
  #telling: Promise<void> = Promise.resolve();
  #closed = false;

  /** @param onChange hears of a folder, with the names that changed; none: which, the system does not say */
  constructor(
    folders: readonly string[],
    onChange: (folder: string, names: ReadonlySet<string>) => Promise<void>,
    options: FolderWatchOptions = usual,
  ) {
    this.#folders = folders;
    this.#onChange = onChange;
    this.#options = options;
    for (const folder of folders) this.#watch(folder);
    this.#poll = setInterval(() => void this.#lookOnce(), options.pollMs);
    this.#poll.unref();
  }

  /** Resolves when whoever was told of a change is through. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#poll);
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    await this.#telling;
  }

  #watch(folder: string): void {
    try {
      // Before it is watched: what takes its place in between is then seen to be another.
      this.#identities.set(folder, identity(lstatSync(folder)));
      const watcher = (this.#options.watch ?? systemWatch)(folder, (name) => this.#hear(folder, name));
      watcher.on('error', () => this.#unwatch(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // It is not there, or the system watches no more: it is looked at instead.
      this.#unwatch(folder);
    }
  }

  #unwatch(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
    void traceOf(folder).then((trace) => {
      if (!this.#traces.has(folder)) this.#traces.set(folder, trace);
    });
  }

  /** One look at a time: a share may take longer to answer than the next one is away. */
  async #lookOnce(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    await this.#look();
    this.#looking = false;
  }

  async #look(): Promise<void> {
    for (const [folder, watcher] of this.#watchers) {
      const now = await identityOf(folder);
      if (this.#closed) return;
      if (now === this.#identities.get(folder) || this.#watchers.get(folder) !== watcher) continue;
      watcher.close();
      this.#watchers.delete(folder);
      await this.#watchSoon(folder);
    }
    for (const folder of this.#folders.filter((one) => !this.#watchers.has(one))) {
      const trace = await traceOf(folder);
      if (this.#closed) return;
      const before = this.#traces.get(folder);
      this.#traces.set(folder, trace);
      if (before !== undefined && before !== trace) this.#hear(folder, null);
      if (trace !== '') this.#watch(folder);
    }
  }

  #hear(folder: string, name: string | null): void {
    if (this.#closed || (name !== null && isPassing(name))) return;
    const names = this.#heard.get(folder) ?? new Set<string>();
    this.#heard.set(folder, names);
    if (name !== null) names.add(name);
    // A folder that was not there may be by now.
    for (const one of this.#folders) if (!this.#watchers.has(one)) void this.#watchSoon(one);
    this.#gathering ??= setTimeout(() => this.#tell(), this.#options.gatherMs);
    this.#gathering.unref();
  }

  /** A folder that appears is a change of what it holds. Never rejects. */
  async #watchSoon(folder: string): Promise<void> {
    const isThere = (await identityOf(folder)) !== '';
    if (!isThere || this.#closed || this.#watchers.has(folder)) return;
    this.#watch(folder);
    if (this.#watchers.has(folder)) this.#hear(folder, null);
  }

  #tell(): void {
    this.#gathering = null;
    const heard = [...this.#heard];
    this.#heard.clear();
    for (const [folder, names] of heard) {
      this.#telling = this.#telling.then(() => (this.#closed ? undefined : this.#onChange(folder, names)));
    }
  }
}
