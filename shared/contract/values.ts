import { z } from 'zod';

/** Pieces that several subjects of the contract share. */
export const sessionId = z.string().min(1).max(100);
