import type { Excluded, Explanation, OpenRival } from './answer-types.ts';
import type { Place } from './places.ts';
import type { Missing, Space } from './space.ts';
import type { FurtherInference, Ranked, SideEvent, Story } from './story.ts';

/**
 * One kind of story that can explain a bill: what it proposes, what it excludes and what it leaves open. A kind says of itself
 * what it has to say, each part where it has one; `all-stories.ts` lists the kinds, and nothing else knows them apart.
 */
export interface StoryKind {
  readonly id: string;
  /** What can have run beside the report, as further inferences. */
  readonly further?: (scene: Scene) => readonly FurtherInference[];
  /** What can have happened that is no further inference. */
  readonly beside?: (scene: Scene) => readonly SideEvent[];
  /** The numbers that say no to it at one response. */
  readonly excluded?: (look: Look) => ExcludedRows;
  /** The numbers that say no to it over the whole bill, whatever else is excluded. */
  readonly told?: (space: Space) => readonly Excluded[];
  /** Why a bill whose numbers pass the gate is no sign that the model ran, as a sentence; null: this is no reason. */
  readonly noSign?: (first: readonly Story[], space: Space) => string | null;
  /** What no number of a bill excludes of it. */
  readonly rival?: Rival;
  /** What can be told where nothing explains every meter; its rank is given by who tells it. */
  readonly fallback?: (space: Space) => Fallback | null;
}

/** What is known of a bill before anything is proposed. */
export type Scene = Pick<Space, 'turns' | 'billed' | 'log' | 'rules' | 'places'>;

/** The response that a list of what is excluded is about. */
export interface Look {
  readonly space: Space;
  readonly place: Place;
  /** Where the cached tokens went as the first story has it. */
  readonly wanted: Missing;
  /** The same for every way that they can have gone. */
  readonly every: readonly Missing[];
  /** ` after response 2`, where there is a choice. */
  readonly at: string;
}

/** What is excluded of a story: the story itself, and what there is of it beside, such as two of it. */
export interface ExcludedRows {
  /** null: it is not excluded, or cannot be told of that response. */
  readonly own: Excluded | null;
  readonly more: readonly Excluded[];
}

/** Whether the bill can still change. `pasted`: a table has no clock. */
export type Settled = 'settled' | 'unsettled' | 'pasted';

/** What a bill leaves open. */
export interface Left {
  readonly ranked: Ranked;
  readonly space: Space;
  readonly settled: Settled;
}

/** Something that makes the very sums of this bill, or is in none of its numbers. */
export interface Rival {
  /** It stands beside a bill that is what was reported, too. */
  readonly evenAsReported?: true;
  /** It sent the same prompt and clip before, so the cache held them. */
  readonly warmsCache?: true;
  /** null: the bill has no room for it. */
  readonly of: (left: Left) => OpenRival | null;
}

/** An explanation of which nothing is checked, with its story. */
export type Fallback = Omit<Explanation, 'rank'> & { readonly story: Story };
