import type { BenchError } from '../../shared/errors.ts';

/** An error as lines for a terminal: what happened, what to do, facts for a support ticket. */
export function sayError(error: BenchError): string {
  const facts = Object.entries(error.facts ?? {}).map(([name, value]) => `  ${name}: ${value}`);
  return [error.message, ...(error.nextStep === undefined ? [] : [error.nextStep]), ...facts, ''].join('\n');
}
