import type { RuleSet } from '../../usage/rules/rules.ts';
import type { Place } from './places.ts';
import { from, middle, moved, plus, point, type Span } from './span.ts';

/** Input that a further inference reads. `open`: the modality whose amount nothing tells, with the least it can be. */
export interface Reads {
  readonly audio: Span;
  readonly text: Span;
  readonly open: 'audio' | 'text' | null;
}

/** How a further inference's input is put together, for people. */
export interface ReadsWords {
  /** `ain + aout`, for a run that is yet to be made. */
  readonly letters: { readonly audio: string; readonly text: string };
  /** Its parts in order; the last one takes what is open. */
  readonly audio: readonly ReadPart[];
  readonly text: readonly ReadPart[];
}

export interface ReadPart {
  readonly tokens: number;
  /** `119`, `117 + 2` */
  readonly formula: string;
  /** `question re-read`, `answer re-read, 117 + 2` */
  readonly words: string;
}

/** One of a kind, and the same without a number for several. */
export interface Title {
  readonly one: string;
  readonly many: string;
}

const response = (rest: string): Title => ({ one: `a further response ${rest}`, many: `further responses ${rest}` });

/** One thing that can have run at a reported response: which input it read. Each is one entry. */
export interface Context {
  readonly id: string;
  /** `a further response over the finished conversation, nothing new added`; and what follows a number of these. */
  readonly title: Title;
  /** As a row of its own: `A new spoken item, even an empty one`. */
  readonly name: string;
  /** What it adds, in short: `8 more for any item`. */
  readonly rule: (place: Place, rules: RuleSet) => string;
  /** Whether it can only have run after the answer; null: either. */
  readonly when: 'before' | 'after' | null;
  /** Null: it cannot have run there. */
  readonly reads: (place: Place, rules: RuleSet) => Reads | null;
  readonly words: (place: Place, rules: RuleSet) => ReadsWords;
  /** No measured rule knows it, at this place at least. */
  readonly isOutside: (place: Place, rules: RuleSet) => boolean;
  /** What may have caused such an inference. The sums are the same, so the numbers cannot tell which. */
  readonly mechanisms: readonly string[];
}

const beforeAnswer: readonly string[] = [
  'a retry of the same turn',
  'a response cancelled before it reported what it used',
  'a second response to the same turn, as a double commit or a second response.create makes one',
];
const afterAnswer: readonly string[] = [
  'a response.create after the answer',
  'a commit of an empty buffer that the service answered',
  'a continuation or a retry inside the service',
  'a response begun after the answer and cancelled before it reported',
];
const newTurn: readonly string[] = [
  'a turn of the conversation that is not in the log',
  'another client on the same session',
];

const itemPlus = (rules: RuleSet, of: 'spoken turn' | 'typed message'): number => rules.reads(of).text.plus;
const question = ({ turn }: Place, audio: boolean): ReadPart => ({
  tokens: audio ? turn.audioIn : turn.textIn,
  formula: String(audio ? turn.audioIn : turn.textIn),
  words: audio ? 'question re-read' : 'prompt and question re-read',
});

/** What the conversation holds once it has answered, part by part. */
function afterWords(place: Place): ReadsWords {
  const { turn, readAgain, demoted, after } = place;
  const answer = `${readAgain.text} + ${readAgain.plus}`;
  const readText = turn.textIn + readAgain.text + readAgain.plus;
  // What an older answer loses and gains when it becomes text, and what the log knows of items in between.
  const textRest = middle(after.text) - readText;
  const audioRest = middle(after.audio) - turn.audioIn - readAgain.audio;
  const why = demoted === null ? 'items in between' : `response ${demoted.index + 1}\u2019s answer, now text`;
  const rest = (tokens: number): ReadPart[] =>
    tokens === 0 ? [] : [{ tokens, formula: tokens < 0 ? `\u2212 ${-tokens}` : String(tokens), words: why }];
  return {
    letters: {
      audio: readAgain.audio === 0 ? 'ain' : 'ain + aout',
      text: `B + tout + ${readAgain.plus}`,
    },
    audio: [
      question(place, true),
      ...rest(audioRest),
      ...(readAgain.audio === 0
        ? []
        : [{ tokens: readAgain.audio, formula: String(readAgain.audio), words: 'answer re-read' }]),
    ],
    text: [
      question(place, false),
      ...rest(textRest),
      { tokens: readAgain.text + readAgain.plus, formula: answer, words: `answer re-read, ${answer}` },
    ],
  };
}

const afterReads = ({ after }: Place): Reads => ({ ...after, open: null });
const afterOutside = ({ known }: Place): boolean => !known;

/** The same with a part more at the end of a modality. */
function withPart(words: ReadsWords, modality: 'audio' | 'text', part: ReadPart, letters: string): ReadsWords {
  return {
    ...words,
    letters: { ...words.letters, [modality]: `${words.letters[modality]} + ${letters}` },
    [modality]: [...words[modality], part],
  };
}

/** A caller speaks no more tokens of text in one of audio than this: it bounds a transcript that nobody counted. */
const mostHeardPerAudioToken = 0.6;

const heardOf = ({ userTranscript, audioIn }: Place['turn']): Span =>
  userTranscript === null ? { low: 1, high: Math.ceil(audioIn * mostHeardPerAudioToken) } : point(userTranscript);

/** Every context that is tried, in the order in which they are listed. */
export const contexts: readonly Context[] = [
  {
    id: 'finished',
    title: response('over the finished conversation, nothing new added'),
    name: 'A further response, nothing new added',
    rule: ({ readAgain }) => `the answer re-read as ${readAgain.text} + ${readAgain.plus}`,
    when: 'after',
    reads: afterReads,
    words: afterWords,
    isOutside: afterOutside,
    mechanisms: afterAnswer,
  },
  {
    id: 'finished+spoken',
    title: response('over the finished conversation and a new spoken turn'),
    name: 'A new spoken item, even an empty one',
    rule: (_, rules) => `${itemPlus(rules, 'spoken turn')} more for any item`,
    when: 'after',
    reads: ({ after }, rules) => ({
      text: moved(after.text, itemPlus(rules, 'spoken turn')),
      audio: from(after.audio.low),
      open: 'audio',
    }),
    words: (place, rules) => {
      const more = itemPlus(rules, 'spoken turn');
      const said = withPart(
        afterWords(place),
        'text',
        { tokens: more, formula: String(more), words: `a spoken item, ${more}` },
        String(more),
      );
      return withPart(said, 'audio', { tokens: 0, formula: '', words: 'a new question' }, 'its audio');
    },
    isOutside: afterOutside,
    mechanisms: newTurn,
  },
  {
    id: 'finished+typed',
    title: response('over the finished conversation and a new typed message'),
    name: 'A typed message of k tokens',
    rule: (_, rules) => `${itemPlus(rules, 'typed message')} + k more`,
    when: 'after',
    reads: ({ after }, rules) => ({
      text: from(after.text.low + itemPlus(rules, 'typed message') + 1),
      audio: after.audio,
      open: 'text',
    }),
    words: (place, rules) =>
      withPart(
        afterWords(place),
        'text',
        { tokens: 0, formula: '', words: `a typed message, ${itemPlus(rules, 'typed message')} + k` },
        `${itemPlus(rules, 'typed message')} + k`,
      ),
    isOutside: afterOutside,
    mechanisms: newTurn,
  },
  {
    id: 'retry',
    title: { one: 'a retry of the same turn', many: 'retries of the same turn' },
    name: 'A retry of the same turn',
    rule: () => 'prompt and question only',
    when: null,
    reads: ({ turn }) => ({ audio: point(turn.audioIn), text: point(turn.textIn), open: null }),
    words: (place) => ({
      letters: { audio: 'ain', text: 'B' },
      audio: [question(place, true)],
      text: [question(place, false)],
    }),
    isOutside: () => false,
    mechanisms: beforeAnswer,
  },
  {
    id: 'truncated',
    title: response('over the conversation with its answer cut short by the client'),
    name: 'The answer cut short by the client',
    rule: (_, rules) => `a cut answer reads as ${rules.reads('truncated answer').text.plus}`,
    when: 'after',
    reads: ({ turn, wrote }, rules) => {
      if (wrote !== 'spoken') return null;
      const { text, halfWidth } = rules.reads('truncated answer');
      const read = turn.textIn + text.plus;
      return {
        text: { low: read - halfWidth.text, high: read + halfWidth.text },
        audio: { low: turn.audioIn, high: turn.audioIn + turn.audioOut },
        open: 'audio',
      };
    },
    words: (place, rules) => {
      const { text } = rules.reads('truncated answer');
      return {
        letters: { audio: 'ain + what was kept', text: `B + ${text.plus}` },
        audio: [question(place, true), { tokens: 0, formula: '', words: 'what was kept of the answer' }],
        text: [
          question(place, false),
          { tokens: text.plus, formula: String(text.plus), words: `a cut answer, ${text.plus}` },
        ],
      };
    },
    isOutside: ({ known }, rules) => !known || rules.reads('truncated answer').sure === 'unknown',
    mechanisms: ['a response begun after the answer was cut short'],
  },
  {
    id: 'as-text',
    title: response('over the conversation with its answer turned to text'),
    name: 'The answer already turned into text',
    rule: () => 'its audio is gone',
    when: 'after',
    reads: ({ turn, transcript, after, readAgain }, rules) => {
      if (transcript === null) return null;
      const { text } = rules.reads('older spoken answer');
      const lost = readAgain.text + readAgain.plus;
      return {
        text: moved(plus(after.text, transcript), text.plus - lost),
        audio: moved(after.audio, -turn.audioOut),
        open: null,
      };
    },
    words: (place, rules) => {
      const { plus: more } = rules.reads('older spoken answer').text;
      const tokens = place.transcript === null ? 0 : middle(place.transcript);
      const formula = `${tokens} + ${more}`;
      const after = afterWords(place);
      // The answer stands last in both, and is read otherwise.
      return {
        letters: { audio: 'ain', text: `B + a + ${more}` },
        audio: after.audio.slice(0, -1),
        text: [...after.text.slice(0, -1), { tokens: tokens + more, formula, words: `the answer as text, ${formula}` }],
      };
    },
    isOutside: () => true,
    mechanisms: ['a response after the service turned the answer into text'],
  },
  {
    id: 'tool-round',
    title: response('to the result of a function call'),
    name: 'A tool round',
    rule: () => 'needs a function call',
    when: 'after',
    reads: ({ wrote, wroteKnown, turn, after, readAgain }, rules) => {
      if (wrote === 'spoken' || (wroteKnown && wrote !== 'called')) return null;
      const call = rules.reads('function call').text.plus;
      const result = rules.reads('function result').text.plus;
      const asCall = moved(after.text, wrote === 'called' ? 0 : call - readAgain.plus);
      return turn.textOut === 0 ? null : { text: from(asCall.low + result), audio: after.audio, open: 'text' };
    },
    words: (place, rules) => {
      const call = rules.reads('function call').text.plus;
      const result = rules.reads('function result').text.plus;
      const formula = `${place.readAgain.text} + ${call}`;
      return {
        letters: { audio: 'ain', text: `B + tout + ${call} + ${result} + the result` },
        audio: [question(place, true)],
        text: [
          question(place, false),
          { tokens: place.readAgain.text + call, formula, words: `the call re-read, ${formula}` },
          { tokens: 0, formula: '', words: 'the result of the call' },
        ],
      };
    },
    isOutside: afterOutside,
    mechanisms: ['a response after the result of a function'],
  },
  {
    id: 'transcripts',
    title: response('over the conversation with both transcripts in it'),
    name: 'Both transcripts join the context',
    rule: () => 'no measured rule knows such a context',
    when: 'after',
    reads: ({ turn, transcript, after }) => {
      if (transcript === null || turn.audioIn === 0) return null;
      return {
        audio: after.audio,
        text: moved(plus(transcript, heardOf(turn)), turn.textIn),
        open: turn.userTranscript === null ? 'text' : null,
      };
    },
    words: (place) => {
      const { turn, transcript } = place;
      const answer = transcript === null ? 0 : middle(transcript);
      const heard =
        turn.userTranscript === null
          ? { tokens: 0, formula: '', words: 'the question\u2019s transcript' }
          : {
              tokens: turn.userTranscript,
              formula: String(turn.userTranscript),
              words: 'the question\u2019s transcript',
            };
      return {
        letters: { audio: 'ain + aout', text: 'B + w + a' },
        audio: afterWords(place).audio,
        text: [
          question(place, false),
          { tokens: answer, formula: String(answer), words: 'the answer\u2019s transcript' },
          heard,
        ],
      };
    },
    isOutside: () => true,
    mechanisms: ['a service that writes both transcripts into the conversation'],
  },
];
