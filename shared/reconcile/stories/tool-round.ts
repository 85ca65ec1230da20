import { afterOutside, atResponse, question, response } from './at-response.ts';
import { oneAnswer } from './places.ts';
import { from, moved } from '../../kit/span.ts';
import { count } from '../../kit/numbers.ts';

/** A response to the result of a function call. */
export const toolRound = atResponse({
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
    const formula = `${count(place.readAgain.text)} + ${count(call)}`;
    return {
      letters: { audio: 'ain', text: `B + tout + ${count(call)} + ${count(result)} + the result` },
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
  cannotRun: ({ turn, transcript }, rules) => {
    const answer = oneAnswer(rules, turn.audioOut, turn.textOut);
    const content = transcript?.low === transcript?.high ? (transcript?.low ?? null) : answer.content;
    return content === null || turn.audioOut === 0
      ? 'the response called no function'
      : `${count(turn.textOut)} text out = ${count(content)} + ${count(turn.textOut - content)} leaves no call`;
  },
});
