import type { BenchError } from '../../shared/kit/errors.ts';

/** What every screen is given. */
export interface ScreenProps {
  /** Why the last start failed; null: it did not, or another session runs. */
  readonly error: BenchError | null;
}
