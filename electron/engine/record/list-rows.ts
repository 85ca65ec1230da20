import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { parseJson } from '../../../shared/kit/json.ts';
import { aboutSchema } from '../../../shared/session/about.ts';
import { type SessionFacts, sessionFactsSchema } from '../../../shared/session/library/session-facts.ts';
import { readRegular } from '../data/regular-file.ts';
import { writeAtomically } from '../data/write-file.ts';
import { logName } from './session-folder.ts';

/** A session of the list with its facts, which nobody has priced yet; without facts: its record does not give them. */
export interface ListedSession extends Omit<SessionSummary, 'known' | 'bill'> {
  readonly facts?: SessionFacts;
}

const rowSchema = z.object({
  sessionId: z.string(),
  startedAt: z.string(),
  label: z.string(),
  deployment: z.string(),
  durationMs: z.number(),
  responses: z.number(),
  entries: z.number(),
  live: z.literal(false),
  bytes: z.number(),
  about: aboutSchema.optional(),
  facts: sessionFactsSchema.optional(),
  problem: z.string().optional(),
  doubt: z.string().optional(),
});

const headSchema = z.object({ list: z.literal(1), app: z.string() });

/** Some thousand sessions with every fact at its longest. */
const mostBytes = 256 * 1024 * 1024;

/** What is changed within a step of the disk's clock has the same time: what is so young may be another without showing it. */
const youngMs = 3000;

/** How a session's folder and log stand; null: they changed only now, so that a change that comes next may not show. */
export async function traceOf(folder: string): Promise<string | null> {
  const [own, log] = await Promise.all([
    lstat(folder).catch(() => null),
    lstat(join(folder, logName)).catch(() => null),
  ]);
  const newestMs = Math.max(own?.mtimeMs ?? 0, log?.mtimeMs ?? 0);
  if (own === null || Date.now() - newestMs < youngMs) return null;
  return `${own.mtimeMs} ${log?.size} ${log?.mtimeMs}`;
}

/** Folders whose times are asked for at once. */
const tracedAtOnce = 64;

/** How every session stands, some at a time. */
export async function* tracesIn(
  sessionsFolder: string,
  ids: readonly string[],
): AsyncGenerator<{ readonly sessionId: string; readonly trace: string | null }[]> {
  for (let from = 0; from < ids.length; from += tracedAtOnce) {
    const some = ids.slice(from, from + tracedAtOnce);
    const traces = await Promise.all(some.map((sessionId) => traceOf(join(sessionsFolder, sessionId))));
    yield some.map((sessionId, at) => ({ sessionId, trace: traces[at] ?? null }));
  }
}

interface Kept {
  readonly trace: string;
  /** As it stands in the file, until it is asked for. */
  readonly text: string | null;
  readonly row: ListedSession | null;
}

/** A row as a line of the file. `sound`: nothing had to be mended there. */
const linePattern = /^\{"id":"([^"\\]+)","trace":"([^"\\]*)"(,"sound":true)?,"row":(\{.*\})\}$/;

/**
 * Rows of the list as they were, so that a list of thousands looks at each folder and reads none. A row holds as long as nothing in
 * its folder changes: whatever is written there is renamed into it, and a log grows. The file is derived and may be deleted.
 */
export class ListRows {
  readonly #file: string | null;
  readonly #app: string;
  readonly #kept = new Map<string, Kept>();
  /** How sessions stood when there was nothing to mend. */
  readonly #sound = new Map<string, string>();
  #loaded = false;
  #changed = false;

  constructor(file: string | null, app: string) {
    this.#file = file;
    this.#app = app;
  }

  /** Reads the file once. One that cannot be used is made again. */
  async load(): Promise<void> {
    if (this.#loaded || this.#file === null) return;
    this.#loaded = true;
    const text = await readRegular(this.#file, { mostBytes }).then(
      (bytes) => bytes.toString('utf8'),
      () => '',
    );
    const [head = '', ...lines] = text.split('\n');
    if (headSchema.safeParse(parseJson(head)).data?.app !== this.#app) return;
    for (const line of lines) {
      const [, id, trace, sound, row] = linePattern.exec(line) ?? [];
      if (id === undefined || trace === undefined || row === undefined) continue;
      this.#kept.set(id, { trace, text: row, row: null });
      if (sound !== undefined) this.#sound.set(id, trace);
    }
  }

  /** The row of a session that is as it was; null: it has to be looked at. */
  find(sessionId: string, trace: string | null): ListedSession | null {
    const kept = this.#kept.get(sessionId);
    if (kept === undefined || kept.trace !== trace) return null;
    if (kept.row !== null) return kept.row;
    const read = rowSchema.safeParse(parseJson(kept.text ?? ''));
    if (!read.success || read.data.sessionId !== sessionId) {
      this.#kept.delete(sessionId);
      return null;
    }
    const { about, facts, problem, doubt, ...rest } = read.data;
    const row: ListedSession = {
      ...rest,
      ...(about === undefined ? {} : { about }),
      ...(facts === undefined ? {} : { facts }),
      ...(problem === undefined ? {} : { problem }),
      ...(doubt === undefined ? {} : { doubt }),
    };
    this.#kept.set(sessionId, { ...kept, text: null, row });
    return row;
  }

  /** Keeps the row of a session that nobody records. @param trace how it stood before the row was made */
  keep(sessionId: string, trace: string | null, row: ListedSession): void {
    if (trace === null || row.live) {
      if (this.#kept.delete(sessionId)) this.#changed = true;
      return;
    }
    this.#kept.set(sessionId, { trace, text: null, row });
    this.#changed = true;
  }

  /** Whether there was nothing to mend in a session that is as it was. */
  isSound(sessionId: string, trace: string | null): boolean {
    return trace !== null && this.#sound.get(sessionId) === trace;
  }

  /** @param trace how it stood before it was looked at */
  foundSound(sessionId: string, trace: string | null): void {
    if (trace === null || this.isSound(sessionId, trace)) return;
    this.#sound.set(sessionId, trace);
    this.#changed = true;
  }

  /** Writes what changed, without sessions that are gone. A folder that takes no file costs the next start its speed and nothing else. */
  async save(here: readonly string[]): Promise<void> {
    const there = new Set(here);
    for (const id of this.#sound.keys()) if (!there.has(id)) this.#sound.delete(id);
    for (const id of this.#kept.keys()) {
      if (there.has(id)) continue;
      this.#kept.delete(id);
      this.#changed = true;
    }
    if (!this.#changed || this.#file === null) return;
    this.#changed = false;
    await writeAtomically(this.#file, this.#lines()).catch(() => undefined);
  }

  *#lines(): Generator<string> {
    yield `${JSON.stringify({ list: 1, app: this.#app })}\n`;
    for (const [id, { trace, text, row }] of this.#kept) {
      const sound = this.isSound(id, trace) ? ',"sound":true' : '';
      yield `{"id":${JSON.stringify(id)},"trace":${JSON.stringify(trace)}${sound},"row":${text ?? JSON.stringify(row)}}\n`;
    }
  }
}
