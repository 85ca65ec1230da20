import type { Answer, CommandName } from '../../../shared/contract/bench-api.ts';
import { parseJson } from '../../../shared/kit/json.ts';
import text from './answers.json?raw';

/**
 * What a real engine answered over a folder with recorded sessions, a profile, a preset and the public example of a bill.
 * `tests/integration/gallery.test.ts` asks a real engine again and writes the file, each answer under its command: a guard for
 * every answer there is would say no more.
 */
export const asAnswered = parseJson(text) as unknown as { readonly [C in CommandName]?: Answer<C> };
