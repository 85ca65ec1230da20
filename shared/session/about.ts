import { z } from 'zod';

/** File beside the log that holds what a person wrote about a session: never in the log, which is the record. */
export const aboutName = 'about.json';

const oneLine = (most: number) =>
  z
    .string()
    .transform((text) => text.replaceAll(/\s+/g, ' ').trim())
    .pipe(z.string().min(1).max(most));

export const tagSchema = oneLine(100);

/** Tags that a session can have. */
export const mostTags = 40;

/** What a person wrote about a session. Members that this version does not know are kept. */
export const aboutSchema = z.looseObject({
  /** null: it has no name of its own. */
  name: oneLine(200).nullable().default(null),
  /** `customer=Contoso` names a customer. */
  tags: z.array(tagSchema).max(mostTags).default([]),
});
export type SessionAbout = z.infer<typeof aboutSchema>;

export const noAbout: SessionAbout = { name: null, tags: [] };
