import { join } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { writtenMoneyIn } from '../../../shared/kit/money-format.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import { modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import { compareGroups, type SessionGroup } from '../../../shared/session/library/compare-groups.ts';
import { fewestCompared, mostCompared } from '../../../shared/session/library/compare-limits.ts';
import { compareDigests, digestOf, type SessionDigest } from '../../../shared/session/library/compare-sessions.ts';
import { sessionFacts } from '../../../shared/session/library/session-facts.ts';
import { groupsByTag, leftOutWords, type TaggedSession } from '../../../shared/session/library/tag-groups.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { readAbout } from '../../engine/record/about-file.ts';
import { type Command, type Outcome, plannedForm, type Surroundings } from '../input/command.ts';
import type { Flags, Read } from '../input/flags.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { findSessions, openRecord } from '../input/recorded-sessions.ts';
import { comparisonText, groupsText } from '../output/comparison-text.ts';

const flags = {
  by: {
    type: 'string',
    choices: ['tag'],
    says: 'Compare groups of sessions by their tags: medians of each. A SESSION may then be a folder of sessions, and without any it is the library.',
  },
  tag: {
    type: 'string',
    value: 'TAG',
    many: 'again',
    says: 'With --by tag: the tag of a group, two to four times.',
    otherwise: 'the two to four tags that tell the sessions apart',
  },
  json: { type: 'boolean', says: 'Print one JSON object instead of tables (see below).' },
} as const satisfies Flags;

const notes = [
  'Session 1 is what the others are held against. Options are those in effect at the end. Turns are the same where the same ' +
    'file spoke in them, else by their order. Each session is priced by the book in its record. A median is held against ' +
    'another only where both have three turns or more that count from the same moment.',
  'With --by tag each session is in the group of the one tag it has; one with none of the tags, or with several, is left out ' +
    'and told. Usage and costs are medians of the sessions of a group, with their least, most and number (n); waits are those of ' +
    'all its turns together. An option that is not the same in all of a group varies.',
  '--json prints: voxtally (1), names, sessions [{sessionId, startedAt, deployment, durationMs, input, bookId, turns}], options ' +
    '{different [{id, label, values [{text, differs, among}]}], equal, told}, asked, responses, notReported (each [{value, less}]), ' +
    'fields [{label, unit, figures [{value, less, about}]}], firstAudio [{spread, eachMs, from, less, why}], expected, ifBilled, ' +
    'reported, perTurn, perMinute (each [{amount, currency, about, unpriced, less}]), matches {by, matches [{clip, turns}], ' +
    'unmatched}. Every list has an entry for each session, in order; less is the difference to session 1, null where there is ' +
    'none. A turn is {number, clip, said, answered, unheard, fromMs, toMs, low, high, isEstimated, isOpen, input, cached, output, ' +
    'waitMs, waitFrom, waitBeganMs, cut {atMs, heardMs} or null}. Amounts are exact decimals; one without any price is null, never 0.',
  'With --by tag it has groups [{name, sessionIds, deployments, firstAt, lastAt, bookIds, turns [{n, low, cachedShare, waitMs, ' +
    'output}]}], by and clips (a turn each) in place of names, sessions and matches, n, least and most beside each amount, and ' +
    'leftOut {untagged, ambiguous}.',
] as const;

type Plan =
  | { readonly kind: 'sessions'; readonly words: readonly string[]; readonly json: boolean }
  | {
      readonly kind: 'groups';
      readonly words: readonly string[];
      readonly tags: readonly string[];
      readonly json: boolean;
    };

const misused = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

function planned({ values, words }: Read<typeof flags>): Result<{ plan: Plan }> {
  const { by, tag: tags = [], json } = values;
  if (by === undefined && tags.length > 0) {
    return misused('--tag names groups, and sessions are compared each by itself.', 'Give --by tag beside it.');
  }
  if (by === 'tag') {
    const many = new Set(tags).size;
    if (many > 0 && (many < fewestCompared || many > mostCompared)) {
      return misused(
        `voxtally compare takes ${fewestCompared} to ${mostCompared} different tags; ${many === 1 ? 'one was' : `${many} were`} given.`,
        'Give --tag two to four times, or leave it out.',
      );
    }
    return ok({ plan: { kind: 'groups', words, tags, json } });
  }
  const { length } = words;
  if (length >= fewestCompared && length <= mostCompared) return ok({ plan: { kind: 'sessions', words, json } });
  const given = length === 0 ? 'none was' : length === 1 ? 'one was' : `${length} were`;
  return misused(
    `voxtally compare takes ${fewestCompared} to ${mostCompared} sessions; ${given} given.`,
    'Give the folders of the sessions, or their ids in the library; more of them are compared with --by tag.',
  );
}

type Prices = Awaited<ReturnType<typeof openPriceBooks>>;

interface ReadSession {
  readonly digest: SessionDigest;
  readonly folder: string;
  /** As its record calls it. */
  readonly name: string;
}

/** What is compared of a session; its record does not stay in memory. */
async function readSession(word: string, prices: Prices): Promise<Result<{ read: ReadSession }>> {
  const record = await openRecord(word);
  if (!record.ok) return record;
  const { folder, header, view } = record;
  const { book } = prices.choose(header.startedAt.slice(0, 10), header.priceBookId);
  const digest = digestOf({ view, book, model: modelOfView(view, book)?.model ?? null });
  return ok({ read: { digest, folder, name: sessionFacts(view).name ?? header.sessionId } });
}

async function compared({ words, json }: Plan, surroundings: Surroundings): Promise<Outcome> {
  const prices = await openPriceBooks(surroundings);
  const digests: SessionDigest[] = [];
  const names: string[] = [];
  const told: string[] = [];
  for (const word of words) {
    const session = await readSession(word, prices);
    if (!session.ok) return session;
    const { digest, folder, name } = session.read;
    digests.push(digest);
    const { about, note } = await readAbout(folder);
    names.push(about.name ?? name);
    if (note !== null) told.push(note);
  }
  const comparison = compareDigests(digests);
  const out = json
    ? jsonText(writtenMoneyIn({ voxtally: 1, names, ...comparison }))
    : comparisonText(comparison, names);
  return ok({ out, notes: told });
}

interface TaggedFolder extends TaggedSession {
  readonly folder: string;
}

async function comparedGroups(
  { words, tags, json }: Extract<Plan, { kind: 'groups' }>,
  surroundings: Surroundings,
): Promise<Outcome> {
  const places = words.length > 0 ? words : [join(dataFolder(), 'sessions')];
  const told: string[] = [];
  const folders = new Set<string>();
  for (const place of places) {
    const found = await findSessions(place);
    if (found.folders.length + found.linked.length === 0) {
      return refuse(
        benchError('not-found', `There is no recorded session at ${repeatable(place, 300)}.`, {
          nextStep: 'Give the folders of sessions, or a folder that holds them.',
        }),
      );
    }
    for (const folder of found.folders) folders.add(folder);
    told.push(...found.linked.map((name) => `${name} is a link and is left out; name it by itself to compare it.`));
  }
  const tagged: TaggedFolder[] = [];
  for (const folder of folders) {
    const { about, note } = await readAbout(folder);
    tagged.push({ sessionId: folder, folder, tags: about.tags });
    if (note !== null) told.push(note);
  }
  const grouping = groupsByTag(tagged, tags);
  if (!grouping.ok) return grouping;
  const { groups, untagged, ambiguous } = grouping.grouped;
  const prices = await openPriceBooks(surroundings);
  const read: SessionGroup[] = [];
  for (const { name, sessions } of groups) {
    const digests: SessionDigest[] = [];
    for (const { folder } of sessions) {
      const session = await readSession(folder, prices);
      if (!session.ok) return session;
      digests.push(session.read.digest);
    }
    read.push({ name, digests });
  }
  const comparison = compareGroups(read);
  const out = json
    ? jsonText(writtenMoneyIn({ voxtally: 1, ...comparison, leftOut: { untagged, ambiguous } }))
    : groupsText(comparison);
  return ok({ out, notes: [...told, ...leftOutWords({ untagged, ambiguous })] });
}

/** `voxtally compare`: two to four recorded sessions, or groups of them, side by side. Changes nothing on disk. */
export const compare: Command = {
  forms: [
    plannedForm({
      words: [
        {
          name: 'SESSION…',
          needs: 'sessions',
          says: 'Two to four recorded sessions: their folders, or their ids in the library. The first is what the others are held against.',
        },
      ],
      flags,
      notes,
      examples: [
        'voxtally compare SESSION SESSION',
        'voxtally compare SESSION SESSION SESSION --json',
        'voxtally compare --by tag --tag baseline --tag trial',
      ],
      plan: planned,
      run: (plan, surroundings) =>
        plan.kind === 'groups' ? comparedGroups(plan, surroundings) : compared(plan, surroundings),
    }),
  ],
};
