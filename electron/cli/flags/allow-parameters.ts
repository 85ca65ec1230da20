import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { parameterName } from '../../../shared/foreign/address-parameters.ts';
import { refuseMisplacedKey, repeated } from '../../../shared/foreign/repeated.ts';
import { isSecretParameter } from '../../../shared/foreign/secret-forms.ts';

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

/** Reads the names of `--allow-parameter`. A name that secrets go by cannot be allowed. */
export function allowedParameters(names: readonly string[] = []): Result<{ allowed: { allowParameters?: string[] } }> {
  for (const name of names) {
    const key = refuseMisplacedKey([[name, 'the name of a parameter']]);
    if (key !== null) return key;
    if (!parameterName.test(name)) {
      return bad(`--allow-parameter takes the name of a parameter without its value, not ${repeated(name)}.`);
    }
    if (isSecretParameter(name)) {
      return bad(
        `--allow-parameter ${name}: secrets go by that name, and no address may hold one. A key goes into VOXTALLY_API_KEY.`,
      );
    }
  }
  return ok({ allowed: names.length === 0 ? {} : { allowParameters: [...names] } });
}
