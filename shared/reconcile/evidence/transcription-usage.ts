import { sumExact } from '../../kit/money.ts';
import type { JsonObject } from '../../kit/json.ts';
import { type TranscriptionCount, transcriptionCount } from '../../usage/fields.ts';
import { readUsage } from '../../usage/read-usage.ts';
import type { TranscriptionUsage } from './evidence.ts';

/**
 * What transcriptions reported, added up; null: none of them reported anything.
 * @param reports the `usage` of each, as the wire has it
 * @param model that transcribed; null: not known
 */
export function transcriptionUsage(reports: readonly JsonObject[], model: string | null): TranscriptionUsage | null {
  if (reports.length === 0) return null;
  const usages = reports.map((report) => readUsage(report, 'transcription').usage);
  const total = (name: TranscriptionCount): number =>
    usages.reduce((sum, usage) => sum + (transcriptionCount(usage, name) ?? 0), 0);
  const seconds = usages.flatMap((usage) => transcriptionCount(usage, 'seconds') ?? []);
  return {
    model,
    audioIn: total('audioIn'),
    textIn: total('textIn'),
    textOut: total('textOut'),
    seconds: seconds.length === 0 ? null : sumExact(seconds.map(String)),
    reports: usages.length,
  };
}
