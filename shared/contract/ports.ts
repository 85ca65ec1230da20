import { z } from 'zod';
import type { Result } from '../kit/errors.ts';
import type { Json } from '../kit/json.ts';
import type { BenchPush } from './bench-api.ts';

/**
 * How a window reaches the engine. A window opens ports by kind; under Electron a port is a MessagePort straight into
 * the engine's process, in the browser host a Worker bridges it to a loopback WebSocket of its own.
 * A message is either JSON (an object) or an ArrayBuffer; both arrive in order, alike over both transports.
 */
export const portKinds = ['control', 'capture', 'playback', 'listen', 'upload', 'bill'] as const;
export type PortKind = (typeof portKinds)[number];

export type PortMessage = { readonly [key: string]: Json | undefined } | ArrayBuffer | Uint8Array;

/** One end of a port, whatever carries it. */
export interface BenchPort {
  post(message: PortMessage): void;
  /** At most one listener; messages that came before are delivered to it at once, in order. */
  onMessage(listener: (message: PortMessage) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** control, page to engine. Answered by `{ id, answer }` (`FromEngine`). */
export const requestSchema = z.object({ id: z.number().int(), command: z.string(), args: z.unknown() });

/** control, engine to page: the answer to the request of that id, or something unasked. */
export type FromEngine = { readonly id: number; readonly answer: Result } | { readonly push: BenchPush };

/** upload, page to engine: one JSON `{ name, sizeBytes }`, then the bytes in ArrayBuffers; the engine answers one `Result<{ wav }>`. */
export const uploadStartSchema = z.object({
  name: z.string().min(1).max(255),
  sizeBytes: z.number().int().nonnegative(),
});

/**
 * bill, page to engine: one JSON for a file of an export, then its bytes in ArrayBuffers. The engine answers `{ received }` for each
 * piece that is on disk, so that a sender never runs ahead of the disk, and one `Result` at the end; then the next file may follow.
 */
export const billUploadSchema = z.object({
  /** The same for all files that are imported together. */
  uploadId: z.uuid(),
  /** Its name, with the folders below the chosen one: parts of a run are told by them. */
  path: z.string().min(1).max(1000),
  sizeBytes: z.number().int().nonnegative(),
  /** When the file was last written, milliseconds since 1970. */
  writtenAtMs: z.number().int().nonnegative(),
});
export type BillUpload = z.infer<typeof billUploadSchema>;
