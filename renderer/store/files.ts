import type { Answer, BenchApi } from '../../shared/contract/bench-api.ts';
import { ok, type Result } from '../../shared/kit/errors.ts';
import type { HandOnFile } from '../../shared/session/handing-on/formats.ts';

/** Hands a text to the browser to be saved: a download, or the save dialog of the desktop. */
export const saveText = (fileName: string, mediaType: string, text: string): void =>
  save(fileName, new Blob([text], { type: `${mediaType};charset=utf-8` }));

/** Bytes of a piece in base64. */
const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

/** Saves sessions as one file, read from the engine piece by piece. `holds`: what is in it; `notes`: what has to be known beside it. */
export async function saveHandedOn(
  bench: Pick<BenchApi, 'call'>,
  {
    sessionIds,
    format,
    redacted,
  }: { readonly sessionIds: readonly string[]; readonly format: HandOnFile; readonly redacted: boolean },
): Promise<Result<{ fileName: string; holds: string; notes: readonly string[] }>> {
  const written = await bench.call('handOn.write', { sessionIds: [...sessionIds], format, redacted });
  if (!written.ok) return written;
  const { fileId, fileName, mediaType, holds, notes } = written;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const piece: Answer<'handOn.read'> = await bench.call('handOn.read', { fileId, offset });
    if (!piece.ok) {
      await bench.call('handOn.drop', { fileId });
      return piece;
    }
    pieces.push(bytesOf(piece.base64));
    offset = piece.next;
  }
  await bench.call('handOn.drop', { fileId });
  save(fileName, new Blob(pieces, { type: mediaType }));
  return ok({ fileName, holds, notes });
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
