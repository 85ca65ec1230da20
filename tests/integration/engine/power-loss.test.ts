import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEntries } from '../../../electron/engine/record/read-log.ts';
import { readRecord } from '../../../electron/engine/record/read-record.ts';
import { repairSession } from '../../../electron/engine/record/repair.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { recordNotes } from '../../../shared/session/record-state.ts';
import { temporaryFolder } from '../support/bench.ts';
import { afterPowerCut, journalDisk, type Step } from '../support/disks.ts';
import { app, beginRecording, feed, names, seeded } from '../support/recorded.ts';

/** Ways in which each cut may leave the folder. */
const ways = 2;

/** Records a session with a journal of what it did to the disk and what was shown meanwhile. */
async function journal(name: string) {
  const sessions = await temporaryFolder();
  const steps: Step[] = [];
  const entries: LogEntry[] = [];
  const made = await beginRecording(sessions, name, {
    disk: journalDisk(steps),
    hooks: {
      onShown: (shown) => {
        entries.push(...shown);
        steps.push({ kind: 'shown', seqs: shown.filter(reports).map(({ seq }) => seq) });
      },
      onOverflow: () => undefined,
      onNote: () => undefined,
    },
  });
  if ('refused' in made) throw new Error(made.refused);
  await feed(made.record, name);
  await made.record.close();
  return { steps, entries, folder: made.record.folder, header: made.record.header };
}

const reports = ({ from, event }: LogEntry): boolean => from === 'server' && /"usage":\{/.test(JSON.stringify(event));

describe.each(names)('a power cut after any step of %s', (name) => {
  it('loses no usage that was shown, and the record opens and sums nothing otherwise without a word', async () => {
    const { steps, entries, folder, header } = await journal(name);
    const next = seeded(42);
    const wrong: unknown[] = [];
    let opened = 0;
    let withUsage = 0;
    for (let cut = 1; cut <= steps.length; cut += 1) {
      const before = steps.slice(0, cut);
      const shown = before.flatMap((step) => (step.kind === 'shown' ? step.seqs : []));
      for (let way = 0; way < ways; way += 1) {
        await rm(folder, { recursive: true, force: true });
        for (const [path, bytes] of afterPowerCut(before, next)) {
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, bytes);
          // This machine starts again.
          await utimes(path, new Date(2026, 0), new Date(2026, 0));
        }
        await mkdir(folder, { recursive: true });
        const repair = await repairSession(folder, app);
        const read = await readRecord(folder).catch(() => null);
        if (read === null) {
          // Nothing of the record had a name yet, or its header was not on the medium.
          if (shown.length > 0) wrong.push({ cut, way, why: 'does not open', repair });
          continue;
        }
        opened += 1;
        const events = new Map<number, string>();
        for await (const some of readEntries(join(folder, 'events.jsonl'))) {
          for (const { seq, event } of some) events.set(seq, JSON.stringify(event));
        }
        // What the repair noted may have the number of an entry that is gone.
        const isThere = ({ seq, event }: LogEntry): boolean => events.get(seq) === JSON.stringify(event);
        const lost = entries.filter((entry) => shown.includes(entry.seq) && !isThere(entry));
        if (lost.length > 0) wrong.push({ cut, way, why: 'lost', lost: lost.map(({ seq }) => seq) });
        withUsage += shown.length > 0 ? 1 : 0;
        const whole = entries.findIndex((entry) => !isThere(entry));
        const expected = foldSession(header, whole < 0 ? entries : entries.slice(0, whole)).usage;
        const same = JSON.stringify(read.view.usage) === JSON.stringify(expected);
        if (!same && (read.view.record === null || recordNotes(read.view.record).length === 0)) {
          wrong.push({ cut, way, why: 'sums otherwise in silence' });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(opened).toBeGreaterThan(steps.length);
    expect(withUsage).toBeGreaterThan(steps.length / 2);
  });
});
