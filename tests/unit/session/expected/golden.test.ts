import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toArray } from '../../../../shared/session/chunk-list.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { expectedTotals } from '../../../../shared/session/expected/expected-totals.ts';
import { itemsRead } from '../../../../shared/session/expected/items-read.ts';
import { numericLeaves } from '../../../../shared/usage/report.ts';
import { amounts, goldenView, type Amounts } from './golden.ts';

const alarms = (view: SessionView): Record<string, number> =>
  Object.fromEntries(toArray(view.alarms).map(({ kind, count }) => [kind, count]));
const responses = (view: SessionView): string[] =>
  toArray(view.responses).map(({ status, cause, expected }) => `${status}, ${cause.kind}, ${expected.basis}`);
const transcriptions = (view: SessionView): string[] =>
  toArray(view.items).flatMap(({ transcription }) =>
    transcription === null ? [] : [`${transcription.status}, ${transcription.expected.basis}`],
  );

/** The spoken turn that most sessions begin with: 2.0 s asked, 3.0 s and 13 tokens answered. */
const turn: Amounts = { textIn: 119, audioIn: 20, cached: 0, textOut: 13, audioOut: 60, seconds: 2 };
const nothing: Amounts = { textIn: 0, audioIn: 0, cached: 0, textOut: 0, audioOut: 0, seconds: 0 };
const apart = { 'transcription-apart': 1 };

interface Golden {
  readonly name: string;
  readonly says: string;
  readonly reported: Partial<Amounts>;
  readonly expected: Partial<Amounts>;
  readonly responses: readonly string[];
  readonly alarms: Readonly<Record<string, number>>;
}

const goldens: readonly Golden[] = [
  {
    name: '01-commit-empty',
    says: 'a commit behind the one of the VAD is refused and charges nothing',
    reported: turn,
    expected: turn,
    responses: ['completed, turn, reported'],
    alarms: { ...apart, input_audio_buffer_commit_empty: 1 },
  },
  {
    name: '01-ghost-turn',
    says: 'a tail that is committed after the turn is a turn of its own, answered and charged',
    reported: { ...turn, textIn: 253, audioIn: 104, cached: 64, textOut: 17, audioOut: 80 },
    expected: { textIn: 253, audioIn: 104, cached: 64, textOut: 17, audioOut: 80, seconds: 2.2 },
    responses: ['completed, turn, reported', 'completed, turn, reported'],
    alarms: { ...apart, 'transcription-usage-missing': 1 },
  },
  {
    name: '02-create-while-active',
    says: 'a response.create that was refused made no response: the one that runs answers the turn',
    reported: turn,
    expected: turn,
    responses: ['completed, turn, reported'],
    alarms: { ...apart, conversation_already_has_active_response: 1 },
  },
  {
    name: '03-double-speech',
    says: 'a response.create beside the automatic one is a second response that reads the first',
    reported: turn,
    expected: { textIn: 253, audioIn: 100, cached: 64, textOut: 17, audioOut: 80, seconds: 2 },
    responses: ['completed, turn, reported', 'completed, create, estimated'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '04-cancel-spares-out-of-band',
    says: 'a cancel ends the conversation’s response only, and what is said out of band is read by nobody',
    reported: { ...nothing, textIn: 9, audioIn: 20, textOut: 1, seconds: 3 },
    // 119 + 20, 9 + 20, and 119 + (3 + 2) with 20 + 10 + 10 of audio.
    expected: { textIn: 252, audioIn: 80, cached: 64, textOut: 8, audioOut: 30, seconds: 3 },
    responses: ['cancelled, turn, estimated', 'completed, create, reported', 'completed, turn, estimated'],
    alarms: { ...apart, 'usage-missing': 2 },
  },
  {
    name: '05-late-audio-after-interruption',
    says: 'audio that arrives after an interruption was produced all the same, and is read again',
    reported: { textIn: 126, audioIn: 60, cached: 64, textOut: 4, audioOut: 20, seconds: 3 },
    expected: { textIn: 245, audioIn: 80, cached: 64, textOut: 9, audioOut: 50, seconds: 3 },
    responses: ['cancelled, turn, estimated', 'completed, turn, reported'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '06-truncation',
    says: 'a truncation that is refused changes nothing; one that is done leaves the audio heard, without its text',
    reported: { ...turn, seconds: 4 },
    // Text 119, 119 + 15, and 119 + 2 + 6; audio 20, 90, and 20 + 25 + 10 + 20 + 10.
    expected: { textIn: 119 + 134 + 127, audioIn: 20 + 90 + 85, cached: 128, textOut: 21, audioOut: 100, seconds: 4 },
    responses: ['completed, turn, reported', 'completed, turn, estimated', 'completed, turn, estimated'],
    alarms: { ...apart, 'usage-missing': 2, invalid_value: 1 },
  },
  {
    name: '07-refused-update',
    says: 'instructions of a refused update are not read',
    reported: { ...turn, seconds: 3 },
    expected: { textIn: 253, audioIn: 110, cached: 64, textOut: 17, audioOut: 80, seconds: 3 },
    responses: ['completed, turn, reported', 'completed, turn, estimated'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '08-echo-loop',
    says: 'an assistant that interrupts itself is warned of once, counted, and every scrap of it is charged',
    reported: { ...nothing, seconds: 5 },
    expected: { textIn: 500, audioIn: 164, cached: 192, textOut: 10, audioOut: 50, seconds: 5 },
    responses: [
      'cancelled, turn, estimated',
      'cancelled, turn, estimated',
      'cancelled, turn, estimated',
      'completed, turn, estimated',
    ],
    alarms: { ...apart, 'usage-missing': 4, 'self-interruption': 3 },
  },
  {
    name: '09-late-transcripts',
    says: 'a transcript belongs to its item whenever it comes, and one that never comes is counted by its audio',
    reported: { textIn: 393, audioIn: 224, cached: 256, textOut: 21, audioOut: 100, seconds: 3 },
    expected: { textIn: 393, audioIn: 224, cached: 256, textOut: 21, audioOut: 100, seconds: 3.4 },
    responses: ['completed, turn, reported', 'completed, turn, reported', 'completed, turn, reported'],
    alarms: { ...apart, 'usage-lost': 1 },
  },
  {
    name: '10-seconds-zero',
    says: 'a transcription of 0 seconds is counted by the audio that was committed',
    reported: { ...turn, seconds: 0 },
    expected: turn,
    responses: ['completed, turn, reported'],
    alarms: { ...apart, 'transcription-usage-missing': 1 },
  },
  {
    name: '11-transcription-failed',
    says: 'a transcription that failed without a reason is estimated in the unit of its model',
    reported: { ...turn, seconds: 0 },
    expected: { ...turn, seconds: 0 },
    responses: ['completed, turn, reported'],
    alarms: { 'transcription-failed': 1 },
  },
  {
    name: '12-null-usage-and-subsets',
    says: 'null usage is no crash and no zero; reasoning is in text out, cached is in input',
    reported: { textIn: 134, audioIn: 90, cached: 192, textOut: 28, audioOut: 20, seconds: 3 },
    expected: { textIn: 253, audioIn: 110, cached: 192, textOut: 41, audioOut: 80, seconds: 3 },
    responses: ['completed, turn, estimated', 'completed, turn, reported'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '13-rate-limited',
    says: 'a rate limit that shows only as a failed response is said, and its input counted',
    reported: { ...nothing, seconds: 2 },
    expected: { ...turn, textOut: 0, audioOut: 0 },
    responses: ['failed, turn, estimated'],
    alarms: { ...apart, 'response-failed': 1 },
  },
  {
    name: '14-never-committed',
    says: 'audio that was cleared or never committed is not counted',
    reported: turn,
    expected: turn,
    responses: ['completed, create, reported'],
    alarms: apart,
  },
  {
    name: '15-session-expired',
    says: 'the end after 60 minutes leaves a response and a transcription to estimate',
    reported: turn,
    expected: { textIn: 253, audioIn: 110, cached: 64, textOut: 15, audioOut: 70, seconds: 3 },
    responses: ['completed, turn, reported', 'lost, turn, estimated'],
    alarms: { ...apart, session_expired: 1, 'usage-lost': 1 },
  },
  {
    name: '16-gateway',
    says: 'a response that a gateway ends twice is counted once, and totals it reports are split by the evidence',
    reported: nothing,
    // 139 in, of which 20 were heard as audio; of 72 out none came as audio.
    expected: { ...nothing, textIn: 119, audioIn: 20, textOut: 72 },
    responses: ['completed, turn, reported'],
    alarms: {},
  },
  {
    name: '17-faster-than-real-time',
    says: 'a turn is as long as its audio, however fast it was sent',
    reported: { ...nothing, seconds: 2 },
    expected: turn,
    responses: ['completed, turn, estimated'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '18-two-responses-one-turn',
    says: 'a second response to one turn reads the whole of it: 357 text and 640 audio with the first',
    reported: { textIn: 119, audioIn: 110, cached: 128, textOut: 117, audioOut: 420, seconds: 0 },
    expected: { textIn: 357, audioIn: 640, cached: 256, textOut: 117, audioOut: 420, seconds: 11 },
    responses: ['completed, turn, reported', 'completed, nobody, estimated'],
    alarms: {
      ...apart,
      'cached-on-first': 1,
      'nobody-asked': 1,
      'usage-missing': 1,
      'transcription-usage-missing': 1,
    },
  },
  {
    name: '19-idle-timeout',
    says: 'silence that the idle timeout commits is a turn like any other, said once and counted',
    reported: { ...turn, seconds: 12 },
    expected: { textIn: 394, audioIn: 350, cached: 320, textOut: 23, audioOut: 100, seconds: 12 },
    responses: ['completed, turn, reported', 'completed, idle, estimated', 'completed, idle, estimated'],
    alarms: { ...apart, 'idle-timeout': 2, 'usage-missing': 2 },
  },
  {
    name: '20-line-broken',
    says: 'a reply whose line broke is what had come of it',
    reported: nothing,
    expected: { textIn: 119, audioIn: 20, cached: 0, textOut: 5, audioOut: 30, seconds: 2 },
    responses: ['lost, turn, estimated'],
    alarms: { 'usage-lost': 1 },
  },
];

describe('a recorded session', () => {
  for (const { name, says, ...wanted } of goldens) {
    it(`${name}: ${says}`, () => {
      const view = goldenView(name);
      const { ledger } = expectedTotals(view);
      expect(amounts(view.usage)).toEqual({ ...nothing, ...wanted.reported });
      expect(amounts(ledger)).toEqual({ ...nothing, ...wanted.expected });
      expect(responses(view)).toEqual(wanted.responses);
      expect(alarms(view)).toEqual(wanted.alarms);
    });
  }

  it('of every fixture has its expectation', () => {
    const files = readdirSync(new URL('../../../fixtures/usage/', import.meta.url));
    expect(files.sort()).toEqual(goldens.map(({ name }) => `${name}.jsonl`).sort());
  });

  it('estimates exactly what was reported wherever both are there and nothing was hidden', () => {
    for (const name of ['01-ghost-turn', '04-cancel-spares-out-of-band', '09-late-transcripts']) {
      const { accuracy } = expectedTotals(goldenView(name));
      expect(accuracy.exact, name).toBe(accuracy.compared);
      expect(accuracy.compared, name).toBeGreaterThan(0);
    }
  });
});

describe('a report of totals alone', () => {
  it('is reported usage whose split is an estimate, and says nothing of how good an estimate is', () => {
    const view = goldenView('16-gateway');
    const [response] = toArray(view.responses);
    expect(response?.expected).toMatchObject({
      basis: 'reported',
      error: null,
      added: { input_token_details: { text_tokens: 119, audio_tokens: 20 } },
    });
    expect(expectedTotals(view)).toMatchObject({ accuracy: { compared: 0 }, responses: { reported: 1 } });
  });
});

describe('transcriptions', () => {
  it('that fail keep no reason to hide: what they probably used is in tokens for a model that reports tokens', () => {
    const view = goldenView('11-transcription-failed');
    expect(transcriptions(view)).toEqual(['failed, estimated']);
    expect(toArray(view.items)[0]?.transcription).toMatchObject({
      model: 'gpt-4o-transcribe',
      error: 'The service gave no reason.',
      expected: { usage: { input_token_details: { audio_tokens: 20 } }, evidence: { unit: 'tokens', audioMs: 2000 } },
    });
  });

  it('that never came are lost with the session', () => {
    expect(transcriptions(goldenView('09-late-transcripts'))).toEqual([
      'completed, reported',
      'completed, reported',
      'lost, estimated',
    ]);
  });
});

describe('fields', () => {
  it('that are parts of others are listed and never added: reasoning and cached', () => {
    const view = goldenView('12-null-usage-and-subsets');
    const total = (path: string): number | undefined =>
      view.usage.fields.find((field) => field.source === 'response' && field.path === path)?.total;
    expect(total('output_token_details.reasoning_tokens')).toBe(18);
    expect(total('output_token_details.text_tokens')).toBe(28);
    expect(total('output_tokens')).toBe(48);
    expect(total('input_tokens')).toBe(224);
    expect(total('input_token_details.cached_tokens')).toBe(192);
  });

  it('of a gateway, and usage on an event that carries none, appear by themselves and are marked new', () => {
    const { fields } = goldenView('16-gateway').usage;
    expect(fields.filter(({ known }) => !known)).toEqual([
      { source: 'response', model: null, path: 'gateway_units', total: 3, reports: 1, known: false },
      { source: 'other', model: null, path: 'session.usage.updated.seconds', total: 4.5, reports: 1, known: false },
      {
        source: 'other',
        model: null,
        path: 'session.usage.updated.input.audio.tokens',
        total: 20,
        reports: 1,
        known: false,
      },
    ]);
  });

  it('are kept for each response as it reported them', () => {
    const [, second] = toArray(goldenView('12-null-usage-and-subsets').responses);
    const leaves = numericLeaves(second?.expected.usage ?? {});
    expect(leaves.find(({ path }) => path.endsWith('reasoning_tokens'))?.value).toBe(18);
    expect(second?.expected.usage).toBe(second?.usage);
  });
});

describe('evidence', () => {
  it('names the items a response read, with what each of them adds', () => {
    const view = goldenView('06-truncation');
    const [, second, third] = toArray(view.responses);
    const short = (response: typeof second): string[] =>
      response === undefined
        ? []
        : itemsRead(view, response).map(
            ({ itemId, audioTokens, textTokens }) => `${itemId} ${audioTokens} ${textTokens}`,
          );
    expect(short(second)).toEqual(['item_u1 20 0', 'item_a1 60 13', 'item_u2 10 0']);
    // 1,240 ms were heard of it, and its text is gone.
    expect(short(third)).toEqual(['item_u1 20 0', 'item_a1 25 0', 'item_u2 10 0', 'item_a2 20 4', 'item_u3 10 0']);
  });

  it('holds every part of the sum, the bytes and the entry it stands on', () => {
    const view = goldenView('03-double-speech');
    const [, second] = toArray(view.responses);
    expect(second?.expected.evidence).toMatchObject({
      input: {
        promptTokens: 119,
        items: 2,
        userAudio: { items: 1, audioMs: 2000, tokens: 20 },
        assistantAudio: { items: 1, audioMs: 3000, tokens: 60 },
        text: { items: 1, tokens: 13 },
        messages: 1,
        processed: { text: 119, audio: 20 },
        uncounted: 0,
      },
      output: { audioBytes: 48_000, audioMs: 1000, characters: 16, textTokens: 4, uncounted: 0 },
    });
    expect(second?.createdSeq).toBeGreaterThan(0);
  });
});
