import { assertNever } from '../../../shared/assert-never.ts';
import { serverVadDefaults } from '../config/defaults.ts';
import type { TurnDetection } from '../config/session-config.ts';

/** What ends and begins a turn. */
export interface TurnRules {
  readonly threshold: number;
  readonly prefixMs: number;
  readonly silenceMs: number;
}

/**
 * How long semantic VAD waits in a pause. The simulator does not understand what was said, so each eagerness is one
 * wait, in the order of the longest waits the service documents (8, 4 and 2 s).
 */
const semanticWaitMs = { low: 2400, medium: 1200, high: 600, auto: 1200 } as const;

export function turnRules(detection: TurnDetection): TurnRules {
  switch (detection.type) {
    case 'server_vad':
      return {
        threshold: detection.threshold,
        prefixMs: detection.prefix_padding_ms,
        silenceMs: detection.silence_duration_ms,
      };
    case 'semantic_vad':
      return {
        threshold: serverVadDefaults.threshold,
        prefixMs: serverVadDefaults.prefix_padding_ms,
        silenceMs: semanticWaitMs[detection.eagerness],
      };
    default:
      return assertNever(detection, 'Turn detection');
  }
}
