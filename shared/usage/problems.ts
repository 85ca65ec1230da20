import { repeatable } from '../foreign/repeated.ts';

/**
 * What is wrong with a report, or has to be said of it. `spelled`: read under another spelling. `as-text`: a number was
 * written as a text. `elsewhere`: the usage stood in another place than the protocol's. `not-understood`: a number that no
 * price or known field takes. `impossible`: no count, or counts that contradict one another. `totals-only`: tokens whose
 * kind is not told, so that no price fits. `cached-unsplit`: cached tokens that can be split by kind in more than one way.
 */
export type UsageProblemKind =
  'spelled' | 'as-text' | 'elsewhere' | 'not-understood' | 'impossible' | 'totals-only' | 'cached-unsplit';

export interface UsageProblem {
  readonly kind: UsageProblemKind;
  /** Dotted path in the report as it came; where it is about counts that were read, their path on the wire. */
  readonly path: string;
  readonly sentence: string;
}

/** What a kind of problem is called, and how much it matters: an alarm is doubt about the amounts, a notice only a remark. */
export const problemWords: Readonly<
  Record<UsageProblemKind, { readonly title: string; readonly level: 'alarm' | 'notice' }>
> = {
  spelled: { title: 'Usage in another spelling', level: 'notice' },
  'as-text': { title: 'Usage written as text', level: 'notice' },
  elsewhere: { title: 'Usage in another place', level: 'notice' },
  'not-understood': { title: 'Usage not understood', level: 'alarm' },
  impossible: { title: 'Usage that cannot be', level: 'alarm' },
  'totals-only': { title: 'Usage in totals alone', level: 'notice' },
  'cached-unsplit': { title: 'Cached tokens of no stated kind', level: 'notice' },
};

/** The problems of a report, those that put its amounts in doubt first. */
export const worstFirst = (problems: readonly UsageProblem[]): UsageProblem[] => [
  ...problems.filter(({ kind }) => problemWords[kind].level === 'alarm'),
  ...problems.filter(({ kind }) => problemWords[kind].level === 'notice'),
];

const longestName = 80;

/** A foreign name or value as a sentence holds it: on one line, and cut where it is long. */
export function shortName(text: string): string {
  return repeatable(text, longestName);
}
