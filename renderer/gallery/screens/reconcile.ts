import { exampleUsage } from '../../../shared/reconcile/case/pasted-texts.ts';
import { caseAnswers, type GivenCase } from '../recorded/cases.ts';
import { oneMonth, periodAnswers, twoModels } from '../recorded/period.ts';
import { element, type ScreenState } from './screen-state.ts';

/** The six meters of a bill of gpt-realtime-mini in tokens: audio in, out, cached; text in, out, cached. */
const bill = ([audioIn, audioOut, audioCached]: readonly number[], [textIn, textOut, textCached]: readonly number[]) =>
  `gpt rt aud mn in gl 1215\t${audioIn}
gpt rt aud mn out gl 1215\t${audioOut}
gpt rt aud mn cd in gl 1215\t${audioCached}
gpt rt txt mn in gl 1215\t${textIn}
gpt rt txt mn Out gl 1215\t${textOut}
gpt rt txt mn cd in gl 1215\t${textCached}`;

const arrange: ScreenState['arrange'] = ({ appWindow }) => appWindow.showPage('reconcile');

const state = (id: string, says: string, seen: string, given: GivenCase): ScreenState => ({
  id: `reconcile-${id}`,
  says,
  seen,
  answers: () => caseAnswers(given),
  arrange,
});

const states: readonly ScreenState[] = [
  {
    id: 'reconcile-example',
    says: 'The finding of the public example.',
    seen: 'Example: one response, six meters',
    arrange,
  },
  {
    id: 'reconcile-none',
    says: 'Nothing is given yet.',
    seen: 'A worked example',
    answers: () => ({ 'reconcile.list': { ok: true, cases: [] }, 'bill.list': { ok: true, imports: [] } }),
    arrange,
  },
  {
    id: 'reconcile-reading',
    says: 'The last one is being read.',
    seen: 'Reading Example: one response, six meters.',
    answers: () => ({ 'reconcile.look': () => new Promise(() => undefined) }),
    arrange,
  },
  {
    id: 'reconcile-unread',
    says: 'What is kept could not be read.',
    seen: 'The reconciliations could not be read.',
    answers: () => ({
      'reconcile.list': {
        ok: false,
        error: { reason: 'disk', message: 'The folder of the reconciliations cannot be read.' },
      },
    }),
    arrange,
  },
  state('no-bill', 'The usage is there, the bill is not.', 'No bill yet.', { usage: exampleUsage }),
  state('refused', 'A pasted text is no usage.', 'What was pasted could not be read.', {
    usage: '{ "input_tokens": 5 }',
    meters: bill([640, 631, 0], [357, 181, 0]),
  }),
  state('question', 'The bill is of two models.', 'Which model was spoken to?', {
    usage: exampleUsage,
    meters: `${bill([640, 631, 0], [357, 181, 0])}\ngpt rt aud 2.1 in gl\t500`,
  }),
  state('settled', 'The bill is what was reported.', 'The bill is what was reported.', {
    usage: exampleUsage,
    meters: bill([46, 420, 64], [55, 117, 64]),
  }),
  state(
    'undecided',
    'More was billed, and the numbers do not say why.',
    'The bill is 2.14 \u00d7 what was reported, and the numbers do not say why.',
    { usage: exampleUsage, meters: bill([220, 840, 0], [238, 234, 0]) },
  ),
  state('nothing-fits', 'No story explains every meter.', 'Not explained', {
    usage: exampleUsage,
    meters: bill([1657, 1000, 0], [77, 181, 0]),
  }),
  state('sessions', 'Three sessions are held against one bill.', 'Session by session', {
    sessions: ['06-truncation', '18-two-responses-one-turn', '21-tool-round'],
    meters: bill([10_557, 3147, 0], [3954, 771, 0]),
  }),
  {
    ...state('throttled', 'Azure asks to wait before it gives the costs.', 'No bill yet.', { usage: exampleUsage }),
    pushes: [{ type: 'fetch', sentence: 'management.azure.com asks to wait 250 s.' }],
  },
  {
    id: 'reconcile-month',
    says: 'A whole month, a day of it chosen.',
    seen: 'Sessions of the day',
    answers: () => periodAnswers(oneMonth()),
    arrange: async ({ appWindow }) => {
      appWindow.showPage('reconcile');
      (await element('[data-cell="5 0"]')).click();
    },
  },
  {
    id: 'reconcile-month-two',
    says: 'A month of two models.',
    seen: 'gpt-realtime-2.1, global, contoso-voice',
    answers: () => periodAnswers(twoModels()),
    arrange,
  },
];
export default states;
