import type { BenchApi, WavInfo } from '../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import type { FocusFormat } from '../../shared/session/costs/focus-formats.ts';
import { soundForEngine } from '../audio/decode-file.ts';
import type { HostServices } from './services.ts';

const pieceBytes = 256 * 1024;

/** Hands a file of sound to the engine over a port of its own; the engine reads it and answers what it is, or why not. */
export async function uploadWav(host: HostServices, file: File): Promise<Result<{ wav: WavInfo }>> {
  let opened: MessagePort | null = null;
  try {
    const port = await host.openPort('upload');
    opened = port;
    const answer = new Promise<Result<{ wav: WavInfo }>>((resolve) => {
      port.addEventListener('message', ({ data }) => resolve(data as Result<{ wav: WavInfo }>));
      port.addEventListener('close', () =>
        resolve(
          refuse(
            benchError('engine', `The engine went away while ${file.name} was being read.`, {
              nextStep: 'Choose the file again.',
            }),
          ),
        ),
      );
    });
    port.start();
    const decoded = await soundForEngine(file);
    if (!decoded.ok) return decoded;
    const { sound } = decoded;
    port.postMessage({ name: sound.name, sizeBytes: sound.size });
    for (let from = 0; from < sound.size; from += pieceBytes) {
      port.postMessage(await sound.slice(from, from + pieceBytes).arrayBuffer());
    }
    return await answer;
  } catch {
    return refuse(
      benchError('invalid-audio-file', `${file.name} could not be read from this computer.`, {
        nextStep: 'See whether it still exists and may be read, then choose it again.',
      }),
    );
  } finally {
    opened?.close();
  }
}

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
