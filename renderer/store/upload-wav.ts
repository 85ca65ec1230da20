import type { WavInfo } from '../../shared/contract/bench-api.ts';
import { benchError, refuse, type Result } from '../../shared/kit/errors.ts';
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
