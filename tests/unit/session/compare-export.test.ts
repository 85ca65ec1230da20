import { describe, expect, it } from 'vitest';
import {
  comparisonCsv,
  comparisonMarkdown,
  type NamedComparison,
} from '../../../shared/session/library/compare-export.ts';
import { compareGroups } from '../../../shared/session/library/compare-groups.ts';
import { compareSessions, digestOf } from '../../../shared/session/library/compare-sessions.ts';
import { priced, usageOf, vad } from './priced-sessions.ts';

const silence = (ms: number, audio: number) =>
  priced({ session: vad({ type: 'server_vad', silence_duration_ms: ms }), usages: [usageOf(audio, 0)] });

const named: NamedComparison = {
  kind: 'sessions',
  comparison: compareSessions([silence(500, 1000), silence(200, 11)]),
  names: ['Slow | by phone', '=quick'],
};

const lineOf = (csv: string, figure: string): string | undefined =>
  csv.split('\r\n').find((line) => line.split(',')[1] === figure);

describe('a comparison handed on', () => {
  it('as CSV has a row a figure, plain and exact, with the difference beside each value', () => {
    const csv = comparisonCsv(named);
    const [head] = csv.split('\r\n');
    expect(head).toBe('part,figure,unit,1 Slow | by phone,2 =quick,2 less 1');
    expect(lineOf(csv, 'Silence')).toBe('Set differently,Silence,,500 ms,200 ms,');
    expect(lineOf(csv, 'Audio out')).toBe('Usage,Audio out,tokens,1000,11,-989');
    // Per million $10 in and $20 out.
    expect(lineOf(csv, '"Expected')).toBe('Usage,"Expected, low end",USD,0.03,0.00033,-0.02967');
    // Nobody spoke: there is nothing to divide by, and no wait.
    expect(lineOf(csv, 'Low end a turn')).toBe('Usage,Low end a turn,USD,unknown,unknown,');
    expect(lineOf(csv, 'Median')).toBe('First audio,Median,ms,,,');
  });

  it('as Markdown has the same, and what the numbers carry', () => {
    const markdown = comparisonMarkdown(named);
    expect(markdown).toContain('| 1 Slow \\| by phone |');
    expect(markdown).toContain('| Audio out, tokens | 1000 | 11 (-989) |');
    expect(markdown).toContain('| Expected, low end, USD | 0.03 | 0.00033 (-0.02967) |');
    expect(markdown).toContain('- Repeat before you rely on them.');
  });

  it('of groups says of how many sessions a median is, and between what it lies', () => {
    const digests = [10, 20, 30].map((audio) => digestOf(silence(500, audio)));
    const groups = compareGroups([
      { name: 'a', digests },
      { name: 'b', digests: [digestOf(silence(200, 11)), digestOf(silence(700, 11))] },
    ]);
    const csv = comparisonCsv({ kind: 'groups', comparison: groups });
    expect(lineOf(csv, 'Sessions')).toBe('Group,Sessions,,3,2,');
    expect(csv).toContain('"Expected, low end",USD,0.0006,0.00033,-0.00027');
    expect(csv).toContain('"Expected, low end, least",USD,0.0003,0.00033,');
    expect(csv).toContain('"Expected, low end, most",USD,0.0009,0.00033,');
    expect(csv).toContain('"Expected, low end, n",,3,2,');
    expect(csv).toContain('Silence,,500 ms,"varies: 200 ms, 700 ms",');
  });
});
