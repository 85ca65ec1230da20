import { z } from 'zod';
import { type HandOnFile, handOnFiles } from '../session/handing-on/formats.ts';
import type { RecordState } from '../session/record-state.ts';
import { sessionId } from './session-id.ts';

/** What all files of a zip of a session may come to: ten hours of both voices. */
export const mostImportBytes = 4 * 1024 * 1024 * 1024;

const fileId = z.string().min(1).max(100);

/**
 * Sessions as files for somebody else, to a telemetry system, and back in. A file is written first, and then read piece by piece: it may be
 * larger than any answer.
 */
export const handOnArgs = {
  /** Writes saved sessions as one file, which waits to be read. `redacted`: of copies without sound and words. */
  'handOn.write': z.object({
    sessionIds: z.array(sessionId).min(1).max(500),
    format: z.custom<HandOnFile>((value) => typeof value === 'string' && Object.hasOwn(handOnFiles, value), {
      message: 'is no format',
    }),
    redacted: z.boolean(),
  }),
  /** The bytes of such a file from one on, as many as an answer takes. */
  'handOn.read': z.object({ fileId, offset: z.number().int().min(0) }),
  /** The file was read, or nobody wants it any more. */
  'handOn.drop': z.object({ fileId }),
  /**
   * Sends saved sessions as spans of OTLP, one order at a time. `to`: where to, https or this machine. The headers are those that were
   * stored for the address as a secret (`OtlpReceiver`). `content`: words of the conversation go along.
   */
  'handOn.send': z.object({
    sessionIds: z.array(sessionId).min(1).max(500),
    to: z.string().min(1).max(2000),
    content: z.boolean(),
  }),
  /** Gives up what is being sent; what went out by then is out. */
  'handOn.stopSending': z.object({}),
  /** Takes a zip of a session into the library: one file of an upload of this page (a bill port carried it), or on this computer. */
  'handOn.import': z.object({
    from: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('upload'), uploadId: z.uuid() }),
      z.object({ kind: z.literal('path'), path: z.string().min(1).max(4096) }),
    ]),
  }),
} as const satisfies Record<string, z.ZodType>;

export interface HandOnAnswers {
  /** `holds`: what the file holds, a sentence without its point. `notes`: what has to be known beside it, in whole sentences. */
  'handOn.write': {
    fileId: string;
    fileName: string;
    mediaType: string;
    bytes: number;
    holds: string;
    notes: readonly string[];
  };
  /** `next`: where the next piece begins; null: that was the last one. */
  'handOn.read': { base64: string; next: number | null };
  'handOn.drop': object;
  /** `to`: host and port. `rejected`: spans that the receiver did not take. `notes`: what else has to be known, in whole sentences. */
  'handOn.send': { to: string; sessions: number; spans: number; rejected: number; notes: readonly string[] };
  'handOn.stopSending': object;
  /** `digest`: how its record stands by its digests; null: it could not be read. `problems`: what is wrong with it, in whole sentences. */
  'handOn.import': {
    sessionId: string;
    files: number;
    digest: RecordState['digest'] | null;
    problems: readonly string[];
  };
}
