import { rereadTokens } from '../usage/rules/rules.ts';
import { isExact, predictMeters, type PredictedMeter } from './stories/arithmetic.ts';
import { coverageTable, type Coverage } from './stories/coverage.ts';
import type { LogEvidence } from './evidence.ts';
import type { Turn } from './facts.ts';
import type { Billed } from '../billing/meter-kind.ts';
import { complexity, type CacheTreatment, type Story } from './stories/story.ts';
import { refutedByLog, weigh } from './stories/weigh.ts';

export type { LogEvidence } from './evidence.ts';

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
  /** What else the story says happened: responses off this bill, transcription, another session. */
  readonly events: readonly string[];
  readonly meters: readonly PredictedMeter[];
  /** Meters whose number the story leaves free, and constants fitted to this bill. */
  readonly freeParameters: readonly string[];
  readonly assumptions: readonly string[];
  /** What may have caused it. All have the same sums, so the numbers cannot tell which. */
  readonly mechanisms: readonly string[];
  readonly coverage: Coverage;
  readonly supports: readonly string[];
  readonly contradictions: readonly string[];
  readonly story: Story;
}

const numberWords = ['No', 'One', 'Two', 'Three'] as const;

const cacheClauses: Readonly<Record<CacheTreatment, string | null>> = {
  none: null,
  apart: null,
  folded: 'billed as uncached',
  unbilled: 'not billed',
  missing: 'on a meter without a row',
};

function cacheClause({ audio, text }: Story['cache']): string {
  const [heard, read] = [cacheClauses[audio], cacheClauses[text]];
  if (heard === read || heard === null || read === null) {
    const one = heard ?? read;
    if (one === null) return '';
    const which = audio === 'apart' ? 'cached text' : text === 'apart' ? 'cached audio' : 'cached tokens';
    return `, ${which} ${one}`;
  }
  return `, cached audio ${heard}, cached text ${read}`;
}

function statementOf(story: Story, turns: number): string {
  const count = story.further.length;
  const cached = cacheClause(story.cache);
  const beside = story.events.map(({ title }) => title).join(', and ');
  if (count === 0) {
    return beside === '' ? `The bill is what was reported${cached}.` : `What was reported, but ${beside}${cached}.`;
  }
  const [one] = story.further;
  if (turns > 1 && count === turns && story.further.every(({ context }) => context === one?.context)) {
    return `A further inference at every response: ${one?.context.title ?? ''}${cached}${beside === '' ? '' : `; ${beside}`}.`;
  }
  const at = (turn: number): string => (turns > 1 ? ` at response ${turn + 1}` : '');
  const titles = story.further.map(
    ({ context, turn }) => `${context.title}${context.response === null ? at(turn) : ''}`,
  );
  return `${numberWords[count] ?? count} further inference${count === 1 ? '' : 's'}: ${titles.join('; ')}${cached}${beside === '' ? '' : `; ${beside}`}.`;
}

const cacheAssumptions: Readonly<Record<CacheTreatment, string | null>> = {
  none: null,
  apart: null,
  folded: 'Cached tokens land on the uncached meters. No mapping is published.',
  unbilled: 'Cached tokens are not billed at all. No mapping is published.',
  missing: 'Cached tokens are on a meter of their own, whose row is not emitted yet or was left out.',
};

function assumptionsOf(story: Story): string[] {
  const list: (string | null)[] = [];
  const read = story.further.filter(({ context }) => context.text.messages > 0);
  if (read.length > 0 && !story.perMessageFitted) {
    list.push(
      read.every(({ borneOut }) => borneOut)
        ? `The answer costs ${rereadTokens} tokens beside its text when it is read again, as the next response reports.`
        : `The answer costs ${rereadTokens} tokens beside its text when it is read again. The provider's own example has this size; it promises no number.`,
    );
  }
  if (story.transcriptsFitted !== null) {
    list.push(
      `Both transcripts together count ${story.transcriptsFitted} tokens. They were not given; with their text this can be checked.`,
    );
  }
  list.push(cacheAssumptions[story.cache.audio], cacheAssumptions[story.cache.text]);
  list.push(
    ...story.further.map(({ context }) => context.assumption),
    ...story.events.map(({ assumption }) => assumption),
  );
  return [...new Set(list.filter((text) => text !== null))];
}

function inferencesOf(story: Story, turns: readonly Turn[]): Inference[] {
  const within = story.events.find((event) => event.turns !== null)?.turns ?? [0, turns.length];
  return [
    ...turns.flatMap((_, turn): Inference[] =>
      turn < within[0] || turn >= within[1]
        ? []
        : [{ kind: 'reported', turn, context: null, documented: true, statement: 'The response that was reported.' }],
    ),
    ...story.further.map(({ context, turn }): Inference => ({
      kind: 'further',
      turn,
      context: context.id,
      documented: context.documented,
      statement: `A further inference ${context.response === null ? context.title : `that is ${context.title}`}.`,
    })),
  ];
}

/** The stories in the order in which they are believed: the simplest first, and of those the ones that the log bears out. */
export function orderStories(stories: readonly Story[], turns: readonly Turn[], log: LogEvidence | null): Story[] {
  const keyed = stories.map((story) => ({ story, key: levelOf(story, turns, log) }));
  return keyed
    .sort((one, other) => one.key[0] - other.key[0] || one.key[1] - other.key[1] || one.key[2] - other.key[2])
    .map(({ story }) => story);
}

/** Stories of one level are equally simple and equally borne out: nothing but the data could tell them apart, and it does not. */
const levelOf = (story: Story, turns: readonly Turn[], log: LogEvidence | null): readonly [number, number, number] => [
  ...complexity(story),
  refutedByLog(story, turns, log) ? 1 : 0,
];

/** Explanations of the surviving stories in their order; ties share a rank. */
export function explain(
  stories: readonly Story[],
  turns: readonly Turn[],
  billed: Billed,
  log: LogEvidence | null,
): Explanation[] {
  const coverage = coverageTable(turns, billed, log);
  const levels = stories.map((story) => levelOf(story, turns, log).join(' '));
  return stories.map((story, index): Explanation => {
    const meters = predictMeters(story, turns, billed);
    return {
      rank: levels.indexOf(levels[index] ?? '') + 1,
      exact: isExact(meters),
      statement: statementOf(story, turns.length),
      inferences: inferencesOf(story, turns),
      events: story.events.map(({ title }) => title),
      meters,
      freeParameters: [
        ...meters.filter((meter) => meter.billed !== null && !meter.checked).map((meter) => meter.meter),
        ...(story.perMessageFitted ? ['tokens per message'] : []),
        ...(story.transcriptsFitted === null ? [] : ['tokens of the transcripts']),
      ],
      assumptions: assumptionsOf(story),
      mechanisms: [
        ...new Set([
          ...story.further.flatMap(({ context }) => context.mechanisms),
          ...story.events.flatMap(({ mechanisms }) => mechanisms),
        ]),
      ],
      coverage: coverage(story),
      ...weigh(story, turns, billed, log),
      story,
    };
  });
}
