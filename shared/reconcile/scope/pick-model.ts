import type { BilledModel } from '../../billing/bill/groups.ts';
import { benchError, ok, refuse, type Result } from '../../errors.ts';
import { pricedModel } from '../../pricing/model.ts';
import type { PriceBook } from '../../pricing/price-book.ts';

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/** `1215` of `gpt-realtime-mini-2025-12-15`. */
const versionOf = (name: string): string | null => /-\d{4}-(\d{2})-(\d{2})$/.exec(name)?.slice(1).join('') ?? null;

/** Billed models that a session's model name can mean: that model, and of its versions the one named if it is billed. */
function meant(models: readonly BilledModel[], name: string, book: PriceBook): readonly BilledModel[] {
  const model = pricedModel(book, name)?.model ?? name;
  const same = models.filter((one) => one.model === model);
  const version = same.filter((one) => one.version === versionOf(name));
  return version.length > 0 ? version : same;
}

/**
 * The one model of a bill that is compared: the one `--model` names by its name or a part of its label, the one the sessions
 * spoke to, or the only one. Two are never added up.
 */
export function pickModel(
  models: readonly BilledModel[],
  wanted: string | undefined,
  spokenTo: readonly string[],
  book: PriceBook,
): Result<{ model: BilledModel }> {
  const labels = models.map(({ label }) => label).join('; ');
  if (models.length === 0) {
    return bad(
      'The bill holds no meter of a Realtime model.',
      'Usage appears on a bill 8 to 24 hours later; check the day and the resource.',
    );
  }
  const named = models.filter(({ label, model }) => label === wanted || model === wanted);
  const within = models.filter(
    ({ label }) => wanted !== undefined && label.toLowerCase().includes(wanted.toLowerCase()),
  );
  const spoken = [...new Set(spokenTo.flatMap((name) => meant(models, name, book)))];
  const fitting = wanted !== undefined ? (named.length > 0 ? named : within) : spoken.length > 0 ? spoken : models;
  const [model, second] = fitting;
  if (model === undefined)
    return bad(`The bill has no meters of ${wanted}; it has ${labels}.`, 'Give one of these with --model.');
  if (second !== undefined) {
    return bad(
      `The bill has meters of ${fitting.length} models: ${fitting.map(({ label }) => label).join('; ')}.`,
      'Say which one was spoken to: --model NAME.',
    );
  }
  return ok({ model });
}
