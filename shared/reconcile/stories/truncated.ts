import { atResponse, question, response } from './at-response.ts';

/** A response after the client cut the answer short. */
export const truncated = atResponse({
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
});
