import { billedModels } from '../../shared/billing/billed-models.ts';
import type { Billed } from '../../shared/billing/meter-kind.ts';
import { readPastedTable } from '../../shared/billing/pasted-table.ts';
import type { Coverage, Finding } from '../../shared/reconcile/stories/answer-types.ts';
import { reconcile, type Reconciliation } from '../../shared/reconcile/reconcile.ts';
import { billedModel, tableOf } from './bill.ts';
import type { Conversation } from './conversation.ts';
import { standingOf, type Standing } from './gate.ts';
import {
  beyondClaim,
  beyondStories,
  falseInference,
  falseOfPlanted,
  inFirstRank,
  isFalselyExact,
  statesInference,
} from './judge.ts';
import { outsideKinds, type OutsideCase, type OutsideKind } from './outside.ts';
import { plant, type PlantedCase } from './planted.ts';
import { seeded } from './random.ts';

/** Holds a bill against what a made conversation reported, as the product is called. */
export function ask({ turns, family, service, logged }: Conversation, billed: Billed): Reconciliation {
  // The log of a session saw nothing but what was reported.
  const log = logged ? { responsesCreated: turns.length, responsesReported: turns.length } : null;
  return reconcile(turns, billed, null, log, { counting: { family, service, certain: logged } });
}

/** What is wrong with an answer, whatever made the bill; each null: nothing. */
interface Faults {
  /** A sentence that is not so. */
  readonly untrue: string | null;
  /** Its words state more than its claim. */
  readonly words: string | null;
  /** Its claim states more than its stories share. */
  readonly stories: string | null;
}

export interface PlantedOutcome extends Faults {
  readonly seed: number;
  readonly recovered: boolean;
  readonly decides: boolean;
  readonly standing: Standing;
  readonly planted: PlantedCase;
  readonly finding: Finding;
  readonly falselyExact: boolean;
  readonly ms: number;
}

/** A bill with a story in it, pasted as a table, to its judgement. */
export function judgePlanted(seed: number): PlantedOutcome {
  const random = seeded(seed);
  const planted = plant(random);
  const { conversation } = planted;
  const table = readPastedTable(tableOf(random, planted.billed));
  const model = table.ok ? billedModels(table.rows).find(({ label }) => label.includes(billedModel)) : undefined;
  const start = performance.now();
  const { explanations, finding } = ask(conversation, model?.billed ?? {});
  const ms = performance.now() - start;
  return {
    seed,
    recovered: inFirstRank(explanations, planted),
    untrue: falseOfPlanted(finding, planted),
    words: beyondClaim(finding),
    stories: beyondStories(finding, explanations),
    decides: statesInference(finding.claim),
    standing: standingOf(
      conversation,
      planted.billed,
      planted.ran.map(({ context }) => context),
    ),
    planted,
    finding,
    falselyExact: explanations.some((one) => isFalselyExact(one, planted)),
    ms,
  };
}

export interface OutsideOutcome extends Faults {
  readonly seed: number;
  /** A further inference is stated, rightly or not. */
  readonly stated: boolean;
  readonly chance: Coverage | null;
  readonly made: OutsideCase;
  readonly finding: Finding;
  readonly ms: number;
}

/** A bill that no story of the rules made, to its judgement. */
export function judgeOutside(kind: OutsideKind, seed: number): OutsideOutcome {
  const made = outsideKinds[kind].make(seeded(seed));
  const start = performance.now();
  const { explanations, finding } = ask(made.conversation, made.billed);
  const ms = performance.now() - start;
  return {
    seed,
    stated: statesInference(finding.claim),
    untrue: falseInference(finding.claim, made.conversation, made.ran),
    words: beyondClaim(finding),
    stories: beyondStories(finding, explanations),
    chance: finding.chance,
    made,
    finding,
    ms,
  };
}
