import { z } from 'zod';
import { networkSchema } from '../network/settings.ts';
import { endpointSchema } from '../protocol/endpoint/endpoint.ts';

/** What a person is asked to do while signing in: enter a code at an address. */
export interface SignInPrompt {
  readonly userCode: string;
  readonly url: string;
}

/** Signing in with Entra ID. The token stays in the engine. */
export const signInArgs = {
  /** Whether a token is at hand that need not be asked for, and until when. */
  'entra.status': z.object({ endpoint: endpointSchema }),
  /** Signs in, or renews; answers when it is done. A code to enter comes as a push meanwhile. */
  'entra.signIn': z.object({ endpoint: endpointSchema, network: networkSchema.optional() }),
  /**
   * Gives up one sign-in under way, and no other: the one whose code is shown, whoever waits for it; or what connections to an
   * endpoint wait for, a fetch of costs that waits for the same sign-in left alone.
   */
  'entra.cancel': z.object({
    of: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('code'), userCode: z.string().min(1).max(200) }),
      z.object({ kind: z.literal('endpoint'), endpoint: endpointSchema }),
    ]),
  }),
  /** Forgets the token. */
  'entra.signOut': z.object({ endpoint: endpointSchema }),
} as const satisfies Record<string, z.ZodType>;

export interface SignInAnswers {
  'entra.status': { signedIn: boolean; expiresAt: string | null };
  'entra.signIn': { expiresAt: string };
  'entra.cancel': object;
  'entra.signOut': object;
}
