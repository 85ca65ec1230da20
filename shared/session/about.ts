import { z } from 'zod';

/** File beside the log that holds what a person wrote about a session: never in the log, which is the record. */
export const aboutName = 'about.json';

const longestName = 200;
const longestTag = 100;
/** Letters of a note: some pages, and far from what the file may hold. */
const longestNote = 4000;
/** Tags that a session can have. */
export const mostTags = 40;

const oneLine = (what: string, most: number) =>
  z
    .string()
    .transform((text) => text.replaceAll(/\s+/g, ' ').trim())
    .pipe(z.string().min(1, `${what} needs a letter`).max(most, `${what} has at most ${most} letters`));

const nameSchema = oneLine('a name', longestName);
export const tagSchema = oneLine('a tag', longestTag);
const tagsSchema = z.array(tagSchema).max(mostTags, `a session has at most ${mostTags} tags`);

/** Lines as they were written, without what stands behind the last of them. */
const noteSchema = z
  .string()
  .transform((text) => text.replaceAll(/\r\n?/g, '\n').trimEnd())
  .pipe(z.string().min(1, 'a note needs a letter').max(longestNote, `a note has at most ${longestNote} letters`));

/** What a person wrote about a session. Members that this version does not know are kept. */
export const aboutSchema = z.looseObject({
  /** null: it has no name of its own. */
  name: nameSchema.nullable().default(null),
  /** Several lines; null: none was written. */
  note: noteSchema.nullable().default(null),
  /** `customer=Contoso` names a customer. */
  tags: tagsSchema.default([]),
});
export type SessionAbout = z.infer<typeof aboutSchema>;

export const noAbout: SessionAbout = { name: null, note: null, tags: [] };

/** What of it is to be another; members left out stay, null takes one away. A tag given twice counts once. */
export const aboutChangeSchema = z.strictObject({
  name: nameSchema.nullable().optional(),
  note: noteSchema.nullable().optional(),
  tags: tagsSchema.transform((tags) => [...new Set(tags)]).optional(),
});
export type AboutChange = z.infer<typeof aboutChangeSchema>;

/** What a person wrote, after a change. */
export function changedAbout(about: SessionAbout, { name, note, tags }: AboutChange): SessionAbout {
  return {
    ...about,
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    ...(tags === undefined ? {} : { tags }),
  };
}
