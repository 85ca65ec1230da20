import { afterWords, atResponse, response } from './at-response.ts';
import { middle, moved, plus } from '../../kit/span.ts';
import { count } from '../../kit/numbers.ts';

/** A response after the service turned the answer into text, which it does once the next answer has come. */
export const asText = atResponse({
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
    const formula = `${count(tokens)} + ${more}`;
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
});
