import type { RepairNews } from '../../../shared/contract/repairs.ts';
import type { DialogName } from '../../store/app-window.ts';
import { asAnswered } from '../recorded/answers.ts';
import { sessionAtItsTime } from '../recorded/sessions.ts';
import type { ScreenState } from './screen-state.ts';

const repaired: RepairNews = {
  repaired: [
    {
      sessionId: '2026-11-23-06-truncation',
      did: ['The last 0.2 s of output.wav were not written.', 'Its end was noted: the bench was ended.'],
    },
    { sessionId: '2026-11-23-20-line-broken', did: ['Its summary was written anew.'] },
  ],
  broken: [
    {
      sessionId: '2026-11-21T16-20-00Z-contoso-voice-000003',
      problem:
        '/home/tester/.config/Voxtally/sessions/2026-11-21T16-20-00Z-contoso-voice-000003 may not be written, so its record stays as the crash left it. It can be read as far as it goes.',
    },
  ],
};

/** Every dialog that opens over the window by its name alone: what it is, and a text that it alone shows. */
const dialogs: Readonly<Record<DialogName, Omit<ScreenState, 'id' | 'arrange'>>> = {
  settings: { says: 'What holds for the whole bench.', seen: 'Headphones keep the answer out of the microphone.' },
  keys: { says: 'Every key and what it does.', seen: 'Where the focus is' },
  presets: { says: 'Saved sets of options.', seen: 'Presets of options' },
  prices: { says: 'The price books.', seen: 'Import a book or price sheet' },
  budget: { says: 'What a session may use at most.', seen: 'Budget of a session' },
  commands: {
    says: 'The menu of commands, which an open session alone has.',
    seen: 'Cancel every response, also out of band',
    answers: () => sessionAtItsTime('06-truncation', { untilSeq: 60 }),
  },
  'session-json': { says: 'The session object that is asked for.', seen: 'Session as JSON' },
  'use-options': {
    says: 'What a record was asked for, before it is taken into the form.',
    seen: 'Would dial',
    answers: () => sessionAtItsTime('06-truncation'),
  },
  'hand-on': { says: 'Sessions as files for somebody else.', seen: 'Whole session, zip' },
  repairs: {
    says: 'Records that a crash had left behind, and what became of them.',
    seen: 'Not repaired, and untouched',
    answers: () => {
      const info = asAnswered['app.info'];
      return info?.ok === true ? { 'app.info': { ...info, repairs: repaired } } : {};
    },
  },
  'tool-answers': { says: 'What functions answer by themselves.', seen: 'Answers to calls of functions' },
};

// The keys of a record that is written out here are its names and nothing else.
const names = Object.keys(dialogs) as DialogName[];

const states: readonly ScreenState[] = names.map((name) => ({
  ...dialogs[name],
  id: `dialog-${name}`,
  arrange: ({ appWindow }) => appWindow.openDialog(name),
}));
export default states;
