import type { BenchError } from '../../shared/errors.ts';
import { textLine } from '../terminal/terminal.ts';

/** An error as lines for a terminal: what happened, what to do, facts for a support ticket. Each is one line, whatever it holds. */
export function sayError({ message, nextStep, facts = {} }: BenchError): string {
  const told = Object.entries(facts).map(([name, value]) => `  ${textLine(`${name}: ${value}`)}`);
  return [textLine(message), ...(nextStep === undefined ? [] : [textLine(nextStep)]), ...told].join('');
}
