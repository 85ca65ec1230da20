import type { PortMessage } from '../../../shared/ports.ts';

export const isBinary = (message: PortMessage): message is ArrayBuffer | Uint8Array =>
  message instanceof ArrayBuffer || message instanceof Uint8Array;

/** A buffer of exactly these bytes: a view's own buffer may be far larger, and would cross whole. */
export function exactBuffer(bytes: ArrayBuffer | Uint8Array): ArrayBuffer {
  if (bytes instanceof ArrayBuffer) return bytes;
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
