import { afterOutside, afterWords, atResponse, itemPlus, newTurn, response, withPart } from './at-response.ts';
import { from } from '../../kit/span.ts';

/** A response over the finished conversation and a new typed message. */
export const finishedTyped = atResponse({
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
});
