import type { BilledModel } from '../../billing/bill/groups.ts';
import { benchError, ok, refuse, type Result } from '../../errors.ts';
import { pricedModel } from '../../pricing/model.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { choose, type Choose } from './choice.ts';

/** `1215` of `gpt-realtime-mini-2025-12-15`. */
const versionOf = (name: string): string | null => /-\d{4}-(\d{2})-(\d{2})$/.exec(name)?.slice(1).join('') ?? null;

/** Billed models that a session's model name can mean: that model, and of its versions the one named if it is billed. */
function meant(models: readonly BilledModel[], name: string, book: PriceBook): readonly BilledModel[] {
  const model = pricedModel(book, name)?.model ?? name;
  const same = models.filter((one) => one.model === model);
  const version = same.filter((one) => one.version === versionOf(name));
  return version.length > 0 ? version : same;
}

export type PickedModel = { readonly kind: 'picked'; readonly model: BilledModel } | Choose;

/**
 * The one model of a bill that is compared: the one a person names by its name or a part of its label, the one the sessions
 * spoke to, or the only one. Two are never added up.
 */
export function pickModel(
  models: readonly BilledModel[],
  wanted: string | null,
  spokenTo: readonly string[],
  book: PriceBook,
): Result<{ picked: PickedModel }> {
  if (models.length === 0) {
    return refuse(
      benchError('invalid-argument', 'The bill holds no meter of a Realtime model.', {
        nextStep: 'Usage appears on a bill 8 to 24 hours later; check the day and the resource.',
      }),
    );
  }
  const labels = models.map(({ label }) => label);
  const named = models.filter(({ label, model }) => label === wanted || model === wanted);
  const within = models.filter(({ label }) => wanted !== null && label.toLowerCase().includes(wanted.toLowerCase()));
  const spoken = [...new Set(spokenTo.flatMap((name) => meant(models, name, book)))];
  const fitting = wanted !== null ? (named.length > 0 ? named : within) : spoken.length > 0 ? spoken : models;
  const [model, second] = fitting;
  if (model === undefined) {
    const sentence = `The bill has no meters of ${wanted}; it has ${labels.join('; ')}.`;
    return ok({ picked: choose('model', sentence, labels, wanted) });
  }
  if (second === undefined) return ok({ picked: { kind: 'picked', model } });
  const several = fitting.map(({ label }) => label);
  const sentence = `The bill has meters of ${fitting.length} models: ${several.join('; ')}.`;
  return ok({ picked: choose('model', sentence, several) });
}
