import { describe, expect, it } from 'vitest';
import { authHeaders, describedHeaders } from '../../../electron/engine/context/credentials.ts';
import { hiddenSecret } from '../../../shared/kit/untrusted/secret-forms.ts';

const key = 'k3y-of-a-resource-0123456789';

describe('the key', () => {
  it('travels in the header that was chosen', () => {
    expect(authHeaders('api-key', key)).toEqual({ ok: true, headers: { 'api-key': key } });
    expect(authHeaders('bearer', ` ${key}\n`)).toEqual({ ok: true, headers: { authorization: `Bearer ${key}` } });
    expect(authHeaders('none', null)).toEqual({ ok: true, headers: {} });
  });

  it.each([null, '', '  ', `${key} ${key}`, `${key}ü`])(
    'that cannot be sent (%j) is refused and not repeated',
    (bad) => {
      const result = authHeaders('api-key', bad);
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain(key);
    },
  );

  it('is never in what a person is shown', () => {
    expect(describedHeaders('bearer')).toEqual({ authorization: `Bearer ${hiddenSecret}` });
    expect(describedHeaders('api-key')).toEqual({ 'api-key': hiddenSecret });
    expect(describedHeaders('none')).toEqual({});
  });
});
