import type { Billed, MeterKind } from '../../billing/meter-kind.ts';
import { type Counting, type RuleSet, rulesFor } from '../../usage/rules/rules.ts';
import type { LogEvidence } from '../evidence/evidence.ts';
import { reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import { cacheStories, takenFromInput } from '../stories/cached-tokens.ts';
import { type Context, contexts, type ReadPart } from '../stories/further-response.ts';
import { loggedInferences } from '../stories/logged-response.ts';
import { type Place, placesOf } from '../stories/places.ts';
import { sideEventSets } from '../stories/side-events.ts';
import { from, isPoint, point } from '../stories/span.ts';
import { baseTotals, type CacheStory, type FurtherInference, type SideEvent } from '../stories/story.ts';

/** Everything that is tried as a further inference, by how it is tried. */
export interface Candidates {
  /** Inputs that the rules tell to the token, or within a transcript's width. */
  readonly exact: readonly FurtherInference[];
  /** One modality of these is as large as the bill makes it. */
  readonly open: readonly FurtherInference[];
  /** No measured rule knows these; each is tried by itself. */
  readonly outside: readonly FurtherInference[];
  /** Those of `exact` and `open` that the log saw begin. */
  readonly logged: readonly FurtherInference[];
}

const anything = { audio: from(0), text: from(0) };

/** A context at a place as an inference; null: it cannot have run there. */
export function furtherAt(context: Context, place: Place, rules: RuleSet): FurtherInference | null {
  const reads = context.reads(place, rules);
  if (reads === null) return null;
  const { id, title, when, mechanisms } = context;
  return {
    context: id,
    turn: place.index,
    title,
    when,
    reads,
    // Of thousands of candidates a few are ever put into words.
    get words() {
      return context.words(place, rules);
    },
    outside: context.isOutside(place, rules),
    workedOut: reads.open !== 'text' && !isPoint(reads.text),
    mechanisms,
    response: null,
    outputs: anything,
  };
}

/** The first turn of another session with the same prompt. `prompt` is in text tokens. */
function firstTurn(prompt: number, rules: RuleSet): FurtherInference {
  const { plus } = rules.reads('spoken turn').text;
  const whose = prompt === rules.prompt.defaultInstructions ? 'with the default instructions' : 'with the same prompt';
  const part: ReadPart = {
    tokens: prompt + plus,
    formula: String(prompt + plus),
    words: `prompt and a question, ${prompt} + ${plus}`,
  };
  return {
    context: 'first-turn',
    turn: null,
    title: { one: `another first turn ${whose}`, many: `other first turns ${whose}` },
    when: null,
    reads: { audio: from(1), text: point(prompt + plus), open: 'audio' },
    words: {
      letters: { audio: 'its question', text: `its prompt + ${plus}` },
      audio: [{ tokens: 0, formula: '', words: 'a question of its own' }],
      text: [part],
    },
    outside: false,
    workedOut: false,
    mechanisms: ['another session, client or person on the same resource', 'a test run that was not recorded'],
    response: null,
    outputs: anything,
  };
}

/** Prompts of the sessions at hand: as the log has them, else what a first spoken turn leaves. */
export function promptsOf(places: readonly Place[], rules: RuleSet): number[] {
  const { plus } = rules.reads('spoken turn').text;
  const prompts = places
    .filter(({ first }) => first)
    .flatMap(({ turn }) => {
      if (turn.prompt !== undefined) return [turn.prompt];
      // A log that does not tell the prompt has none to go by.
      if (turn.conversation !== undefined && turn.after !== undefined) return [];
      return turn.audioIn > 0 && turn.textIn >= plus ? [turn.textIn - plus] : [];
    });
  return [...new Set(prompts)];
}

/** The further inferences that are tried. */
export function candidatesOf(places: readonly Place[], log: LogEvidence | null, rules: RuleSet): Candidates {
  const logged = loggedInferences(log?.unreported ?? [], places, rules);
  const plain = places.flatMap((place) => contexts.flatMap((context) => furtherAt(context, place, rules) ?? []));
  const within = [...logged, ...plain].filter(({ outside }) => !outside);
  return {
    exact: within.filter(({ reads }) => reads.open === null),
    open: [
      ...within.filter(({ reads }) => reads.open !== null),
      ...promptsOf(places, rules).map((prompt) => firstTurn(prompt, rules)),
    ],
    outside: [...logged, ...plain].filter(({ outside }) => outside),
    logged: logged.filter(({ outside }) => !outside),
  };
}

/** A set of side events, one way the cached tokens went, and what both leave to be read by further inferences. */
export interface Setting {
  readonly events: readonly SideEvent[];
  readonly base: Readonly<Record<MeterKind, number>>;
  readonly cache: CacheStory;
  /** Reported cached tokens of which no kind is told. */
  readonly unsplit: number;
  /** Input tokens of a modality that further inferences read, cached included; null: the meter has no row. */
  readonly missing: { readonly audio: number | null; readonly text: number | null };
}

/** A set of side events with every way the cached tokens can have gone, and the candidates that can have run beside it. */
export interface SettingSet extends Pick<Candidates, 'exact' | 'open'> {
  readonly events: readonly SideEvent[];
  readonly settings: readonly Setting[];
}

/** The candidates at turns that the side events leave on the bill, or at none. */
function beside(events: readonly SideEvent[], { exact, open }: Candidates): Pick<Candidates, 'exact' | 'open'> {
  const within = events.find(({ turns }) => turns !== null)?.turns ?? null;
  if (within === null) return { exact, open };
  const isOn = ({ turn }: FurtherInference): boolean => turn === null || (turn >= within[0] && turn < within[1]);
  return { exact: exact.filter(isOn), open: open.filter(isOn) };
}

/** Everything that stories about one bill are made of, worked out once. */
export interface Space {
  readonly turns: readonly Turn[];
  readonly billed: Billed;
  readonly log: LogEvidence | null;
  readonly counting: Counting;
  readonly rules: RuleSet;
  readonly places: readonly Place[];
  readonly candidates: Candidates;
  /** The sets of side events with their settings; the empty set stands first. */
  readonly sets: readonly SettingSet[];
  readonly reported: Readonly<Record<MeterKind, number>>;
}

/** What holds where neither log nor bill names model and service. */
const usualCounting: Counting = { family: 'ga', service: 'azure', certain: false };

function settingsOf(events: readonly SideEvent[], turns: readonly Turn[], billed: Billed): Setting[] {
  const base = baseTotals(events, turns);
  const missing = (modality: 'audio' | 'text', cache: CacheStory): number | null => {
    const value = billed[`${modality}_in`];
    const cached = billed[`${modality}_cached`];
    return value === undefined
      ? null
      : value + takenFromInput(cache[modality], base[`${modality}_cached`], cached) - base[`${modality}_in`];
  };
  const unsplit = turns.reduce((sum, { cachedUnsplit = 0 }) => sum + cachedUnsplit, 0);
  return cacheStories(base, billed).map((cache) => ({
    events,
    base,
    cache,
    unsplit,
    missing: { audio: missing('audio', cache), text: missing('text', cache) },
  }));
}

export function spaceOf(
  turns: readonly Turn[],
  billed: Billed,
  log: LogEvidence | null,
  counting: Counting = usualCounting,
): Space {
  const rules = rulesFor(counting);
  const places = placesOf(turns, rules, counting.family);
  const candidates = candidatesOf(places, log, rules);
  return {
    turns,
    billed,
    log,
    counting,
    rules,
    places,
    candidates,
    sets: sideEventSets(turns, billed, log).map((events) => ({
      events,
      settings: settingsOf(events, turns, billed),
      ...beside(events, candidates),
    })),
    reported: reportedTotals(turns),
  };
}
