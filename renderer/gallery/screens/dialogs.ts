import type { DialogName } from '../../store/app-window.ts';
import { sessionAtItsTime } from '../recorded/sessions.ts';
import type { ScreenState } from './screen-state.ts';

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
