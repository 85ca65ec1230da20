import type { LogEvidence } from '../evidence/evidence.ts';
import type { SideEvent } from './story.ts';
import type { StoryKind } from './story-kind.ts';

/** Another recorded session on the same meters. */
export const otherSession: StoryKind = {
  id: 'other-session',
  beside: ({ log }) => (log === null ? [] : others(log)),
};

/** More known sessions than this are not tried one by one. */
const mostOthers = 50;

const others = ({ others = [] }: LogEvidence): SideEvent[] =>
  others.slice(0, mostOthers).map(({ id, totals }) => ({
    id: `session ${id}`,
    title: `session ${id} is on these meters too`,
    tokens: totals,
    turns: null,
    assumption: null,
    mechanisms: ['another session on the same resource and day'],
  }));
