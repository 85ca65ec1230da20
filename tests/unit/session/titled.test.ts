import { expect, it } from 'vitest';
import { titled } from '../../../shared/session/titled.ts';

it.each([
  ['The line is gone', 'It was cut.', 'The line is gone. It was cut.'],
  ['The line is gone.', 'It was cut.', 'The line is gone. It was cut.'],
  ['Is it gone?', '', 'Is it gone?'],
  ['The line is gone', '', 'The line is gone.'],
])('%s, %s', (title, text, all) => {
  expect(titled({ title, text })).toBe(all);
});
