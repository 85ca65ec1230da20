import { z } from 'zod';
import { profileDraftSchema, profileName, type Profile } from '../profiles/profile.ts';

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
