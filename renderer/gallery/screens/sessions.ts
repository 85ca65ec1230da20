import type { Answer, Args } from '../../../shared/contract/bench-api.ts';
import type { FoundSession } from '../../../shared/contract/library-search.ts';
import type { TrashedSession } from '../../../shared/contract/trash.ts';
import type { Stores } from '../../store/stores.ts';
import { asAnswered } from '../recorded/answers.ts';
import { sessionAtItsTime } from '../recorded/sessions.ts';
import { element, type ScreenState } from './screen-state.ts';

/** Goes there and chooses the two sessions of which a comparison is recorded. Gives the button that compares them. */
async function chooseTwo({ appWindow }: Stores): Promise<HTMLElement> {
  appWindow.showPage('sessions');
  for (const row of [2, 4]) (await element(`tr[data-index="${row}"] input`)).click();
  return element('button[aria-keyshortcuts="c"]:not([aria-disabled="true"])');
}

/** Words and pauses of one voice: lowest and highest of each column, as an engine answers them. */
function voiceOf(columns: number, everyColumns: number): string {
  const bytes = Array.from({ length: columns }, (_, at) => {
    const loud = at % everyColumns < everyColumns * 0.7 ? Math.round(20 + 60 * Math.abs(Math.sin(at / 9))) : 1;
    return String.fromCharCode(256 - loud, loud);
  });
  return btoa(bytes.join(''));
}

/** What a record sounds like; `missing`: sound files that are not there. */
function soundOf({ fromMs, toMs, columns }: Args<'sound.peaks'>, missing: readonly string[]): Answer<'sound.peaks'> {
  const none = btoa(String.fromCharCode(127, 128).repeat(columns));
  const has = (file: string): boolean => !missing.includes(file);
  const input = has('input.wav') ? voiceOf(columns, 90) : none;
  const output = has('output.wav') ? voiceOf(columns, 140) : none;
  return { ok: true, peaks: { fromMs, toMs, columns, input, output, unheard: none, knownToMs: toMs, missing } };
}

const tagOf = (sessionId: string): string => (sessionId.includes('truncation') ? 'truncation' : 'barge-in');

/** The list with a tag for each of the two sessions that are compared. */
function taggedList(): Answer<'library.list'> {
  const listed = asAnswered['library.list'];
  if (listed?.ok !== true) throw new Error('No list of sessions is recorded.');
  const sessions = listed.sessions.map((one) => ({
    ...one,
    about: { name: null, note: null, tags: [tagOf(one.sessionId)] },
  }));
  return { ...listed, sessions };
}

/** Goes there and types into the search. */
async function searchFor({ appWindow }: Stores, typed: string): Promise<void> {
  appWindow.showPage('sessions');
  const field = await element('input[data-search]');
  if (field instanceof HTMLInputElement) field.setRangeText(typed);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

const foundParcel: readonly FoundSession[] = [
  {
    sessionId: '2026-11-23-06-truncation',
    places: { said: 1, note: 0, name: 0, option: 0, event: 0 },
    hits: [
      {
        place: 'said',
        by: 'assistant',
        response: 1,
        t: 4200,
        seq: 31,
        itemId: 'item_1',
        snippet: { text: 'Of course, your parcel is at the depot and comes tomorrow.', marks: [[16, 22]] },
      },
    ],
  },
];

const trashed: readonly TrashedSession[] = [
  {
    sessionId: '2026-11-21-09-idle-timeout',
    name: 'Idle timeout, 20 s',
    startedAt: '2026-11-21T16:20:00.000Z',
    deletedAt: '2026-11-24T08:12:00.000Z',
  },
  { sessionId: '2026-11-19-11-semantic-vad', name: null, startedAt: null, deletedAt: null },
];

const states: readonly ScreenState[] = [
  {
    id: 'sessions',
    says: 'Some are saved.',
    seen: 'All five',
    arrange: ({ appWindow }) => appWindow.showPage('sessions'),
  },
  {
    id: 'sessions-none',
    says: 'None is saved.',
    seen: 'None yet. Every session you start is kept here, on this disk only.',
    answers: () => ({ 'library.list': { ok: true, sessions: [], folder: '/home/tester/.config/Voxtally/sessions' } }),
    arrange: ({ appWindow }) => appWindow.showPage('sessions'),
  },
  {
    id: 'sessions-no-hit',
    says: 'A search finds none.',
    seen: '5 sessions looked through. None with “parrot” in what was said, noted or asked for. 3 sessions not indexed yet.',
    answers: () => ({
      'library.search': { ok: true, found: [], standing: { sessions: 5, indexed: 2, texts: 40 }, tookMs: 4 },
    }),
    arrange: (stores) => searchFor(stores, 'parrot'),
  },
  {
    id: 'sessions-compared',
    says: 'Two are side by side.',
    seen: 'Over the turns',
    answers: () => ({ 'sound.peaks': (asked) => soundOf(asked, []) }),
    arrange: async (stores) => (await chooseTwo(stores)).click(),
  },
  {
    id: 'sessions-compared-silent',
    says: 'Two are side by side, and no sound of them was kept.',
    seen: 'not kept',
    answers: () => ({ 'sound.peaks': (asked) => soundOf(asked, ['input.wav', 'output.wav']) }),
    arrange: async (stores) => (await chooseTwo(stores)).click(),
  },
  {
    id: 'sessions-compared-by-tag',
    says: 'Groups by tag are side by side.',
    seen: 'Medians of 1 and 1 sessions',
    answers: () => ({ 'library.list': taggedList() }),
    arrange: async (stores) => {
      (await chooseTwo(stores)).click();
      (await element('button[title="Medians of the sessions of each tag"]')).click();
    },
  },
  {
    id: 'sessions-trash',
    says: 'Two were deleted some time ago, and lie in the trash.',
    seen: 'Empty the trash',
    answers: () => ({
      'library.trash': { ok: true, sessions: trashed, folder: '/home/tester/.config/Voxtally/trash' },
    }),
    arrange: async ({ appWindow }) => {
      appWindow.showPage('sessions');
      (await element('section[aria-label="Trash"] button')).click();
    },
  },
  {
    id: 'sessions-found',
    says: 'A search finds a word in what was said.',
    seen: 'what was said 1',
    answers: () => ({
      'library.search': ({ typed }) => ({
        ok: true,
        found: typed === '' ? [] : foundParcel,
        standing: { sessions: 5, indexed: 5, texts: 120 },
        tookMs: 12,
      }),
      'library.hits': { ok: true, found: foundParcel[0] ?? null },
    }),
    arrange: (stores) => searchFor(stores, 'parcel'),
  },
  {
    id: 'sessions-record',
    says: 'A saved record is being read.',
    seen: 'Record: intact',
    answers: async () => {
      const answers = await sessionAtItsTime('06-truncation');
      const saved = answers['session.attach'];
      if (saved === undefined || typeof saved === 'function') return answers;
      const none = { ok: true, view: null, folder: null, about: null } as const;
      const record = { digest: 'intact', damaged: null, open: null, outOfOrder: null, missing: null } as const;
      const read = saved.ok && saved.view !== null ? { ...saved, view: { ...saved.view, record } } : saved;
      return { ...answers, 'session.attach': ({ sessionId }) => (sessionId === null ? none : read) };
    },
    arrange: ({ session }) => session.attach('2026-11-23-06-truncation'),
  },
];
export default states;
