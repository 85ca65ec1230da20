import { benchError, ok, refuse, type Result } from '../../errors.ts';
import { imageBytesMost, imageTypes } from './limits.ts';

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Whether a file can go out as an image, before it is read. */
export function checkImage(file: { readonly name: string; readonly type: string; readonly size: number }): Result {
  if (!(imageTypes as readonly string[]).includes(file.type)) {
    const is = file.type === '' ? 'of a type the bench does not know' : file.type;
    return refuse(
      benchError('invalid-argument', `${file.name} is ${is}; the service takes PNG and JPEG.`, {
        nextStep: 'Convert it to PNG or JPEG.',
      }),
    );
  }
  if (file.size === 0) return refuse(benchError('invalid-argument', `${file.name} is empty.`));
  if (file.size > imageBytesMost) {
    const message = `${file.name} has ${megabytes(file.size)}; at most ${megabytes(imageBytesMost)} go into a message.`;
    return refuse(benchError('invalid-argument', message, { nextStep: 'Make it smaller.' }));
  }
  return ok({});
}

/** Whether a model reads images, as far as its name tells; null when it does not tell. */
export function takesImages(model: string): boolean | null {
  if (/4o(?:-mini)?-realtime|whisper|transcribe|translate/i.test(model)) return false;
  return /gpt-realtime|gpt-4\.1|gpt-5/i.test(model) ? true : null;
}
