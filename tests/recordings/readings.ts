import { toArray } from '../../shared/kit/chunk-list.ts';
import { partsRead } from '../../shared/session/expected/items-read.ts';
import { foldSession } from '../../shared/session/fold/fold.ts';
import { coverageOf, familyOf, hasReport, type Family } from './coverage.ts';
import type { FactsFile } from './judge.ts';
import { recordedLog, responseId } from './log.ts';

/** How often one rule for what is read stands behind responses whose input is known, and how often they came out right. */
export interface Readings {
  /** What was read, as the table of rules names it; `prompt, counted`: instructions and tools, counted and not reported. */
  readonly of: string;
  readonly family: Family;
  readonly service: string;
  /** In responses whose input, text and audio, was right to the token. */
  readonly exact: number;
  /** In all responses whose input is judged. */
  readonly all: number;
}

/** The readings behind the judged inputs, rule by rule, most first. */
export function readingsOf(files: readonly FactsFile[]): Readings[] {
  const sums = new Map<string, Readings>();
  for (const session of files.flatMap(({ facts }) => facts.sessions)) {
    const { header, entries } = recordedLog(session, 'visible');
    const view = foldSession(header, entries);
    const coverage = coverageOf(session, 'visible');
    for (const [k, fact] of session.responses.entries()) {
      const seen = toArray(view.responses).find(({ id }) => id === responseId(k));
      if (seen === undefined || !hasReport(fact) || coverage.responses[k]?.input !== true) continue;
      const { error, evidence } = seen.expected;
      const { prompt, counting } = evidence.input;
      const isExact = error !== null && error.textIn === 0 && error.audioIn === 0;
      const counted = prompt.from === 'count' ? [{ of: 'prompt, counted', items: 1 }] : [];
      for (const { of, items } of [...counted, ...partsRead(view, seen)]) {
        const key = [of, familyOf(session), counting.service].join();
        const have = sums.get(key) ?? { of, family: familyOf(session), service: counting.service, exact: 0, all: 0 };
        sums.set(key, { ...have, exact: have.exact + (isExact ? items : 0), all: have.all + items });
      }
    }
  }
  return [...sums.values()].toSorted((one, other) => other.all - one.all);
}
