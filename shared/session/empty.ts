import { emptyLedger } from '../usage/ledger.ts';
import { nobodyAsked } from './asked/asked.ts';
import { emptyList } from './chunk-list.ts';
import type { SessionHeader } from './entry.ts';
import { unknownPrompt } from './prompt/prompt-view.ts';
import { noOptions } from './options/reduce-options.ts';
import type { SessionView } from './view.ts';

/** The view before the first entry. */
export const emptySession = (header: SessionHeader | null): SessionView => ({
  header,
  phase: 'connecting',
  seq: 0,
  t: 0,
  openedMs: null,
  closing: null,
  awaited: null,
  closed: null,
  error: null,
  effective: null,
  options: noOptions,
  counts: { client: 0, server: 0, bench: 0, audioFrames: 0, unknownEvents: 0, malformed: 0 },
  items: emptyList(),
  responses: emptyList(),
  speech: emptyList(),
  playback: emptyList(),
  marks: emptyList(),
  alarms: emptyList(),
  calls: emptyList(),
  turns: emptyList(),
  bargeIns: emptyList(),
  usage: emptyLedger,
  prompt: unknownPrompt,
  budget: null,
  asked: nobodyAsked,
  rateLimits: [],
  input: {
    kind: null,
    label: null,
    settings: null,
    sentMs: 0,
    committedMs: 0,
    commitAskedMs: null,
    clock: [],
    clips: 0,
    missingFrames: 0,
    muted: false,
    zeros: false,
    latency: null,
  },
  output: { receivedMs: 0, underruns: 0 },
});
