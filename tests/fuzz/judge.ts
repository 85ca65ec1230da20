import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { foldLog, readHeader } from '../../electron/engine/record/read-log.ts';
import { readSummary } from '../../electron/engine/record/summary.ts';
import type { PriceBook } from '../../shared/pricing/price-book.ts';
import { errorName, parting, trace, type Fault } from './fault.ts';
import type { Frame } from './frames.ts';
import type { Follower } from './follower.ts';
import { readAll } from './readers.ts';
import { readRecord, type Line as Entry } from './record.ts';

const fault = (what: string, detail: string): Fault => ({ what, detail });

const shown = (bytes: Buffer | null | undefined): string =>
  bytes === null || bytes === undefined ? 'nothing' : JSON.stringify(bytes.toString('utf8').slice(0, 600));

/** What went in must be what is kept: every frame, in its place, byte for byte. */
export function compareFrames(sent: readonly Frame[], entries: readonly Entry[]): Fault[] {
  const expected = sent.filter(({ opcode }) => opcode !== 'ping');
  const kept = entries.filter(({ from }) => from === 'server');
  const faults: Fault[] = [];
  if (kept.length !== expected.length) {
    faults.push(
      fault('frames are missing in the record, or too many', `${expected.length} were sent, ${kept.length} are kept.`),
    );
  }
  // A text goes over the wire as UTF-8: half a surrogate became a sign of its own before it left. What is none stands as its bytes.
  const at = expected.findIndex(
    ({ opcode, payload }, n) =>
      kept[n] === undefined ||
      kept[n].binary !== (opcode === 'binary' || !isUtf8(payload)) ||
      kept[n].frame?.equals(payload) !== true,
  );
  if (at >= 0) {
    faults.push(
      fault(
        'a frame is not kept as it was sent',
        `Frame ${at + 1} of the service was ${shown(expected[at]?.payload)} and stands as ${shown(kept[at]?.frame)}.`,
      ),
    );
  }
  return faults;
}

/** What the service heard must stand in the record in the same order; the record may hold more, which never arrived. */
function compareHeard(received: readonly string[], entries: readonly Entry[]): Fault[] {
  const kept = entries.filter(({ from }) => from === 'client');
  const at = received.findIndex((text, n) => kept[n]?.frame?.equals(Buffer.from(text)) !== true);
  return at < 0
    ? []
    : [
        fault(
          'a frame of the bench is not kept as it was heard',
          `Frame ${at + 1} was ${received[at]?.slice(0, 300)} and stands as ${shown(kept[at]?.frame)}.`,
        ),
      ];
}

export interface Ran {
  readonly folder: string;
  readonly app: string;
  readonly book: PriceBook;
  readonly sent: readonly Frame[];
  readonly received: readonly string[];
  readonly follower: Follower;
}

/** Judges a session that is over by what it left behind. */
export async function judge({ folder, app, book, sent, received, follower }: Ran): Promise<Fault[]> {
  const { lines, problems } = await readRecord(folder);
  const faults: Fault[] = [
    ...problems.map((problem) => fault('a line of the record is none', problem)),
    ...compareFrames(sent, lines),
    ...compareHeard(received, lines),
  ];
  const lastType = lines.at(-1)?.event.slice(0, 40) ?? '';
  if (!lastType.startsWith('{"type":"bench.closed"')) {
    faults.push(fault('the record does not end with the close', `Its last entry is ${lastType}.`));
  }
  if (follower.entries.length !== lines.length) {
    faults.push(
      fault('the window missed entries', `${lines.length} are kept, ${follower.entries.length} were pushed.`),
    );
  }
  const live = JSON.stringify(follower.view);
  const log = join(folder, 'events.jsonl');
  try {
    const replayed = JSON.stringify(await foldLog(log, await readHeader(log)));
    if (replayed !== live) faults.push(fault('the replay is another view than the live one', parting(replayed, live)));
  } catch (error) {
    faults.push(fault(`the replay threw ${errorName(error as Error)}`, trace(error as Error)));
  }
  const summary = await readSummary(folder, app);
  if (summary === null || !summary.head.complete) {
    faults.push(fault('the summary is missing or not of the whole session', folder));
  } else if (JSON.stringify(summary.view) !== live) {
    faults.push(fault('the summary is another view', parting(JSON.stringify(summary.view), live)));
  }
  for (const { reader, error } of readAll({ view: follower.view, entries: follower.entries, book })) {
    faults.push(fault(`${reader} threw ${errorName(error)}`, trace(error)));
  }
  return faults;
}
