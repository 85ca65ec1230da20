import type { Stores } from '../../store/stores.ts';
import { sessionAtItsTime } from '../recorded/sessions.ts';
import { element, type ScreenState } from './screen-state.ts';

/** Goes there and chooses the two sessions of which a comparison is recorded. Gives the button that compares them. */
async function chooseTwo({ appWindow }: Stores): Promise<HTMLElement> {
  appWindow.showPage('sessions');
  for (const row of [2, 4]) (await element(`tr[data-index="${row}"] input`)).click();
  return element('button[aria-keyshortcuts="c"]:not([aria-disabled="true"])');
}

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
    seen: '5 sessions looked through. None with “parrot” in its name, its deployment or an option asked for.',
    arrange: async ({ appWindow }) => {
      appWindow.showPage('sessions');
      const field = await element('input[data-search]');
      if (field instanceof HTMLInputElement) field.setRangeText('parrot');
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
  },
  {
    id: 'sessions-compared',
    says: 'Two are side by side.',
    seen: 'What came of it',
    arrange: async (stores) => (await chooseTwo(stores)).click(),
  },
  {
    id: 'sessions-delete',
    says: 'What goes is said before it does.',
    seen: 'Delete for good',
    arrange: async (stores) => {
      const button = await chooseTwo(stores);
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
    },
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
