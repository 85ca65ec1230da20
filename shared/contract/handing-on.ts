import { z } from 'zod';
import { type HandOnFile, handOnFiles } from '../session/handing-on/formats.ts';
import { sessionId } from './session-id.ts';

const fileId = z.string().min(1).max(100);

/** Sessions as files for somebody else. A file is written first, and then read piece by piece: it may be larger than any answer. */
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
}
