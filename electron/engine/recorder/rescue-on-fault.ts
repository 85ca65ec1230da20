import type { SessionRecord } from './session-record.ts';

/**
 * A fault that nothing caught ends this process; what was received and waits for the disk is written before that. Returns the way
 * to stop watching.
 */
export function rescueOnFault(record: SessionRecord): () => void {
  const rescue = (): void => record.rescue();
  // The monitor is told before the process ends by itself, and changes nothing about how it does.
  process.on('uncaughtExceptionMonitor', rescue);
  return () => void process.off('uncaughtExceptionMonitor', rescue);
}
