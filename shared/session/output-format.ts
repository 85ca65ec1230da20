import { wireFormatOf, type WireFormat } from '../audio/wire-format.ts';
import { atPath } from '../json.ts';
import { at, findLastIndex } from './chunk-list.ts';
import type { SessionView } from './view.ts';

/** The format a response speaks in: its own, which it keeps when the session's is switched, else the session's. */
export function outputFormatOf(view: SessionView, responseId: string): WireFormat {
  const index = findLastIndex(view.responses, (response) => response.id === responseId);
  const own = at(view.responses, index)?.outputFormat ?? undefined;
  return wireFormatOf(own ?? atPath(view.effective ?? {}, 'audio.output.format'));
}

/** The format in which the voice is sent. */
export const inputFormatOf = (view: SessionView): WireFormat =>
  wireFormatOf(atPath(view.effective ?? {}, 'audio.input.format'));
