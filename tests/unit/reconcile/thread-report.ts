import type { MeterKind } from '../../../shared/billing/meter-kind.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import type {
  Coverage,
  Explanation,
  MeterPart,
  PredictedMeter,
} from '../../../shared/reconcile/stories/answer-types.ts';

const chance: Coverage = { hits: 3, of: 506_097, share: 3 / 506_097 };
const isolation = 'Run it alone on a resource of its own, with instructions and a clip never used before.';

type Sizes = readonly [reported: number, expected: number, billed: number];

/** A line of the comparison whose cached tokens were billed on the input meter. */
function meter(
  kind: MeterKind,
  [reported, expected, billed]: Sizes,
  beyond: readonly [tokens: number | null, cost: string],
  status: ReconcileReport['meters'][number]['status'],
  name: string,
): ReconcileReport['meters'][number] {
  return {
    meter: kind,
    names: [name],
    reported,
    expected,
    billed,
    range: null,
    corrected: null,
    unreadable: [],
    difference: billed - expected,
    beyond: { tokens: beyond[0], money: { cost: beyond[1], currency: 'USD' } },
    quantityVariance: { cost: beyond[1], currency: 'USD' },
    charged: [],
    priceVariance: null,
    status,
    explainedBy: 1,
  };
}

const predicted = (
  kind: MeterKind,
  billed: number,
  checked: boolean,
  arithmetic: string,
  parts: readonly MeterPart[],
): PredictedMeter => ({
  meter: kind,
  predicted: billed,
  billed,
  range: null,
  residual: 0,
  checked,
  arithmetic,
  note: '',
  parts,
});

const said = (tokens: number): MeterPart => ({ tokens, kind: 'reported', words: 'reported' });
const again = (tokens: number, words: string): MeterPart => ({ tokens, kind: 'again', words });
const read = (tokens: number, words: string): MeterPart => ({ tokens, kind: 'free', words });

const first: Explanation = {
  rank: 1,
  exact: true,
  outside: false,
  title: 'A further response over the finished conversation, nothing new added',
  statement:
    'A further response over the finished conversation, nothing new added; cached tokens were billed without the discount.',
  inferences: [
    {
      kind: 'reported',
      turn: 0,
      context: null,
      response: null,
      measured: true,
      statement: 'The response that was reported.',
    },
    {
      kind: 'further',
      turn: 0,
      context: 'finished',
      response: null,
      measured: true,
      statement: 'A further response over the finished conversation.',
    },
  ],
  events: [],
  cached: { audio: 'folded', text: 'folded' },
  meters: [
    predicted('audio_in', 640, true, '110 + (110 + 420)', [
      said(110),
      again(110, 'question re-read'),
      again(420, 'answer re-read'),
    ]),
    predicted('audio_cached', 0, true, '64 − 64', [said(64), { tokens: -64, kind: 'beside', words: 'in audio in' }]),
    predicted('audio_out', 631, false, '420 + 211', [said(420), read(211, 'a second answer of 10.6 s')]),
    predicted('text_in', 357, true, '119 + (119 + 117 + 2)', [
      said(119),
      again(119, 'prompt and question re-read'),
      again(119, 'answer re-read, 117 + 2'),
    ]),
    predicted('text_cached', 0, true, '64 − 64', [said(64), { tokens: -64, kind: 'beside', words: 'in text in' }]),
    predicted('text_out', 181, false, '117 + 64', [said(117), read(64, 'its transcript, 46 + 18')]),
  ],
  freeParameters: ['audio_out', 'text_out'],
  marks: [
    { certainty: 'measured', text: 'audio in 530 = 110 + 420, to the token' },
    { certainty: 'measured', text: 'text in 238 = 119 + 117 + 2, to the token' },
    { certainty: 'measured', text: '+ 2 for an answer read again, so far at OpenAI' },
    { certainty: 'free', text: '211 and 64 out, which are lawful for one answer' },
    { certainty: 'assumed', text: 'cached tokens billed without the discount' },
    { certainty: 'open', text: 'the trigger, such as a second response.create' },
  ],
  assumptions: ['Cached tokens were billed without the discount.'],
  mechanisms: ['a second response.create of the client', 'a continuation or a retry inside the service'],
  coverage: chance,
  supports: [],
  contradictions: [],
};

const outside: Explanation = {
  ...first,
  rank: 2,
  outside: true,
  title: 'Both transcripts join the context',
  statement: 'A further response that reads the question and the answer as text as well.',
  inferences: first.inferences.map((one) =>
    one.kind === 'reported' ? one : { ...one, context: 'transcripts', measured: false },
  ),
  meters: first.meters.map((line) =>
    line.meter === 'text_in' ? { ...line, arithmetic: '119 + (119 + 30 + 89)' } : line,
  ),
  marks: [{ certainty: 'open', text: 'no measured rule knows such a context' }],
  mechanisms: [],
  coverage: { hits: 14_233, of: 506_097, share: 14_233 / 506_097 },
};

/** The public case as a report says it: written by hand, so that papers can be held against words that do not move. */
export const decidedReport: ReconcileReport = {
  voxtally: 1,
  model: {
    label: 'gpt-realtime-mini 1215, global',
    model: 'gpt-realtime-mini',
    version: '1215',
    scope: 'global',
    names: {},
  },
  priceBook: 'list-2026-10-09',
  responses: 1,
  reportedResponses: [
    {
      number: 1,
      origin: null,
      audioIn: 110,
      audioCached: 64,
      audioOut: 420,
      textIn: 119,
      textCached: 64,
      textOut: 117,
    },
  ],
  days: [],
  meters: [
    meter('audio_in', [110, 46, 640], [530, '0.0053'], 'explained', 'gpt rt aud mn in gl 1215'),
    meter('audio_cached', [64, 64, 0], [null, '0.0006208'], 'folded', 'gpt rt aud mn cd in gl 1215'),
    meter('audio_out', [420, 420, 631], [211, '0.00422'], 'free', 'gpt rt aud mn out gl 1215'),
    meter('text_in', [119, 55, 357], [238, '0.0001428'], 'explained', 'gpt rt txt mn in gl 1215'),
    meter('text_cached', [64, 64, 0], [null, '0.00003456'], 'folded', 'gpt rt txt mn cd in gl 1215'),
    meter('text_out', [117, 117, 181], [64, '0.0001536'], 'free', 'gpt rt txt mn Out gl 1215'),
  ],
  money: {
    currency: 'USD',
    billed: '0.0196686',
    expected: '0.00919684',
    difference: '0.01047176',
    further: '0.0098164',
    lostDiscount: '0.00065536',
  },
  ratio: null,
  charge: { costs: [], compared: null, priceVariance: null, notComparable: null },
  finding: {
    claim: { kind: 'further', atLeast: 1, contexts: [{ context: 'finished', turn: 0 }] },
    headline: 'Azure billed 2.14 × what the API reported: the model ran at least once more than the API told you.',
    lead: 'The first story: it read the finished conversation again, nothing new added, and spoke a second answer of 10.6 s. Of all bills this far off, 3 in 506,097 fit as simple a story.',
    open: 'The numbers do not say what began it. A record of every response would.',
    turn: 0,
    chance,
  },
  explanations: [first, outside],
  storiesFound: 2,
  excluded: [
    {
      id: 'spoken',
      title: 'A new spoken item, even an empty one',
      rule: '8 more for any item',
      fails: '246 text in, billed 238',
    },
    { id: 'typed', title: 'A typed message of k tokens', rule: '4 + k more', fails: '242 or more text in, billed 238' },
    {
      id: 'retry',
      title: 'A retry of the same turn',
      rule: 'prompt and question only',
      fails: '119 text in, 110 audio in',
    },
    { id: 'two-retries', title: 'Two retries', rule: '238 text in fits', fails: '220 audio in, billed 530' },
    {
      id: 'truncated',
      title: 'The answer cut short by the client',
      rule: 'a cut answer reads as 8',
      fails: '127 text in, billed 238',
    },
    {
      id: 'as-text',
      title: 'The answer already turned into text',
      rule: 'its audio is gone',
      fails: '212 text in, 110 audio in',
    },
    {
      id: 'booked-twice',
      title: 'The answer booked twice, nothing ran',
      rule: 'outputs only',
      fails: '420 audio out, billed 211 beyond',
    },
    {
      id: 'tool-round',
      title: 'A tool round',
      rule: 'needs a call; 117 = 89 + 28 leaves none',
      fails: '119 text in, 110 audio in',
    },
  ],
  unexcluded: [
    {
      id: 'first-turns',
      title: 'Two other first turns',
      text: 'with the default instructions and 53.0 s of audio between them: 2 × 119 = 119 + 117 + 2',
    },
    { id: 'retry-and-first', title: 'A retry and another first turn', text: 'of 42.0 s: 119 + 119 and 110 + 420' },
    { id: 'other-client', title: 'Another client or a failover', text: 'a gateway that sent the conversation again' },
    { id: 'overhead', title: 'A fixed overhead', text: 'of 238 text and 530 audio tokens a session' },
    {
      id: 'unsettled',
      title: 'Rows that are not settled',
      text: 'a pasted table has no clock, and rows of a day can change for 72 hours',
    },
  ],
  alsoOpen: ['Why no cached row came at all: the first response says that 64 + 64 tokens were cached.'],
  rules: {
    family: 'ga',
    service: 'azure',
    certain: true,
    sentence: 'Rules of the ga family, measured on 43 sessions; the + 2 was never read on Azure.',
  },
  experiments: [
    {
      id: 'instructions',
      kind: 'sums',
      change: 'Instructions of 619 tokens',
      predictions: [
        {
          rank: 1,
          statement: first.statement,
          audioIn: 530,
          textIn: 746,
          audioFormula: 'ain + aout',
          textFormula: 'B + tout + 2',
          audioWords: '110 + answer',
          textWords: '629 + answer',
        },
        {
          rank: 2,
          statement: outside.statement,
          audioIn: 530,
          textIn: 738,
          audioFormula: 'ain + aout',
          textFormula: 'B + w + a',
          audioWords: '110 + answer',
          textWords: '657 + answer',
        },
      ],
      splits: [[0, 1]],
      collisions: [],
      needed: true,
      steps: ['Give the session instructions of 619 tokens.'],
      outcomes: [],
      isolation,
    },
  ],
  inseparable: [],
  sessions: [],
  compared: null,
  transcription: null,
  images: null,
  leftOut: [],
  many: null,
  sources: [],
  notes: [],
};

/** A bill that several stories fit as well as chance does: nothing is claimed. */
export const undecidedReport: ReconcileReport = {
  ...decidedReport,
  finding: {
    claim: { kind: 'undecided' },
    headline: 'The bill is 2.14 × what was reported. The numbers do not say why.',
    lead: 'The first story: a further response over the finished conversation. Chance does as well: of all bills this far off, 42,175 in 506,097 fit as simple a story.',
    open: 'A session of its own, with its log kept, would settle it.',
    chance: { hits: 42_175, of: 506_097, share: 42_175 / 506_097 },
  },
  explanations: [
    { ...first, coverage: { hits: 42_175, of: 506_097, share: 42_175 / 506_097 } },
    { ...first, title: 'Two retries', statement: 'Two retries of the turn.', coverage: { hits: 1, of: 1, share: 1 } },
    outside,
  ],
  storiesFound: 5,
};
