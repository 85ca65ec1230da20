import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../shared/reconcile/stories/answer-types.ts';
import type { UnreportedResponse } from '../../../shared/reconcile/evidence/evidence.ts';
import { rankStories } from '../../../shared/reconcile/finding/explanation.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { searchStories } from '../../../shared/reconcile/search/story-search.ts';
import { spaceOf } from '../../../shared/reconcile/search/build-space.ts';
import type { Story } from '../../../shared/reconcile/stories/story.ts';
import type { Counting } from '../../../shared/usage/rules/rules.ts';
import { generated, usual, type Case } from './generated.ts';

/** Numbers of the responses that a story says were billed. */
const numbersIn = (further: Story['further']): number[] =>
  further.flatMap(({ response }) => response ?? []).sort((one, other) => one - other);

const keyOf = (all: readonly { readonly context: string; readonly turn: number | null }[]): string =>
  all
    .map(({ context, turn }) => `${context} ${turn ?? 'elsewhere'}`)
    .sort()
    .join(', ');

/** Every story that holds, the first-ranked first, those outside of the measured rules apart. */
function storiesOf({ turns, bill, log }: Case, counting: Counting): { all: Story[]; first: Story[] } {
  const space = spaceOf(turns, bill, log, counting);
  const ranked = rankStories(searchStories(space), space);
  const within = ranked.filter(({ story }) => story.further.every(({ outside }) => !outside));
  return {
    all: within.map(({ story }) => story),
    first: within.filter(({ rank }) => rank === 1).map(({ story }) => story),
  };
}

interface Judged {
  readonly one: Case;
  readonly answer: ReturnType<typeof reconcile>;
  readonly stories: ReturnType<typeof storiesOf>;
}

/** The same cases stand in every test of this file, so each is worked out once. */
const judged = new Map<string, Judged>();
function judge(one: Case): Judged {
  const key = JSON.stringify(one);
  const { counting } = one.talk;
  const known = judged.get(key) ?? {
    one,
    answer: reconcile(one.turns, one.bill, null, one.log, { counting }),
    stories: storiesOf(one, counting),
  };
  judged.set(key, known);
  return known;
}

const every = (check: (judged: Judged) => void): void =>
  fc.assert(
    fc.property(generated(usual), (one) => check(judge(one))),
    { numRuns: 400, seed: 20_261_128 },
  );

describe('whatever was said and ran, a finding', () => {
  it('claims what is true of every story that holds within the rules, and of every first-ranked one', () => {
    const kinds = new Map<Claim['kind'], number>();
    every(
      ({
        one,
        answer: {
          finding: { claim },
        },
        stories: { all, first },
      }) => {
        kinds.set(claim.kind, (kinds.get(claim.kind) ?? 0) + 1);
        switch (claim.kind) {
          case 'no bill':
          case 'nothing fits':
            expect(first).toEqual([]);
            break;
          case 'ratio':
            // No bill here is a multiple of its report.
            expect(claim).toBeNull();
            break;
          case 'as reported':
            expect(first.every(({ further }) => further.length === 0)).toBe(true);
            expect(first.some(({ events }) => events.length === 0)).toBe(true);
            break;
          case 'as reported in part':
            expect(first.every(({ further, events }) => further.length === 0 && events.length > 0)).toBe(true);
            break;
          case 'seen': {
            const numbers = one.log?.unreported?.map(({ number }) => number) ?? [];
            expect(claim.responses.length).toBeGreaterThan(0);
            expect(new Set(claim.responses).size).toBe(claim.responses.length);
            expect(numbers).toEqual(expect.arrayContaining([...claim.responses]));
            for (const { further } of first) {
              expect(numbersIn(further)).toEqual([...claim.responses]);
            }
            break;
          }
          case 'seen among':
            for (const { further } of first) {
              expect(further.length).toBeGreaterThanOrEqual(claim.count);
              expect(claim.responses).toEqual(expect.arrayContaining(numbersIn(further)));
            }
            expect(first.some(({ further }) => further.length === claim.count)).toBe(true);
            break;
          case 'further':
            for (const { further } of all) expect(further.length).toBeGreaterThanOrEqual(claim.atLeast);
            expect(all.some(({ further }) => further.length === claim.atLeast)).toBe(true);
            if (claim.contexts !== null) {
              for (const { further, open } of first) {
                expect(keyOf(further)).toBe(keyOf(claim.contexts));
                expect(open).toBeNull();
              }
            }
            break;
          case 'undecided':
            expect(first.some(({ further }) => further.length > 0)).toBe(true);
        }
      },
    );
    for (const kind of ['nothing fits', 'as reported', 'seen', 'further', 'undecided'] as const) {
      expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(4);
    }
  });

  it('claims nothing that is not so of what ran, where nothing else is on the bill', () => {
    let stated = 0;
    every(
      ({
        one: { ran, billed },
        answer: {
          finding: { claim },
        },
      }) => {
        if (ran === null) return;
        if (claim.kind === 'as reported') expect([...ran, ...billed]).toEqual([]);
        if (claim.kind === 'seen') expect([claim.responses, ran.length]).toEqual([billed, 0]);
        if (claim.kind === 'further') {
          stated += 1;
          expect(ran.length + billed.length).toBeGreaterThanOrEqual(claim.atLeast);
          if (claim.contexts !== null) expect(keyOf(claim.contexts)).toBe(keyOf(ran));
        }
      },
    );
    expect(stated).toBeGreaterThan(20);
  });

  it('states a further inference only past the gate, worked out again from the report, the log and the bill', () => {
    every(
      ({
        one: { turns, bill, log },
        answer: {
          finding: { claim, chance },
        },
      }) => {
        if (claim.kind !== 'further') return;
        const silent = log?.unreported ?? [];
        expect(silent.filter(({ audioIn, textIn }) => audioIn === null || textIn === null)).toEqual([]);
        const most = (pick: (one: UnreportedResponse) => number): number =>
          silent.reduce((sum, one) => sum + pick(one), 0);
        const heard =
          turns.reduce((sum, { audioIn }) => sum + audioIn, 0) +
          most(({ audioIn, width }) => (audioIn ?? 0) + (width?.audioIn ?? 0));
        const spoken = turns.reduce((sum, { audioOut }) => sum + audioOut, 0) + most(({ audioOut }) => audioOut);
        const isBeyond = (bill.audio_in ?? 0) + (bill.audio_cached ?? 0) > heard || (bill.audio_out ?? 0) > spoken;
        expect(isBeyond).toBe(true);
        expect(chance).not.toBeNull();
        expect((chance?.hits ?? 1) * 1000).toBeLessThanOrEqual(chance?.of ?? 0);
      },
    );
  });

  it('says in words what it claims, and no more', () => {
    const times = ['', 'once', 'twice', '3 times'];
    every(
      ({
        answer: {
          finding: { claim, headline, lead, chance },
          explanations,
        },
      }) => {
        const words = `${headline} ${lead}`;
        expect(words).not.toMatch(/\b(?:free|residual|folded|coverage|NaN|undefined|null|Infinity)\b/);
        const statesMore =
          /ran at least (once|twice|\d+ times) more than (?:the API told you|the log of these sessions holds)/.exec(
            headline,
          )?.[1];
        expect(statesMore).toBe(claim.kind === 'further' ? times[claim.atLeast] : undefined);
        const named = /: responses? (?<list>[\d, and]+) reported nothing, and with (?:it|them) the bill closes/.exec(
          headline,
        );
        expect(named?.groups?.['list']?.match(/\d+/g)?.map(Number)).toEqual(
          claim.kind === 'seen' ? claim.responses : undefined,
        );
        if (claim.kind === 'further') {
          const title = explanations[0]?.title ?? '';
          expect(lead.startsWith('The first story: ')).toBe(claim.contexts !== null);
          expect(lead.startsWith('What ran is not forced')).toBe(claim.contexts === null);
          if (claim.contexts !== null) expect(lead.toLowerCase()).toContain(title.toLowerCase());
          const [hits, of] = [chance?.hits ?? 0, chance?.of ?? 0].map((value) => value.toLocaleString('en-US'));
          const fit = chance?.hits === 1 ? 'fits' : 'fit';
          expect(lead.replace(/ \(about 1 in [\d,]+\)/, '')).toContain(
            `Of all bills this far off, ${hits} in ${of} ${fit} as simple a story.`,
          );
          const about = /\(about 1 in ([\d,]+)\)/.exec(lead)?.[1]?.replaceAll(',', '');
          if (about !== undefined) expect(Number(about)).toBe(Math.round((chance?.of ?? 0) / (chance?.hits ?? 1)));
        }
        if (claim.kind === 'undecided' || claim.kind === 'nothing fits') {
          expect(headline).toMatch(/do not say why|No story|also stories with more/);
          expect(headline).not.toMatch(/at least|closes/);
        }
      },
    );
  });

  it('shows each first-ranked story, and of others whole ranks', () => {
    every(({ answer: { explanations, storiesFound }, stories: { all, first } }) => {
      const shown = explanations.filter(({ outside, exact }) => !outside && exact);
      if (all.length === 0) return;
      expect(shown.filter(({ rank }) => rank === 1)).toHaveLength(Math.min(first.length, 60));
      expect(storiesFound).toBeGreaterThanOrEqual(all.length);
      expect(explanations.map(({ rank }) => rank)).toEqual(explanations.map(({ rank }) => rank).sort((a, b) => a - b));
      const positions = explanations.map(({ outside }) => outside);
      expect(positions.lastIndexOf(false)).toBeLessThan(positions.includes(true) ? positions.indexOf(true) : 61);
    });
  });
});
