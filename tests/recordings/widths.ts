import type { ResponseView, SessionView } from '../../shared/session/view.ts';

/** Half of the width of an estimate: whole tokens on either side of it, `seconds` in seconds. */
export interface UsageWidth {
  readonly textIn: number;
  readonly audioIn: number;
  readonly cached: number;
  readonly textOut: number;
  readonly audioOut: number;
  readonly reasoning: number;
  readonly seconds: number;
}

const noWidth: UsageWidth = { textIn: 0, audioIn: 0, cached: 0, textOut: 0, audioOut: 0, reasoning: 0, seconds: 0 };

/** How wide the estimate of a response is. An estimate that says no width claims to be exact. */
export const widthOf = (_view: SessionView, _response: ResponseView): UsageWidth => noWidth;
