import { plus, point, type Span } from './span.ts';
import type { FurtherInference } from './story.ts';

/** Several further inferences together, with what they read. */
export interface Combination {
  readonly further: readonly FurtherInference[];
  readonly audio: Span;
  readonly text: Span;
  readonly open: 'audio' | 'text' | null;
}

/** Together they read so much; null: both modalities would be open, and anything at all would fit. */
export function combined(further: readonly FurtherInference[]): Combination | null {
  let [audio, text] = [point(0), point(0)];
  let open: Combination['open'] = null;
  for (const { reads } of further) {
    audio = plus(audio, reads.audio);
    text = plus(text, reads.text);
    if (reads.open !== null && open !== null && reads.open !== open) return null;
    open = reads.open ?? open;
  }
  return { further, audio, text, open };
}

/** A response of the log happened once. */
const canFollow = (path: readonly FurtherInference[], next: FurtherInference): boolean =>
  next.response === null || path.every(({ response }) => response !== next.response);

/**
 * Tells every combination of at most `most` exact candidates whose audio is wanted, the empty one included.
 * @param audios the amounts of audio that are wanted; null: any
 */
export function eachExact(
  items: readonly FurtherInference[],
  most: number,
  audios: readonly number[] | null,
  tell: (combination: Combination) => void,
): void {
  const sorted = items.toSorted((one, other) => one.reads.audio.low - other.reads.audio.low);
  const ceiling = audios === null ? Number.POSITIVE_INFINITY : Math.max(...audios);
  const path: FurtherInference[] = [];
  const visit = (start: number, low: number, high: number): void => {
    if (audios === null || audios.some((value) => value >= low && value <= high)) {
      const whole = combined(path.slice());
      if (whole !== null) tell(whole);
    }
    if (path.length === most) return;
    for (let index = start; index < sorted.length; index += 1) {
      const item = sorted[index];
      if (item === undefined) continue;
      const { audio } = item.reads;
      if (low + audio.low > ceiling) break;
      if (!canFollow(path, item)) continue;
      path.push(item);
      visit(index, low + audio.low, high + audio.high);
      path.pop();
    }
  };
  visit(0, 0, 0);
}

/** Tells every combination of at most `most` candidates of which one at least is open, each once. */
export function eachOpen(
  open: readonly FurtherInference[],
  exact: readonly FurtherInference[],
  most: number,
  tell: (combination: Combination) => void,
): void {
  const all = [...open, ...exact];
  const path: FurtherInference[] = [];
  const visit = (start: number): void => {
    const whole = path.length === 0 ? null : combined(path.slice());
    if (path.length > 0 && whole === null) return;
    if (whole !== null) tell(whole);
    if (path.length === most) return;
    // The first one is open; those that follow stand at or after it.
    const end = path.length === 0 ? open.length : all.length;
    for (let index = start; index < end; index += 1) {
      const item = all[index];
      if (item === undefined || !canFollow(path, item)) continue;
      path.push(item);
      visit(index);
      path.pop();
    }
  };
  visit(0);
}

/** The same further inference at every turn, which a long session has no other room for; and all that the log saw together. */
export function together(
  exact: readonly FurtherInference[],
  logged: readonly FurtherInference[],
  turns: number,
): Combination[] {
  const contexts = [...new Set(exact.filter(({ response }) => response === null).map(({ context }) => context))];
  const everyTurn = contexts
    .map((id) => exact.filter(({ context }) => context === id))
    .filter((all) => all.length === turns);
  const once = logged.filter(
    ({ response, reads }, index) =>
      reads.open === null && logged.findIndex((one) => one.response === response) === index,
  );
  return [...everyTurn, ...(once.length > 1 ? [once] : [])].flatMap((further) => combined(further) ?? []);
}
