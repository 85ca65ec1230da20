import { predictMeters, type PredictedMeter } from './arithmetic.ts';
import { tokensPerMessageOverhead } from '../usage/recurrence.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import type { Billed, Turn } from './facts.ts';
import { complexity, type Story } from './story.ts';

/** What a session log can say for or against a story. */
export interface LogEvidence {
  /** `response.created` seen, and of those the ones that reported usage. */
  readonly responsesCreated: number;
  readonly responsesReported: number;
}

export interface Inference {
  readonly kind: 'reported' | 'further';
  readonly turn: number;
  readonly context: string | null;
  readonly documented: boolean;
  readonly statement: string;
}

/** One story that survived, ready to be read. */
export interface Explanation {
  /** 1, 2, 3 …; stories that nothing tells apart share one. */
  readonly rank: number;
  /** Every checked meter equals its prediction in whole tokens, and at least one meter is checked. */
  readonly exact: boolean;
  readonly statement: string;
  readonly inferences: readonly Inference[];
  readonly meters: readonly PredictedMeter[];
  /** Meters whose number the story leaves free, and constants fitted to this bill. */
  readonly freeParameters: readonly string[];
  readonly assumptions: readonly string[];
  readonly coverage: Coverage;
  readonly supports: readonly string[];
  readonly contradictions: readonly string[];
  readonly story: Story;
}

const numberWords = ['No', 'One', 'Two', 'Three'] as const;

function statementOf(story: Story, turns: number): string {
  const count = story.further.length;
  const cached = {
    none: '',
    apart: '',
    folded: ', cached tokens billed as uncached',
    unbilled: ', cached tokens not billed',
  }[story.cache];
  if (count === 0) return `The bill is what was reported${cached}.`;
  const at = (turn: number): string => (turns > 1 ? ` at response ${turn + 1}` : '');
  const titles = story.further.map(({ context, turn }) => `${context.title}${at(turn)}`);
  return `${numberWords[count] ?? count} further inference${count === 1 ? '' : 's'}: ${titles.join('; ')}${cached}.`;
}

function assumptionsOf(story: Story): string[] {
  const list: string[] = [];
  if (story.further.some(({ context }) => context.text.messages > 0) && !story.perMessageFitted) {
    list.push(
      `The answer costs ${tokensPerMessageOverhead} tokens beside its text when it is read again. The provider's own example has this size; it promises no number.`,
    );
  }
  if (story.cache === 'folded') list.push('Cached tokens land on the uncached meters. No mapping is published.');
  if (story.cache === 'unbilled') list.push('Cached tokens are not billed at all. No mapping is published.');
  for (const { context } of story.further) {
    if (context.assumption !== null && !list.includes(context.assumption)) list.push(context.assumption);
  }
  return list;
}

function weigh(story: Story, log: LogEvidence | null): { supports: string[]; contradictions: string[] } {
  const count = story.further.length;
  if (log === null || count === 0) return { supports: [], contradictions: [] };
  const unreported = log.responsesCreated - log.responsesReported;
  if (unreported >= count) {
    return {
      supports: [
        `The session log holds ${unreported} response.created without usage, enough for ${count} further inference${count === 1 ? '' : 's'}.`,
      ],
      contradictions: [],
    };
  }
  return {
    supports: [],
    contradictions: [
      `The session log holds ${log.responsesCreated} response.created, ${log.responsesReported} of them with usage: ${count - unreported} of the ${count} further inferences left no trace in it.`,
    ],
  };
}

/** Stories of one level are equally simple: nothing but the data could tell them apart, and it does not. */
const level = (story: Story): string => complexity(story).join(' ');

/** Explanations of the surviving stories, ranked; ties share a rank. */
export function explain(
  stories: readonly Story[],
  turns: readonly Turn[],
  billed: Billed,
  log: LogEvidence | null,
): Explanation[] {
  return stories.map((story): Explanation => {
    const meters = predictMeters(story, turns, billed);
    const checked = meters.filter((meter) => meter.checked);
    return {
      rank: stories.findIndex((other) => level(other) === level(story)) + 1,
      exact: checked.length > 0 && checked.every((meter) => meter.residual === 0),
      statement: statementOf(story, turns.length),
      inferences: [
        ...turns.map((_, turn): Inference => ({
          kind: 'reported',
          turn,
          context: null,
          documented: true,
          statement: 'The response that was reported.',
        })),
        ...story.further.map(({ context, turn }): Inference => ({
          kind: 'further',
          turn,
          context: context.id,
          documented: context.documented,
          statement: `A further inference ${context.title}.`,
        })),
      ],
      meters,
      freeParameters: [
        ...meters.filter((meter) => meter.billed !== null && !meter.checked).map((meter) => meter.meter),
        ...(story.perMessageFitted ? ['tokens per message'] : []),
      ],
      assumptions: assumptionsOf(story),
      coverage: coverageOf(story, turns),
      ...weigh(story, log),
      story,
    };
  });
}
