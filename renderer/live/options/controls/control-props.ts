import type { Json } from '../../../../shared/json.ts';
import type { OptionSpec } from '../../../../shared/protocol/options.ts';

export interface Draft {
  /** What stands in the field differs from what was asked. */
  readonly changed: boolean;
  readonly problem: string | null;
}

export interface ControlProps {
  readonly spec: OptionSpec;
  readonly value: Json;
  readonly tone: 'plain' | 'accent' | 'alarm';
  readonly onAsk: (value: Json) => void;
  readonly onDraft: (draft: Draft) => void;
}
