import { msPerAnswerToken } from '../../usage/rules/rules.ts';
import type { Context } from './contexts.ts';
import type { UnreportedResponse } from '../evidence.ts';

/** An unreported response of the log as a context of its own: what it read is worked out from the log, not guessed from the bill. */
export function loggedContext({
  number,
  status,
  reason,
  audioIn,
  textIn,
  audioOut,
}: UnreportedResponse): Context | null {
  if (audioIn === null || textIn === null) return null;
  const ended = `${status}${reason === null ? '' : `, ${reason}`}`;
  const spoke = audioOut === 0 ? '' : `, ${((audioOut * msPerAnswerToken) / 1000).toFixed(1)} s of its answer had come`;
  return {
    id: `logged-${number}`,
    audio: {
      id: 'logged',
      words: `what response ${number} heard`,
      letters: `${audioIn}`,
      tokens: () => audioIn,
      formula: () => `${audioIn}`,
    },
    text: {
      id: 'logged',
      words: `what response ${number} read`,
      letters: `${textIn}`,
      messages: 0,
      tokens: () => textIn,
      known: null,
      formula: () => `${textIn}`,
    },
    documented: true,
    title: `response ${number} of the log (${ended}${spoke}), which reported nothing`,
    when: null,
    assumption: null,
    mechanisms: [`response ${number}, ${status} before it reported, was billed for what it had read`],
    response: number,
  };
}
