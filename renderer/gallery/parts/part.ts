import type { ComponentType } from 'react';

/** One way in which a part may look, drawn by itself. */
export interface Example {
  readonly name: string;
  readonly Draw: ComponentType;
}

/** A page of the gallery: one file of `renderer/ui` with its looks and states. A file in `parts/` exports one as its default. */
export interface PartPage {
  readonly title: string;
  /** What it is for, in one line. */
  readonly says: string;
  readonly examples: readonly Example[];
}
