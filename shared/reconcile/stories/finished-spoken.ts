import { afterOutside, afterWords, atResponse, itemPlus, newTurn, response, withPart } from './at-response.ts';
import { from, moved } from '../../kit/span.ts';

/** A response over the finished conversation and a new spoken turn. */
export const finishedSpoken = atResponse({
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
  silentAt: -1,
});
