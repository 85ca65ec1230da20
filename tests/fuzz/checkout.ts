import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, found from here: a bench runs these sources bundled, and from another depth. */
export const checkout = (from = dirname(fileURLToPath(import.meta.url))): string =>
  existsSync(join(from, 'package.json')) || dirname(from) === from ? from : checkout(dirname(from));
