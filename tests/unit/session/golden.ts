import { readFileSync } from 'node:fs';
import type { LogEntry, SessionHeader } from '../../../shared/session/entry.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { UsageLedger } from '../../../shared/usage/ledger.ts';

/** A recorded session of `tests/fixtures/usage`: its header and its entries. */
export function golden(name: string): { header: SessionHeader; entries: LogEntry[] } {
  const text = readFileSync(new URL(`../../fixtures/usage/${name}.jsonl`, import.meta.url), 'utf8');
  const [header, ...entries] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { header: header as SessionHeader, entries: entries as LogEntry[] };
}

export function goldenView(name: string): SessionView {
  const { header, entries } = golden(name);
  return foldSession(header, entries);
}

export interface Amounts {
  readonly textIn: number;
  readonly audioIn: number;
  readonly cached: number;
  readonly textOut: number;
  readonly audioOut: number;
  readonly seconds: number;
}

/** The totals of a ledger that prices apply to. */
export function amounts({ fields }: UsageLedger): Amounts {
  const total = (source: string, path: string): number =>
    fields
      .filter((field) => field.source === source && field.path === path)
      .reduce((sum, field) => sum + field.total, 0);
  return {
    textIn: total('response', 'input_token_details.text_tokens'),
    audioIn: total('response', 'input_token_details.audio_tokens'),
    cached: total('response', 'input_token_details.cached_tokens'),
    textOut: total('response', 'output_token_details.text_tokens'),
    audioOut: total('response', 'output_token_details.audio_tokens'),
    seconds: total('transcription', 'seconds'),
  };
}
