import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import type { Stores } from '../../store/stores.ts';
import type { Answers } from '../recorded/recorded-bench.ts';

/** A state of the whole window. A file in `screens/` exports a list of them as its default. */
export interface ScreenState {
  /** Unique; stands in the address and in the names of pictures. */
  readonly id: string;
  /** What is seen, in one line. */
  readonly says: string;
  /** A whole text on the page that shows only once the window has come to this state. */
  readonly seen: string;
  /** In place of what an engine without a session answers. */
  readonly answers?: () => Answers | Promise<Answers>;
  /** What the engine tells unasked. */
  readonly pushes?: readonly BenchPush[];
  /** What a person would have done to come here, once the window has read everything. */
  readonly arrange?: (stores: Stores) => void | Promise<void>;
}

/** The element that a person would use next, once the page shows it. */
export async function element(selector: string): Promise<HTMLElement> {
  for (;;) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null) return found;
    await new Promise(requestAnimationFrame);
  }
}
