import { benchError, isBenchError, refuse, type Result } from '../kit/errors.ts';
import { isText, oneOf, orNull, shaped } from '../kit/type-checks.ts';
import { atPath, readJson } from '../kit/json.ts';
import type { SecretOutcome } from './desktop.ts';

const isKept = shaped<SecretOutcome>({ kept: oneOf('store', 'memory', 'forgotten'), note: orNull(isText) });

/** What the browser host answers to a key that was handed over. Anything else is a refusal that says so. */
export function readSecretAnswer(text: string): Result<SecretOutcome> {
  const read = readJson(text);
  const value = read.ok ? read.value : null;
  const error = atPath(value, 'error');
  if (atPath(value, 'ok') === true && isKept(value)) return { ok: true, kept: value.kept, note: value.note };
  if (atPath(value, 'ok') === false && isBenchError(error)) return refuse(error);
  return refuse(benchError('engine', 'What came of the key is not known: the bench answered in no form of its own.'));
}
