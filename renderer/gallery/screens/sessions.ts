import type { Answer, Args, SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { FoundSession } from '../../../shared/contract/library-search.ts';
import type { TrashedSession } from '../../../shared/contract/trash.ts';
import type { BillStanding } from '../../../shared/contract/session-bill.ts';
import type { SessionVerdict, VerdictState } from '../../../shared/reconcile/case/session-verdict.ts';
import { benchError, refuse } from '../../../shared/kit/errors.ts';
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
  typeInto(await element('input[data-search]'), typed);
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

const verdict = (
  state: VerdictState,
  reason: string,
  cost: string | null,
  more: Partial<SessionVerdict> = {},
): Extract<BillStanding, { kind: 'compared' }> => ({
  kind: 'compared',
  verdict: {
    sessionId: '',
    state,
    reason,
    beyond: null,
    daySessions: 1,
    billed: cost === null ? null : { cost, currency: 'USD' },
    without: false,
    ...more,
  },
});

/** The recorded sessions as bills stand to them, one a row. */
const bills: readonly BillStanding[] = [
  { kind: 'due', from: '2026-11-25' },
  verdict('story', 'a response that ended and never reported was billed', '0.00087624'),
  verdict('as reported', '', '0.00683644', { without: true }),
  verdict('open', '', null, { beyond: { cost: '0.0421558', currency: 'USD' } }),
  { kind: 'not compared' },
];

/** Some that were saved, with what bills say of them. */
function billedSessions(): SessionSummary[] {
  const recorded = asAnswered['library.list'];
  if (recorded?.ok !== true) return [];
  const [first] = recorded.sessions;
  const more: SessionSummary[] =
    first === undefined
      ? []
      : [
          {
            ...first,
            sessionId: '2026-11-13-17-first-session',
            startedAt: '2026-11-13T17:36:00.000Z',
            label: 'simulator',
            bill: { kind: 'owes nothing' },
            about: { name: 'First session', note: null, tags: [] },
          },
          {
            ...first,
            sessionId: '2026-11-14-10-phone',
            startedAt: '2026-11-14T10:03:00.000Z',
            bill: verdict('other traffic', '', null, { beyond: { cost: '1.2034', currency: 'USD' }, daySessions: 3 }),
            about: { name: 'G.711 mu-law, phone line', note: null, tags: ['phone', 'near field'] },
          },
        ];
  return [...recorded.sessions.map((one, at) => ({ ...one, bill: bills[at] ?? { kind: 'not compared' } })), ...more];
}

const trashed: readonly TrashedSession[] = [
  {
    sessionId: '2026-11-21-09-idle-timeout',
    name: 'Idle timeout, 20 s',
    startedAt: '2026-11-21T16:20:00.000Z',
    deletedAt: '2026-11-24T08:12:00.000Z',
  },
  { sessionId: '2026-11-19-11-semantic-vad', name: null, startedAt: null, deletedAt: null },
];

/** Writes into a field as a person does. */
function typeInto(field: HTMLElement, text: string): void {
  if (field instanceof HTMLInputElement) field.setRangeText(text);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** A session is sent to a receiver of telemetry from its dialog. */
async function sendToReceiver({ appWindow }: Stores): Promise<void> {
  appWindow.handOn(['2026-11-23-06-truncation']);
  (await element('section[aria-label="Telemetry"] [role=switch]')).click();
  typeInto(await element('#otlp-to'), 'https://collector.example.com:4318');
  (await element('section[aria-label="Telemetry"] button[type=submit]:not([aria-disabled="true"])')).click();
}

/** The start of a zip, of which no more comes. */
const zip = (): File => new File([new Uint8Array([0x50, 0x4b, 3, 4])], 'session.zip');

const states: readonly ScreenState[] = [
  {
    id: 'sessions',
    says: 'Some are saved.',
    seen: 'All five',
    arrange: ({ appWindow }) => appWindow.showPage('sessions'),
  },
  {
    id: 'sessions-billed',
    says: 'Bills are held against some of them.',
    seen: 'the simulator’s money not counted',
    answers: () => ({
      'library.list': { ok: true, sessions: billedSessions(), folder: '/home/tester/.config/Voxtally/sessions' },
    }),
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
    seen: 'No session has this word. 3 are not indexed yet.',
    answers: () => ({
      'library.search': { ok: true, found: [], standing: { sessions: 5, indexed: 2, texts: 40 }, tookMs: 4 },
    }),
    arrange: (stores) => searchFor(stores, 'parrot'),
  },
  {
    id: 'sessions-gone',
    says: 'The folder of the one that was to be opened is gone.',
    seen: 'question.wav cannot be opened. There is no saved session “2026-11-23-21-tool-round”. List the sessions again; it may have been deleted.',
    answers: () => ({
      'session.attach': ({ sessionId }) =>
        sessionId === null
          ? { ok: true, view: null, folder: null, about: null }
          : refuse(
              benchError('not-found', `There is no saved session “${sessionId}”.`, {
                nextStep: 'List the sessions again; it may have been deleted.',
              }),
            ),
    }),
    arrange: async ({ appWindow }) => {
      appWindow.showPage('sessions');
      const row = await element('tr[data-index="0"]');
      row.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    },
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
  {
    id: 'sessions-importing',
    says: 'A zip is being brought in.',
    seen: 'Looking at session.zip.',
    arrange: ({ appWindow, imports }) => {
      appWindow.showPage('sessions');
      imports.take([zip()]);
    },
  },
  {
    id: 'sessions-not-imported',
    says: 'What was chosen is no zip.',
    seen: 'notes.txt is not taken: it is no zip. Take a zip that Hand on, or voxtally export, has written.',
    arrange: ({ appWindow, imports }) => {
      appWindow.showPage('sessions');
      imports.take([new File(['notes'], 'notes.txt')]);
    },
  },
  {
    id: 'sessions-telemetry',
    says: 'One is sent to a telemetry system, which takes a part of it.',
    seen: 'collector.example.com:4318 took a part of 9 spans of 1 session: it refused 2.',
    answers: () => ({
      'secret.status': { ok: true, present: true, from: 'store', needed: true },
      'handOn.send': {
        ok: true,
        to: 'collector.example.com:4318',
        sessions: 1,
        spans: 9,
        rejected: 2,
        notes: ['The receiver says: 2 spans are older than is taken.'],
      },
    }),
    arrange: sendToReceiver,
  },
];
export default states;
