import type { BenchApi } from '../../shared/contract/bench-api.ts';
import { ok, type Result } from '../../shared/kit/errors.ts';
import type { FocusFormat } from '../../shared/session/costs/focus-formats.ts';

/** Hands a text to the browser to be saved: a download, or the save dialog of the desktop. */
export const saveText = (fileName: string, mediaType: string, text: string): void =>
  save(fileName, new Blob([text], { type: `${mediaType};charset=utf-8` }));

/** The same with bytes, given in base64. */
const saveBytes = (fileName: string, mediaType: string, base64: string): void =>
  save(fileName, new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], { type: mediaType }));

/** Saves the expected cost of sessions as rows of FOCUS. `notes`: what has to be known beside the file, in whole sentences. */
export async function saveFocus(
  bench: Pick<BenchApi, 'call'>,
  sessionIds: readonly string[],
  format: FocusFormat,
): Promise<Result<{ notes: readonly string[] }>> {
  const file = await bench.call('library.focus', { sessionIds: [...sessionIds], format });
  if (!file.ok) return file;
  saveBytes(file.fileName, file.mediaType, file.base64);
  return ok({ notes: file.notes });
}

function save(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  // The download reads the address after this call returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
