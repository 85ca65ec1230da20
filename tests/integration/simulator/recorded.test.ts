import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Script } from '../../../electron/simulator/model/reply-plan.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { loadTokenizer, type CountTokens } from '../../../electron/simulator/model/tokens.ts';
import { coverageOf, familyOf, hasReport, isPromptKnown } from '../../recordings/coverage.ts';
import { readFacts, type ResponseFact, type SessionFact } from '../../recordings/facts.ts';
import { assetsFolder } from './harness.ts';
import { Replay, tokensAt, type Driven } from './replay.ts';

/*
 * The witness from outside: real sessions, of which the counts of every item and the reports are known, are held again
 * with the simulator, item by item over a WebSocket, and what it reports is compared with what the service reported.
 */

function sessionsOf(name: string): SessionFact[] {
  const url = new URL(`../../fixtures/recordings/${name}`, import.meta.url);
  const read = readFacts(readFileSync(url, 'utf8'), name);
  if (!read.ok) throw new Error(read.error.message);
  return read.facts.sessions;
}

const sessions = ['recorded-usage.json', 'recorded-usage-mini.json'].flatMap(sessionsOf);
const nameOf = ({ id }: SessionFact, k: number): string => `${id} #${k + 1}`;

let simulator: Simulator;
let script: Script;
let count: CountTokens;
beforeAll(async () => {
  script = new Script();
  simulator = await startSimulator({ assetsFolder, script });
  count = await loadTokenizer();
});
afterAll(() => simulator.close());

/** Holds a session again, with instructions as long as its own, or as the first response's report takes where they are not known. */
async function held(session: SessionFact, place: number): Promise<Driven> {
  const parts = { simulator, script, count };
  // Line ends around instructions are not read: here they keep sessions apart in the cache.
  const instructions = (tokens: number): string => ' hello'.repeat(tokens) + '\n'.repeat(place + 1);
  if (isPromptKnown(session)) return Replay.hold(session, instructions(session.instructionsTokens ?? 0), parts);
  const { anchor } = coverageOf(session, 'visible');
  if (anchor === null) return Replay.hold(session, instructions(0), parts);
  const without = await Replay.hold(session, instructions(0), parts);
  const read = tokensAt(without.usages[anchor], 'input_token_details.text_tokens') ?? 0;
  return Replay.hold(session, instructions((session.responses[anchor]?.usage?.inText ?? 0) - read), parts);
}

/** One number beside the recorded one. */
interface Compared {
  readonly what: string;
  readonly simulated: number | undefined;
  readonly recorded: number;
}

const isCounted = ({ items }: SessionFact, { outItems }: ResponseFact): boolean =>
  (outItems ?? []).length > 0 && (outItems ?? []).every((index) => typeof items[index]?.o200k === 'number');

/** What of each response the rules cover, simulated and recorded. */
function comparisons(session: SessionFact, driven: Driven): Compared[] {
  const { responses } = coverageOf(session, 'visible');
  return session.responses.flatMap((response, k) => {
    const covered = responses[k];
    const { usage, status } = response;
    if (covered === undefined || usage === null || usage === undefined) return [];
    const of = (what: string, path: string, recorded: number | null | undefined, judged: boolean): Compared[] =>
      judged && typeof recorded === 'number'
        ? [{ what: `${nameOf(session, k)} ${what}`, simulated: tokensAt(driven.usages[k], path), recorded }]
        : [];
    if (!hasReport(response)) return of('total', 'total_tokens', usage.total, status === 'cancelled');
    const cached = covered.cached && familyOf(session) !== 'preview';
    const output = isCounted(session, response);
    return [
      ...of('text in', 'input_token_details.text_tokens', usage.inText, covered.textIn),
      ...of('audio in', 'input_token_details.audio_tokens', usage.inAudio, covered.audioIn),
      ...of('text out', 'output_token_details.text_tokens', usage.outText, output),
      ...of('cached', 'input_token_details.cached_tokens', usage.cached, cached),
    ];
  });
}

function transcribed(session: SessionFact, { transcriptions }: Driven): Compared[] {
  return (session.transcriptions ?? []).flatMap(({ item, usage }) => {
    const fact = session.items[item ?? -1];
    const simulated = transcriptions.get(item ?? -1);
    if (usage === null || usage === undefined || typeof fact?.audioMs !== 'number') return [];
    const what = `${session.id} transcription of item ${item}`;
    return usage.type === 'tokens'
      ? [{ what, simulated: tokensAt(simulated, 'input_tokens'), recorded: usage.input_tokens ?? Number.NaN }]
      : [{ what, simulated: tokensAt(simulated, 'seconds'), recorded: usage.seconds ?? Number.NaN }];
  });
}

/** What is covered and comes out otherwise, simulated and recorded. */
const misses: Readonly<Record<string, readonly [simulated: number, recorded: number, why: string]>> = {
  'azure_voice_live_ws__text_in_audio_out_turn #1 text out': [
    12,
    14,
    'its stream shows one run, its report counts two',
  ],
  'banyan-log1 #8 text out': [35, 37, 'one run more than the estimate, and its stream was not kept'],
  'fn-message-and-call-apr2025 #1 text out': [88, 86, 'one run less than the estimate, and its stream was not kept'],
  'banyan-log1 #11 text out': [8, 9, 'cut off, and 1 token less is counted instead of 2'],
};

const promptNotKnown = 'its own report is what tells the length of the prompt';
const readsNotKnown = 'what it read was not kept';
const audioNotKnown = 'its own report is what tells the length of the audio';
const ownPrompt = 'it brought instructions that were not kept';
const onlyTotal = 'only the sum of its report was kept';
const textNotKnown = 'what it said was not kept, or not all of it';

/** What is not covered of responses that reported something, and why. */
const notCovered: Readonly<Record<'text in' | 'audio in' | 'text out', Readonly<Record<string, readonly string[]>>>> = {
  'text in': {
    [promptNotKnown]: [
      'parity_ws__text_tool_round_parity[openai-current] #1',
      'parcel-run2-thread1 #1',
      'parcel-run2-thread2 #1',
      'parcel-run2-thread3 #1',
      'parcel-run2-thread5 #1',
      'parcel-run1-thread3 #1',
      'parcel-run1-thread5 #1',
      'parcel-run2-audio-silence #1',
      'parcel-run2-audio-nosilence #1',
      'oct2024-text-sequence #1',
      'oct2024-content-filter #1',
      'pepper-text #1',
      'seed-sibling #1',
      'hvh-2025-12-09_07-38-01 #1',
      'hvh-2025-12-09_07-48-16 #1',
      'hvh-2025-12-09_07-52-03 #1',
      'hvh-2025-12-09_08-01-05 #1',
      'hvh-2025-12-09_08-36-12 #1',
      'hvh-2025-12-09_08-51-12 #1',
      'hvh-2025-12-09_09-05-53 #1',
      'hvh-2025-12-09_14-11-08 #1',
      'hvh-2025-12-09_14-36-21 #1',
    ],
    [ownPrompt]: ['oct2024-text-sequence #4'],
    [readsNotKnown]: [
      'parcel-run2-audio-nosilence #2',
      'alambique-turn #1',
      'boostlingo-053c #1',
      'fn-horoscope #1',
      'image-2.1 #1',
      'oob-2.1-mini #1',
      'mini-4o-billed #1',
      'fn-weather-apr2025 #1',
      'fn-message-and-call-apr2025 #1',
    ],
    [onlyTotal]: ['cookbook-summarise-delete #1', 'cookbook-summarise-delete #2', 'cookbook-summarise-delete #3'],
  },
  'audio in': {
    [audioNotKnown]: [
      'parcel-run2-audio-silence #1',
      'parcel-run2-audio-nosilence #1',
      'oct2024-text-sequence #1',
      'oct2024-text-sequence #2',
      'oct2024-text-sequence #3',
      'oct2024-text-sequence #4',
      'oct2024-text-sequence #5',
      'oct2024-content-filter #1',
      'pepper-text #1',
      'docs-example #1',
      'seed-thread #1',
      'seed-sibling #1',
    ],
    [readsNotKnown]: [
      'parcel-run2-audio-nosilence #2',
      'alambique-turn #1',
      'fn-horoscope #1',
      'oob-2.1-mini #1',
      'mini-4o-billed #1',
      'fn-weather-apr2025 #1',
      'fn-message-and-call-apr2025 #1',
    ],
  },
  'text out': {
    [textNotKnown]: [
      'parcel-run2-audio-silence #1',
      'parcel-run2-audio-nosilence #1',
      'parcel-run2-audio-nosilence #2',
      'image-2.1 #1',
      'oob-2.1-mini #1',
      'mini-4o-billed #1',
      'seed-sibling #1',
      'hvh-2025-12-08_14-03-23 #1',
      'hvh-2025-12-08_14-03-23 #2',
      'hvh-2025-12-08_15-28-46 #1',
      'hvh-2025-12-08_15-28-46 #2',
    ],
    [onlyTotal]: ['cookbook-summarise-delete #1', 'cookbook-summarise-delete #2', 'cookbook-summarise-delete #3'],
  },
};

describe.each(sessions.map((session, place) => [session.id, session, place] as const))(
  'the recorded session %s',
  (_id, session, place) => {
    it('is reported by the simulator as it was by the service', async () => {
      const driven = await held(session, place);
      const all = [...comparisons(session, driven), ...transcribed(session, driven)];
      const expected = all.map(({ what, recorded }) => ({ what, simulated: misses[what]?.[0] ?? recorded, recorded }));
      expect(all).toEqual(expected);
    });
  },
);

describe('the recorded sessions', () => {
  const nothing: Driven = { usages: [], transcriptions: new Map() };
  const compared = sessions.flatMap((session) => [...comparisons(session, nothing), ...transcribed(session, nothing)]);

  it('are compared number by number', () => {
    const byField = new Map<string, number>();
    for (const { what } of compared) {
      const field = / transcription /.test(what) ? 'transcription' : what.replace(/^.* #\d+ /, '');
      byField.set(field, (byField.get(field) ?? 0) + 1);
    }
    expect(Object.fromEntries(byField)).toEqual({
      'text in': 121,
      'audio in': 13,
      'text out': 142,
      cached: 36,
      total: 4,
      transcription: 5,
    });
  });

  it('miss only what is said to miss', () => {
    const numbers = new Map(compared.map(({ what, recorded }) => [what, recorded]));
    for (const [what, [simulated, recorded]] of Object.entries(misses)) {
      expect([what, numbers.get(what)]).toEqual([what, recorded]);
      expect(simulated).not.toBe(recorded);
    }
  });

  it.each(['text in', 'audio in', 'text out'] as const)('leave no %s out without a reason', (field) => {
    const done = new Set(compared.map(({ what }) => what));
    const left = sessions.flatMap((session) =>
      session.responses.flatMap((response, k) => {
        const { usage } = response;
        const reported = hasReport(response) || typeof usage?.totalOnly === 'number';
        const spoke = field !== 'audio in' || (usage?.inAudio ?? 0) > 0;
        return reported && spoke && !done.has(`${nameOf(session, k)} ${field}`) ? [nameOf(session, k)] : [];
      }),
    );
    expect(left.toSorted()).toEqual(Object.values(notCovered[field]).flat().toSorted());
  });
});
