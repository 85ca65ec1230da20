import { estimatedRuns, msPerAnswerToken, type RuleSet } from '../../usage/rules/rules.ts';
import type { Turn } from '../evidence/reported-responses.ts';
import { around, point, type Span } from '../../kit/span.ts';

/** Audio tokens for each transcript token of whole spoken answers, least and most, in tests/fixtures/recordings. */
const audioPerTranscriptToken = { least: 2.8, most: 20.4 } as const;

/** Whether outputs are those of one answer, by the rules for what an answer puts out. */
export interface Lawful {
  readonly lawful: boolean;
  /** Transcript or text tokens of the answer, and what its frame costs; null: none fit. */
  readonly content: number | null;
  readonly frame: number;
  readonly seconds: number;
}

/** Reads two outputs as those of one answer. */
export function oneAnswer(rules: RuleSet, audioOut: number, textOut: number): Lawful {
  const seconds = (audioOut * msPerAnswerToken) / 1000;
  if (audioOut === 0) {
    const { plus } = rules.writes.written;
    const content = textOut - plus;
    return { lawful: content > 0, content: content > 0 ? content : null, frame: plus, seconds };
  }
  const { content, frame, left } = readBackwards(rules, audioOut, textOut);
  if (content === 0 || left !== 0) return { lawful: false, content: null, frame: 0, seconds };
  const pace = audioOut / content;
  const lawful = pace >= audioPerTranscriptToken.least && pace <= audioPerTranscriptToken.most;
  return { lawful, content, frame, seconds };
}

/**
 * The text of a spoken answer as transcript and frame: the longest transcript that its text tokens have room for. `left`: tokens that
 * neither takes. `content` is 0 where there is room for none.
 */
function readBackwards(
  rules: RuleSet,
  audioOut: number,
  textOut: number,
): { readonly content: number; readonly frame: number; readonly left: number } {
  const { plus, plusPerRun } = rules.writes.spoken;
  for (let content = Math.max(0, textOut - plus - plusPerRun); content > 0; content -= 1) {
    const frame = plus + plusPerRun * estimatedRuns(rules, content, audioOut);
    const left = textOut - content - frame;
    if (left >= 0) return { content, frame, left };
  }
  return { content: 0, frame: 0, left: textOut };
}

/** A reported response, and what the conversation holds once it has answered. */
export interface Place {
  readonly index: number;
  readonly turn: Turn;
  /** Nothing that was reported stands before it in its conversation. */
  readonly first: boolean;
  readonly wrote: 'spoken' | 'written' | 'called';
  /** The answer's kind is known from a log, or told by its audio. */
  readonly wroteKnown: boolean;
  /** What the answer costs when it is read again: its own text, and the frame. */
  readonly readAgain: { readonly text: number; readonly plus: number; readonly audio: number };
  /** Tokens of the answer's transcript: counted, or what the counting of answers leaves for it; null: it spoke none. */
  readonly transcript: Span | null;
  /** An older spoken answer, read by this response with its audio, that is read as text once this one has answered. */
  readonly demoted: { readonly index: number; readonly text: Span; readonly audio: number } | null;
  /** What a response reads that adds nothing to the conversation. */
  readonly after: { readonly audio: Span; readonly text: Span };
  /** The next response reports that very text, its own new item apart. */
  readonly borneOut: boolean;
  /** False: a measured rule is missing for something in that conversation. */
  readonly known: boolean;
}

/** A stretch of transcript more or less is what the counting of a spoken answer can be off by. */
const transcriptWidth = 2;

/** Tokens of the transcript that a spoken answer's reported text leaves once its frame is taken off. */
export function transcriptOf(rules: RuleSet, { textOut, audioOut, answerTranscript }: Turn): Span | null {
  if (audioOut === 0) return null;
  if (answerTranscript !== null) return point(answerTranscript);
  const { content, left } = readBackwards(rules, audioOut, textOut);
  return content === 0 ? point(0) : around(content, left === 0 ? transcriptWidth : transcriptWidth + 1);
}

interface Conversation {
  readonly rules: RuleSet;
  readonly family: string;
}

const wroteOf = ({ wrote, audioOut }: Turn): Place['wrote'] => wrote ?? (audioOut > 0 ? 'spoken' : 'written');

/** Whether a turn can be the next of the conversation that a place ends: it reads all of it, and something new. */
function continues(turn: Turn, before: Place): boolean {
  if (turn.conversation !== before.turn.conversation) return false;
  if (turn.conversation !== undefined) return true;
  return turn.audioIn >= before.after.audio.low && turn.textIn > before.after.text.low;
}

interface Before {
  readonly first: boolean;
  readonly heard: Place | null;
}

function placeOf(index: number, turn: Turn, { first, heard }: Before, { rules, family }: Conversation): Place {
  const wrote = wroteOf(turn);
  const transcript = transcriptOf(rules, turn);
  const kinds = { spoken: 'last spoken answer', written: 'written answer', called: 'function call' } as const;
  const rule = rules.reads(kinds[wrote]);
  const own = turn.textOut - (turn.reasoning ?? 0);
  const readAgain = { text: own, plus: rule.text.plus, audio: turn.audioOut };
  const older = rules.reads('older spoken answer');
  const falls = wrote === 'spoken' && heard !== null && older.audio.from === 'nothing' ? heard : null;
  const asText = falls?.transcript ?? null;
  const demoted =
    falls === null || asText === null
      ? null
      : {
          index: falls.index,
          audio: falls.readAgain.audio,
          text: { low: asText.low + older.text.plus, high: asText.high + older.text.plus },
        };
  const lost = demoted === null || falls === null ? 0 : falls.readAgain.text + falls.readAgain.plus;
  const gained = demoted?.text ?? point(0);
  const text = turn.textIn - lost + own + rule.text.plus;
  const { after } = turn;
  return {
    index,
    turn,
    first,
    wrote,
    wroteKnown: turn.wrote !== undefined || turn.audioOut > 0,
    readAgain,
    transcript,
    demoted,
    after:
      after === undefined
        ? {
            audio: point(turn.audioIn - (demoted?.audio ?? 0) + turn.audioOut),
            text: { low: text + gained.low, high: text + gained.high },
          }
        : { audio: around(after.audio, after.width.audio), text: around(after.text, after.width.text) },
    borneOut: false,
    known: (after?.known ?? true) && rule.sure !== 'unknown' && (family !== 'reasoning' || wrote !== 'spoken'),
  };
}

/** A place whose next response reports what it left, one spoken item added, is known to the token. */
function borneOutBy(place: Place, next: Turn | undefined, spokenPlus: number): Place {
  if (next === undefined || !continues(next, place)) return place;
  const text = next.textIn - spokenPlus;
  const { audio, text: left } = place.after;
  const said = next.audioIn > audio.low && text >= left.low && text <= left.high;
  return said ? { ...place, borneOut: true, after: { audio, text: point(text) } } : place;
}

/** The next turn of each one's conversation. */
function nextTurns(turns: readonly Turn[]): (Turn | undefined)[] {
  const behind = new Map<string | undefined, Turn>();
  return turns
    .toReversed()
    .map((turn) => {
      const next = behind.get(turn.conversation);
      behind.set(turn.conversation, turn);
      return next;
    })
    .toReversed();
}

/** What stands at every reported response. `rules` are those of the bill's model and service. */
export function placesOf(turns: readonly Turn[], rules: RuleSet, family: string): Place[] {
  const places: Place[] = [];
  const next = nextTurns(turns);
  /** The last place of each conversation, and the spoken answer that its next response reads with its audio. */
  const ends = new Map<string | undefined, { readonly place: Place; readonly heard: Place | null }>();
  for (const [index, turn] of turns.entries()) {
    const end = ends.get(turn.conversation);
    const first = end === undefined || !continues(turn, end.place);
    const heard = first ? null : end.place.wrote === 'spoken' ? end.place : end.heard;
    const place = borneOutBy(
      placeOf(index, turn, { first, heard }, { rules, family }),
      next[index],
      rules.reads('spoken turn').text.plus,
    );
    ends.set(turn.conversation, { place, heard });
    places.push(place);
  }
  return places;
}
