import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { tokenRules } from '../../../shared/usage/rules/table.ts';
import { familyOf } from '../../recordings/coverage.ts';
import { readFacts, type SessionFact } from '../../recordings/facts.ts';
import { judge, type FactsFile, type Figures, type Judgement } from '../../recordings/judge.ts';
import { recordedLog } from '../../recordings/log.ts';
import { judgedSamples } from '../../recordings/samples.ts';

const files: FactsFile[] = ['recorded-usage.json', 'recorded-usage-mini.json'].map((name) => {
  const path = `tests/fixtures/recordings/${name}`;
  const read = readFacts(readFileSync(path, 'utf8'), path);
  if (!read.ok) throw new Error(read.error.message);
  return { path, facts: read.facts };
});

describe('the measured rules, on recordings of the real service', () => {
  let judgement: Judgement;
  beforeAll(() => {
    judgement = judge(files);
  });

  const figures = ({ n, exact, held, medianHalfWidth }: Figures): readonly unknown[] => [
    exact,
    n,
    held,
    medianHalfWidth,
  ];

  // Exact, judged, held by the width, median half-width. A figure may only get better, and then is written down here.
  it.each([
    ['input', [116, 116, 116, 0], [114, 114, 114, 0]],
    ['textIn', [121, 121, 121, 0], [119, 119, 119, 0]],
    ['audioIn', [13, 13, 13, 0], [13, 13, 13, 1]],
    ['textOutTextMode', [112, 112, 112, 0], [112, 112, 112, 0]],
    ['textOutAudioMode', [18, 19, 19, 2], [18, 19, 19, 2]],
    ['textOutCallOnly', [7, 7, 7, 0], [7, 7, 7, 0]],
    ['cached', [44, 45, 45, 64], [42, 44, 44, 64]],
  ] as const)('are right in %s as often as they were', (field, visible, blind) => {
    expect(figures(judgement.pooled.visible[field])).toEqual(visible);
    expect(figures(judgement.pooled.blind[field])).toEqual(blind);
  });

  it.each([
    ['transcriptionIn', 1],
    ['transcriptionOut', 7],
    ['transcriptionSeconds', 4],
  ] as const)('are always right in %s', (field, n) => {
    expect(judgement.pooled.visible[field]).toMatchObject({ exact: n, n });
  });

  it('give an estimate of every response that they cover', () => {
    const missing = Object.values(judgement.pooled.visible).map((one) => one.missing);
    expect(missing.every((count) => count === 0)).toBe(true);
  });
});

/** A number somewhere in a rule, which can be set to something else and back. */
interface Leaf {
  readonly name: string;
  readonly families: readonly string[];
  readonly value: () => number;
  readonly change: (by: number) => void;
}

/** Numbers below a part of a rule. How wide an estimate is, is no count that a report could contradict. */
function leavesOf(part: Record<string | number, unknown>, name: string, families: readonly string[]): Leaf[] {
  return Object.entries(part).flatMap(([key, member]): Leaf[] => {
    if (key === 'halfWidth') return [];
    const here = `${name} ${Array.isArray(part) ? Number(key) + 1 : key}`;
    if (typeof member === 'number') {
      const value = (): number => Number(part[key]);
      return [{ name: here, families, value, change: (by) => (part[key] = value() + by) }];
    }
    // The table is written for reading; only here a number of it is changed, and put back.
    return typeof member === 'object' && member !== null
      ? leavesOf(member as Record<string | number, unknown>, here, families)
      : [];
  });
}

const leaves = tokenRules.flatMap((rule) => {
  const name = [rule.rule, 'of' in rule ? rule.of : '', rule.families.join('/'), rule.service ?? '']
    .filter((word) => word !== '')
    .join(', ');
  return leavesOf(rule, name, rule.families);
});

const all = files.flatMap(({ facts }) => facts.sessions);
const logs = new Map(all.map((session) => [session, recordedLog(session, 'visible')]));

function estimatesOf(session: SessionFact): string {
  const log = logs.get(session);
  if (log === undefined) throw new Error('A session without a log.');
  const view = foldSession(log.header, log.entries);
  return JSON.stringify(judgedSamples(session, 'visible', view).map(({ field, estimate }) => [field, estimate]));
}

const right = new Map(all.map((session) => [session, estimatesOf(session)]));

/** Whether some recording would show that a number is wrong. */
function isCaught({ families, change }: Leaf, by: number): boolean {
  change(by);
  try {
    return all.some((session) => families.includes(familyOf(session)) && estimatesOf(session) !== right.get(session));
  } finally {
    change(-by);
  }
}

/** What the recordings leave open of a number: every value from `low` to `high` fits them. */
interface Open {
  readonly value: number;
  /** Null: any smaller value fits as well. */
  readonly low: number | null;
  readonly high: number | null;
  readonly why: string;
}
const any = (value: number, why: string): Open => ({ value, low: null, high: null, why });
const between = (low: number | null, value: number, high: number | null, why: string): Open => ({
  value,
  low,
  high,
  why,
});

const anchored = 'stands in a first response, whose report tells the prompt';
const unmeasured = 'no recording holds one that is read again';
const fitted = 'one of several limits that fit';

/** Numbers that no recording pins down to the token. A change of one has to be made here as well, with its reason. */
const open: Readonly<Record<string, Open>> = {
  'prompt, preview/ga defaultInstructions': any(111, 'recordings name the instructions'),
  'prompt, reasoning defaultInstructions': any(111, 'recordings name the instructions'),
  'prompt, reasoning instructionsPlus': any(0, anchored),
  'prompt, reasoning toolsPlus': any(295, anchored),
  'reads, system message, preview/ga/reasoning text plus': any(4, unmeasured),
  'reads, written by client, reasoning text plus': any(11, anchored),
  'reads, spoken turn, preview/ga/reasoning audio lessMs': between(21, 25, 32, 'lengths are whole tenths'),
  'reads, last spoken answer, reasoning text plus': any(2, unmeasured),
  'reads, older spoken answer, reasoning text plus': any(4, unmeasured),
  'reads, truncated answer, preview audio lessMs': between(-19, 0, 0, 'five lengths'),
  'reads, truncated answer, ga/reasoning text plus': any(8, unmeasured),
  'reads, truncated answer, ga/reasoning audio lessMs': any(0, unmeasured),
  'reads, truncated answer, ga/reasoning audio msPerToken': any(50, unmeasured),
  'reads, other item, preview/ga/reasoning text plus': any(4, unmeasured),
  'image, preview/ga image': any(65, 'image tokens are not judged'),
  'image, reasoning image': any(194, 'image tokens are not judged'),
  'image, reasoning text': any(1, unmeasured),
  'writes, preview/ga written plusBeforeAnother': any(2, 'no answer in text has two messages'),
  'writes, preview/ga audioMsPerToken': any(50, 'no recording keeps its audio'),
  'writes, reasoning spoken plus': any(4, 'no spoken answer keeps its transcript'),
  'writes, reasoning spoken plusPerRun': any(2, 'no spoken answer keeps its transcript'),
  'writes, reasoning spoken lessUnfinished': any(2, 'no spoken answer keeps its transcript'),
  'writes, reasoning called plus': any(7, 'no call stands alone'),
  'writes, reasoning audioMsPerToken': any(50, 'no recording keeps its audio'),
  'runs, preview/ga/reasoning belowAudio 1': between(null, 12, 31, fitted),
  'runs, preview/ga/reasoning belowAudio 2': between(null, 22, 54, fitted),
  'runs, preview/ga/reasoning belowAudio 3': between(null, 37, 61, fitted),
  'runs, preview/ga/reasoning belowAudio 4': between(85, 98, 105, fitted),
  'runs, preview/ga/reasoning everyAudio': between(41, 42, 46, fitted),
  'runs, preview/ga/reasoning upToText 1': between(3, 4, 5, fitted),
  'runs, preview/ga/reasoning upToText 3': between(9, 12, 12, fitted),
  'runs, preview/ga/reasoning upToText 4': between(null, 20, 22, fitted),
  'cached, ga/reasoning frameTokens': between(21, 22, 29, 'whole blocks hide the rest'),
  'cached, preview blockTokens': any(64, 'hits are luck: an upper bound only'),
  'cached, preview frameTokens': any(22, 'hits are luck: an upper bound only'),
  'reasoning, reasoning atMost': any(256, 'a bound, not a count'),
};

describe('every number of the table', () => {
  it.each(leaves)('$name: changed by one is shown to be wrong, unless it is named among those left open', (leaf) => {
    // How audio becomes tokens is made up in a log that has no audio: what it shows of that is its own echo.
    const isSeen = !leaf.name.endsWith('audioMsPerToken') && isCaught(leaf, 1) && isCaught(leaf, -1);
    expect(isSeen).toBe(open[leaf.name] === undefined);
  });

  it.each(Object.entries(open))('%s stands as it is written here', (name, { value }) => {
    expect(leaves.find((leaf) => leaf.name === name)?.value()).toBe(value);
  });

  it.each(Object.entries(open).filter(([, { low, high }]) => low !== null || high !== null))(
    '%s is held between the values that fit',
    (name, { value, low, high }) => {
      const leaf = leaves.find((one) => one.name === name);
      if (leaf === undefined) throw new Error(`There is no ${name}.`);
      if (low !== null) expect([isCaught(leaf, low - 1 - value), isCaught(leaf, low - value)]).toEqual([true, false]);
      if (high !== null)
        expect([isCaught(leaf, high + 1 - value), isCaught(leaf, high - value)]).toEqual([true, false]);
    },
  );
});
