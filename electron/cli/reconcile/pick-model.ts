import type { BilledModel } from '../../../shared/billing/bill/groups.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';

/** The one model of a bill that is compared: the only one, or the one `--model` names by a part of its label. */
export function pickModel(models: readonly BilledModel[], wanted: string | undefined): Result<{ model: BilledModel }> {
  const labels = models.map(({ label }) => label).join('; ');
  const fitting = models.filter(
    ({ label }) => wanted === undefined || label.toLowerCase().includes(wanted.toLowerCase()),
  );
  const exact = fitting.filter(({ label, model }) => label === wanted || model === wanted);
  const [model, second] = exact.length === 1 ? exact : fitting;
  if (models.length === 0) {
    return refuse(
      benchError('invalid-argument', 'The bill holds no meter of a Realtime model.', {
        nextStep: 'Usage appears on a bill 8 to 24 hours later; check the day and the resource.',
      }),
    );
  }
  if (model === undefined) {
    return refuse(benchError('invalid-argument', `The bill has no meters of ${wanted}; it has ${labels}.`));
  }
  if (second !== undefined) {
    return refuse(
      benchError('invalid-argument', `The bill has meters of ${fitting.length} models: ${labels}.`, {
        nextStep: 'Say which one was spoken to: --model NAME.',
      }),
    );
  }
  return ok({ model });
}
