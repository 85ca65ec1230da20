import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WholeTokens, type MeterKind, meterKinds } from '../../../shared/billing/meter-kind.ts';
import { usageOfSession } from '../../../shared/reconcile/evidence/session-evidence.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { nothingUsed, type Used } from '../session/by-hand.ts';
import { Conversation } from '../session/conversation.ts';
import { type Plan, plans, type Step } from '../session/plans.ts';

const viewOf = ({ header, log }: Conversation): SessionView => foldSession(header, log.entries);

const fields: Readonly<Record<MeterKind, (used: Used) => number>> = {
  audio_in: ({ audioIn, cachedAudio }) => audioIn - cachedAudio,
  audio_cached: ({ cachedAudio }) => cachedAudio,
  audio_out: ({ audioOut }) => audioOut,
  text_in: ({ textIn, cachedText }) => textIn - cachedText,
  text_cached: ({ cachedText }) => cachedText,
  text_out: ({ textOut }) => textOut,
};

/** The bill of everything that ran, reported or not. */
const billOf = ({ answers }: Conversation): WholeTokens =>
  Object.fromEntries(
    meterKinds.map((meter) => [meter, answers.reduce((sum, { used }) => sum + fields[meter](used), 0)]),
  );

const isReported = ({ ending, used }: Conversation['answers'][number]): boolean =>
  (ending === 'reported' || ending === 'cut') && used !== nothingUsed;

/** Numbers of responses that used something and reported nothing. */
const hiddenIn = ({ answers }: Conversation): number[] =>
  answers.flatMap((one, at) => (isReported(one) || one.used === nothingUsed ? [] : [at + 1]));

const said: readonly Step['what'][] = ['speak', 'answer'];
const reported = (step: Step): Step => (said.includes(step.what) ? ({ ...step, ending: 'reported' } as Step) : step);
const probe: Step = { what: 'answer', parts: [3], thought: 0, ending: 'reported' };

describe('a turn of a recorded session', () => {
  it('knows what a response begun right after it would read: what such a response does read', () => {
    let known = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const steps = plan.steps.map((step, at) => (at === plan.steps.length - 1 ? reported(step) : step));
        const last = steps.at(-1);
        if (last === undefined || !said.includes(last.what)) return;
        const asked: Plan = { ...plan, steps };
        const one = new Conversation(asked);
        const next = new Conversation({ ...asked, steps: [...steps, probe] });
        const used = next.answers[one.answers.length]?.used;
        const told = usageOfSession(viewOf(one)).turns.at(-1);
        // The session was lost before it came so far, or nothing of its last answer is in the log.
        if (used === undefined || told?.after === undefined || !told.after.known) return;
        const { audio, text, width } = told.after;
        known += 1;
        expect(Math.abs(used.audioIn - audio)).toBeLessThanOrEqual(width.audio);
        expect(Math.abs(used.textIn - text)).toBeLessThanOrEqual(width.text);
      }),
      { numRuns: 400, seed: 12 },
    );
    expect(known).toBeGreaterThan(60);
  });

  it('names its conversation and what its answer was', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const conversation = new Conversation(plan);
        const { turns } = usageOfSession(viewOf(conversation));
        const answers = conversation.answers.filter(isReported);
        expect(turns).toHaveLength(answers.length);
        for (const [at, turn] of turns.entries()) {
          expect(turn.conversation).toBe('test');
          expect([turn.audioIn, turn.textIn, turn.audioOut, turn.textOut, turn.reasoning ?? 0]).toEqual(
            (['audioIn', 'textIn', 'audioOut', 'textOut', 'reasoning'] as const).map((key) => answers[at]?.used[key]),
          );
          if (turn.wrote !== undefined) expect(turn.wrote === 'spoken').toBe(turn.audioOut > 0);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('the true bill of a recorded session', () => {
  it('is what was reported where nothing was hidden, and else is told to hold what was, and no other', () => {
    let [seen, hid] = [0, 0];
    fc.assert(
      fc.property(plans, (plan) => {
        const conversation = new Conversation(plan);
        const view = viewOf(conversation);
        const { turns, log } = usageOfSession(view);
        if (turns.length === 0) return;
        const hidden = hiddenIn(conversation);
        const counting = { family: plan.family, service: plan.service, certain: true };
        const { finding } = reconcile(turns, billOf(conversation), null, log, { counting });
        const { claim } = finding;
        if (hidden.length > 0) hid += 1;
        switch (claim.kind) {
          case 'as reported':
            expect(hidden).toEqual([]);
            break;
          case 'seen':
            seen += 1;
            expect([finding.headline, claim.responses]).toEqual([finding.headline, hidden]);
            break;
          case 'seen among':
            seen += 1;
            expect(claim.count).toBe(hidden.length);
            expect(claim.responses).toEqual(expect.arrayContaining(hidden));
            break;
          case 'further':
            // Only as many as ran, and none by a name: the log saw each.
            expect(hidden.length).toBeGreaterThanOrEqual(claim.atLeast);
            expect(claim.contexts).toBeNull();
            break;
          case 'as reported in part':
          case 'no bill':
          case 'ratio':
            throw new Error(`${claim.kind}: ${finding.headline}`);
          case 'undecided':
          case 'nothing fits':
            expect(hidden.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 600, seed: 12 },
    );
    // Of several that never reported each estimate has a width, and some of them hold no rule at all.
    expect(hid).toBeGreaterThan(150);
    expect(seen / hid).toBeGreaterThan(0.5);
  });
});
