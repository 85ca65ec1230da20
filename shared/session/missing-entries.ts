import { append } from './chunk-list.ts';
import type { SessionView } from './view.ts';

/** How many entries of the log are not in the view: a whole log counts 1, 2, 3 … without a gap. */
export const missingEntries = ({ seq, counts }: SessionView): number =>
  Math.max(0, seq - counts.client - counts.server - counts.bench);

/** What is to be said of a record with gaps, as a whole sentence; null for a whole one. */
export function missingSentence(view: SessionView): string | null {
  const missing = missingEntries(view);
  if (missing === 0) return null;
  const what =
    missing === 1
      ? '1 entry of this record is missing or damaged'
      : `${missing} entries of this record are missing or damaged`;
  return `${what}, so its usage and cost may be too low.`;
}

/** A view that is read from a record: where entries are missing it says so. */
export function withMissingTold(view: SessionView): SessionView {
  const text = missingSentence(view);
  if (text === null) return view;
  const { seq, t } = view;
  const gap = { seq, t, level: 'alarm', kind: 'record-gap', title: 'The record has gaps', text, count: 1 } as const;
  return { ...view, alarms: append(view.alarms, gap) };
}
