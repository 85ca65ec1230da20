import { afterOutside, afterReads, afterWords, atResponse, response } from './at-response.ts';
import { count } from '../../kit/numbers.ts';

const afterAnswer: readonly string[] = [
  'a response.create after the answer',
  'a commit of an empty buffer that the service answered',
  'a continuation or a retry inside the service',
  'a response begun after the answer and cancelled before it reported',
];

/** A response over the finished conversation, to which nothing new was added. */
export const finished = atResponse({
  id: 'finished',
  title: response('over the finished conversation, nothing new added'),
  name: 'A further response, nothing new added',
  rule: ({ readAgain }) => `the answer re-read as ${count(readAgain.text)} + ${readAgain.plus}`,
  when: 'after',
  reads: afterReads,
  words: afterWords,
  isOutside: afterOutside,
  mechanisms: afterAnswer,
  silentAt: -1,
});
