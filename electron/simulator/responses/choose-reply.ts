import { changeSpeed } from '../audio/change-speed.ts';
import { spokenPart, textOf, type Item } from '../conversation/item.ts';
import type { Session } from '../session.ts';
import { recognise } from '../speech/recognise.ts';
import type { SpeechLibrary } from '../speech/library.ts';
import { planSpoken, planWritten, usualRuns, type ReplyPlan } from './plan.ts';
import type { ResponseSettings } from './settings.ts';

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The sample question that an item asks, spoken or typed; null for anything else. */
function questionOf(item: Item, library: SpeechLibrary): string | null {
  const spoken = spokenPart(item);
  if (spoken !== null) return recognise(spoken.pcm24k, library.known).questionId;
  const text = plain(textOf(item));
  return library.known.find((known) => plain(known.text) === text)?.questionId ?? null;
}

const lastFromUser = (items: readonly Item[]): Item | undefined =>
  items.findLast((item) => item.type === 'message' && item.role === 'user');

interface Saying {
  readonly text: string;
  readonly pcm24k: Int16Array;
}

/** The answer to the last thing the user said: the one made for that question, else the next of the others. */
function answer(session: Session, items: readonly Item[]): Saying {
  const { library } = session.deployment;
  const last = lastFromUser(items);
  const question = last === undefined ? null : questionOf(last, library);
  const fitting = library.replies.find((reply) => reply.answers !== null && reply.answers === question);
  const others = library.replies.filter((reply) => reply.answers === null);
  const reply = fitting ?? others[session.smallTalk % Math.max(1, others.length)];
  if (fitting === undefined) session.smallTalk += 1;
  if (reply === undefined) throw new Error('The speech library holds no reply.');
  return { text: reply.transcript, pcm24k: reply.pcm24k };
}

/** The last thing the user said, in the user's own voice; null when nothing was spoken. */
function echo(session: Session, items: readonly Item[]): Saying | null {
  const last = items.findLast((item) => item.type === 'message' && item.role === 'user' && spokenPart(item) !== null);
  const spoken = last === undefined ? null : spokenPart(last);
  if (spoken === null) return null;
  return { text: recognise(spoken.pcm24k, session.deployment.library.known).text, pcm24k: spoken.pcm24k };
}

/** Decides what a response over `items` says. */
export function chooseReply(session: Session, settings: ResponseSettings, items: readonly Item[]): ReplyPlan {
  const { text, pcm24k } = (session.switches.mode === 'echo' ? echo(session, items) : null) ?? answer(session, items);
  if (settings.modality === 'text') return planWritten(text);
  const voice = changeSpeed(pcm24k, settings.speed);
  return planSpoken(text, voice, usualRuns(text, voice, session.rules, session.deployment.count), session.rules);
}
