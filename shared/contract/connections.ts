import { z } from 'zod';
import type { ConnectionFacts } from '../protocol/endpoints/connection-facts.ts';
import { secretOwnerSchema } from '../protocol/endpoints/credential-id.ts';
import { type Profile, profileDraftSchema, profileName } from '../protocol/endpoints/profiles.ts';
import { endpointSchema, networkSchema } from '../protocol/endpoints/schema.ts';

/** Addresses and the keys they need. */
export const endpointArgs = {
  /** What a person has to see and accept before this way is used; null: nothing. */
  'connection.ask': z.object({
    endpoint: endpointSchema,
    network: networkSchema.optional(),
    /** A key is about to be stored for it. */
    withKey: z.boolean().optional(),
  }),
  /** A person has seen what this way does, and takes it. */
  'connection.accept': z.object({ endpoint: endpointSchema, network: networkSchema.optional() }),
  /** Checks and describes an address without connecting. */
  'endpoint.describe': z.object({ endpoint: endpointSchema }),
  /** Whether a key is at hand for an endpoint, or a password for a proxy, and where it is kept. Never the secret. */
  'secret.status': z.object({ owner: secretOwnerSchema }),
} as const satisfies Record<string, z.ZodType>;

export interface EndpointAnswers {
  'connection.ask': { ask: ConnectionFacts | null };
  'connection.accept': object;
  'endpoint.describe': { url: string; label: string; headers: Record<string, string> };
  'secret.status': {
    present: boolean;
    from: 'store' | 'memory' | 'environment' | null;
    needed: boolean;
    /** The environment variable that holds it. */
    variable?: string;
  };
}

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

const id = z.string().min(1).max(100);

/** Named ways to a deployment. Every change is pushed to every window. */
export const profileArgs = {
  'profiles.list': z.object({}),
  /** Makes a profile, or changes the one with `id`. Refuses a name that another one has. */
  'profiles.save': z.object({ id: id.optional(), profile: profileDraftSchema }),
  'profiles.rename': z.object({ id, name: profileName }),
  'profiles.duplicate': z.object({ id }),
  'profiles.delete': z.object({ id }),
  /** As text for a file, without secrets; null: all of them. */
  'profiles.export': z.object({ ids: z.array(id).nullable() }),
  /** From the text of a file: all or none. A name that is taken gets a number. */
  'profiles.import': z.object({ text: z.string().max(2_000_000) }),
} as const satisfies Record<string, z.ZodType>;

export interface ProfileAnswers {
  'profiles.list': { profiles: Profile[] };
  'profiles.save': { profile: Profile };
  'profiles.rename': { profile: Profile };
  'profiles.duplicate': { profile: Profile };
  'profiles.delete': object;
  'profiles.export': { fileName: string; text: string; notes: string[] };
  'profiles.import': { profiles: Profile[]; notes: string[] };
}
