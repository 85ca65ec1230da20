import type { FoundSession } from '../../../shared/contract/library-search.ts';
import type { TrashedSession } from '../../../shared/contract/trash.ts';
import type { Stores } from '../../store/stores.ts';
import { sessionAtItsTime } from '../recorded/sessions.ts';
import { element, type ScreenState } from './screen-state.ts';

/** Goes there and chooses the two sessions of which a comparison is recorded. Gives the button that compares them. */
async function chooseTwo({ appWindow }: Stores): Promise<HTMLElement> {
  appWindow.showPage('sessions');
  for (const row of [2, 4]) (await element(`tr[data-index="${row}"] input`)).click();
  return element('button[aria-keyshortcuts="c"]:not([aria-disabled="true"])');
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
    arrange: async (stores) => (await chooseTwo(stores)).click(),
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
