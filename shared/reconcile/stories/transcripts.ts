import { afterWords, atResponse, question, response } from './at-response.ts';
import type { Place } from './places.ts';
import { count } from '../../kit/numbers.ts';
import { middle, moved, plus, point, type Span } from '../../kit/span.ts';

/** A caller speaks no more tokens of text in one of audio than this: it bounds a transcript that nobody counted. */
const mostHeardPerAudioToken = 0.6;

const heardOf = ({ userTranscript, audioIn }: Place['turn']): Span =>
  userTranscript === null ? { low: 1, high: Math.ceil(audioIn * mostHeardPerAudioToken) } : point(userTranscript);

/** A response over a conversation that holds both transcripts as text. */
export const transcripts = atResponse({
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
            formula: count(turn.userTranscript),
            words: 'the question\u2019s transcript',
          };
    return {
      letters: { audio: 'ain + aout', text: 'B + w + a' },
      audio: afterWords(place).audio,
      text: [
        question(place, false),
        { tokens: answer, formula: count(answer), words: 'the answer\u2019s transcript' },
        heard,
      ],
    };
  },
  isOutside: () => true,
  mechanisms: ['a service that writes both transcripts into the conversation'],
});
