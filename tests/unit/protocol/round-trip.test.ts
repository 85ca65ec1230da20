import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import {
  checkOption,
  offLabelOf,
  optionsFromSession,
  optionSpecs,
  optionText,
  readOptionText,
  sameValue,
  sessionFromOptions,
} from '../../../shared/protocol/options/options.ts';
import { companions, valueFor } from './arbitrary.ts';

const rows = optionSpecs.map((spec) => [spec.id, spec] as const);
const inPlace = rows.filter(([, spec]) => spec.path !== '');

describe('every option', () => {
  it.each(inPlace)('%s comes back from the session object as it was asked', (_id, spec) => {
    fc.assert(
      fc.property(valueFor(spec), (value) => {
        const asked: JsonObject = { ...companions(spec), [spec.id]: value };
        const back = optionsFromSession(sessionFromOptions(asked));
        for (const [id, wanted] of Object.entries(asked)) expect([id, back[id]]).toEqual([id, wanted]);
      }),
      { numRuns: 50 },
    );
  });

  it.each(rows)('%s is read from the words in which it is printed', (_id, spec) => {
    fc.assert(
      fc.property(valueFor(spec), (value) => {
        expect(checkOption(spec, value)).toBeNull();
        const read = readOptionText(spec, optionText(spec, value));
        expect(read.ok && sameValue(read.value, value)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it.each(rows)('%s has a default that may be asked for, and is sent alone with what it needs', (_id, spec) => {
    expect(checkOption(spec, spec.default)).toBeNull();
    fc.assert(
      fc.property(valueFor(spec), (value) => {
        const session = sessionFromOptions({ ...companions(spec), [spec.id]: value });
        expect(session['type']).toMatch(/^(realtime|transcription)$/);
        expect(JSON.stringify(session)).not.toContain('undefined');
      }),
      { numRuns: 10 },
    );
  });

  it.each(rows.filter(([, spec]) => offLabelOf(spec.kind) !== undefined && spec.path !== ''))(
    '%s that was cleared reads as off or is not mentioned',
    (_id, spec) => {
      const back = optionsFromSession(sessionFromOptions({ ...companions(spec), [spec.id]: null }));
      expect(back[spec.id] ?? null).toBeNull();
    },
  );
});
