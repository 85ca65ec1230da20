import { z } from 'zod';

/** The id of a session as a command takes it. */
export const sessionId = z.string().min(1).max(100);
