import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import {
  audioTokens,
  cacheBlockTokens,
  cachedTokens,
  estimatedRuns,
  familyOf,
  msPerAnswerToken,
  msPerSpokenToken,
  pickRules,
  rulesFor,
  spokenTokens,
  turnTokens,
  writtenTokens,
  type RuleSet,
  type WrittenItem,
} from '../../../shared/usage/rules/rules.ts';
import { familySchema, readKinds, ruleSchema, serviceSchema } from '../../../shared/usage/rules/schema.ts';
import { tokenRules } from '../../../shared/usage/rules/table.ts';

const pairs = familySchema.options.flatMap((family) => serviceSchema.options.map((service) => ({ family, service })));
const ga = rulesFor({ family: 'ga', service: 'openai' });
const preview = rulesFor({ family: 'preview', service: 'openai' });
const reasoning = rulesFor({ family: 'reasoning', service: 'openai' });
const azure = rulesFor({ family: 'ga', service: 'azure' });

describe('the table of rules', () => {
  it('is data of the form that its schema says', () => {
    expect(z.array(ruleSchema).safeParse(tokenRules).error).toBeUndefined();
    const [first] = tokenRules;
    expect(ruleSchema.safeParse({ ...first, sure: 'certain' }).success).toBe(false);
    expect(ruleSchema.safeParse({ ...first, rule: 'guess' }).success).toBe(false);
    expect(ruleSchema.safeParse({ ...first, toolsPlus: 10.5 }).success).toBe(false);
  });

  it('has every rule for every family on every service', () => {
    for (const { family, service } of pairs) {
      const rules = pickRules(tokenRules, family, service);
      for (const kind of readKinds) {
        const rule = rules.reads(kind);
        expect(rule.families, kind).toContain(family);
        expect([null, service], kind).toContain(rule.service);
      }
      for (const rule of [rules.prompt, rules.image, rules.writes, rules.runs, rules.cached, rules.outOfBand]) {
        expect(rule.families).toContain(family);
      }
      expect(rules.transcription.textOutPlus).toBe(2);
      expect(rules.reasoning === null, family).toBe(family !== 'reasoning');
    }
  });

  it('lacks no rule in silence', () => {
    const without = tokenRules.filter((rule) => rule.rule !== 'cached');
    expect(() => pickRules(without, 'ga', 'openai')).toThrow('No rule says "cached" for ga on openai.');
    const unread = tokenRules.filter((rule) => rule.rule !== 'reads' || rule.of !== 'function result');
    expect(() => pickRules(unread, 'ga', 'openai').reads('function result')).toThrow('No rule says "reads"');
  });

  it('says nowhere that it is sure of what nobody recorded', () => {
    for (const { sure, seenOn, source } of tokenRules) {
      expect(sure === 'high' || sure === 'medium' ? seenOn.length : 1, source).toBeGreaterThan(0);
    }
  });

  it('prefers the rule that was made for the service, wherever it stands', () => {
    for (const table of [tokenRules, tokenRules.toReversed()]) {
      expect(pickRules(table, 'preview', 'azure').reads('function call').text.plus).toBe(0);
      expect(pickRules(table, 'preview', 'openai').reads('function call').text.plus).toBe(2);
    }
  });
});

describe('the prompt', () => {
  it('is 111 where nobody set instructions, and what was set else; tools are 10 once', () => {
    for (const { prompt } of [ga, preview, azure]) {
      expect(prompt).toMatchObject({ defaultInstructions: 111, instructionsPlus: 0, toolsPlus: 10 });
    }
    expect(reasoning.prompt.toolsPlus).toBe(10 + 285);
  });
});

describe('what is read', () => {
  /** Text tokens beside the content, and where content and audio come from. */
  const read = (rules: RuleSet): Record<string, string> =>
    Object.fromEntries(
      readKinds.map((kind) => {
        const { text, audio } = rules.reads(kind);
        return [kind, `${text.from} + ${text.plus}, audio ${audio.from}`];
      }),
    );
  const everywhere = {
    'typed message': 'count + 4, audio nothing',
    'system message': 'count + 4, audio nothing',
    'written by client': 'count + 4, audio nothing',
    'spoken turn': 'nothing + 8, audio length',
    'last spoken answer': 'report + 2, audio report',
    'written answer': 'report + 2, audio nothing',
    'truncated answer': 'nothing + 8, audio length',
    'function call': 'report + 2, audio nothing',
    'function result': 'count + 5, audio nothing',
    'other item': 'count + 4, audio nothing',
  };
  const asText = { 'older spoken answer': 'count + 4, audio nothing' };

  it('of an older spoken answer is its words on GA models, and all of it on preview models', () => {
    expect(read(ga)).toEqual({ ...everywhere, ...asText });
    expect(read(preview)).toEqual({ ...everywhere, 'older spoken answer': 'report + 2, audio report' });
  });

  it('is 11 around what the client wrote for an assistant that thinks', () => {
    expect(read(reasoning)).toEqual({ ...everywhere, ...asText, 'written by client': 'count + 11, audio nothing' });
  });

  it('has nothing around calls and results on Azure', () => {
    expect(read(azure)).toEqual({
      ...everywhere,
      ...asText,
      'function call': 'report + 0, audio nothing',
      'function result': 'count + 0, audio nothing',
    });
  });

  it('of a spoken turn is tenths of a second, 25 ms less', () => {
    // As measured: 16 for a manual commit of 1.7 s, 26 for 2,668 ms.
    expect([1700, 2668].map(turnTokens)).toEqual([16, 26]);
    expect([0, 24, 124, 125, 224, 225].map(turnTokens)).toEqual([0, 0, 0, 1, 1, 2]);
    expect([11_024, 11_025, 11_124, 11_125].map(turnTokens)).toEqual([109, 110, 110, 111]);
    expect(msPerSpokenToken).toBe(100);
  });

  it('does not lose a token to the rounding of a sum of frames', () => {
    const frames = Array.from({ length: 27 }, () => 125 / 3);
    const ms = frames.reduce((sum, frame) => sum + frame, 0);
    expect(ms).not.toBe(1125);
    expect(turnTokens(ms)).toBe(11);
    expect(spokenTokens(ga, frames.slice(0, 6).reduce((sum, frame) => sum + frame, 0) + 1e-9)).toBe(5);
  });

  it('of a truncated answer is whole 50 ms of what was heard', () => {
    const rule = preview.reads('truncated answer');
    expect([0, 20, 49, 50, 1240, 1680, 4000].map((ms) => audioTokens(rule, ms, 999))).toEqual([0, 0, 0, 1, 24, 33, 80]);
  });

  it('of an answer is its audio as reported, or none', () => {
    expect(audioTokens(ga.reads('last spoken answer'), 21_000, 423)).toBe(423);
    expect(audioTokens(ga.reads('older spoken answer'), 21_000, 423)).toBe(0);
    expect(audioTokens(preview.reads('older spoken answer'), 21_000, 423)).toBe(423);
  });
});

describe('what is put out', () => {
  const item = (kind: WrittenItem['kind'], contentTokens: number, more: Partial<WrittenItem> = {}): WrittenItem => ({
    kind,
    contentTokens,
    audioTokens: 0,
    runsSeen: 0,
    unfinished: false,
    ...more,
  });

  it('is a token for every started 50 ms of audio', () => {
    expect([-1, 0, 1, 50, 51, 100, 21_000].map((ms) => spokenTokens(ga, ms))).toEqual([0, 0, 1, 1, 2, 2, 420]);
    expect(msPerAnswerToken).toBe(50);
  });

  it('has as many runs as its audio and its text allow', () => {
    const byAudio = [0, 11, 12, 21, 22, 36, 37, 97, 98, 139, 140, 211, 420];
    expect(byAudio.map((audio) => estimatedRuns(ga, 1000, audio))).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 12]);
    const byText = [0, 4, 5, 6, 7, 12, 13, 20, 21];
    expect(byText.map((text) => estimatedRuns(ga, text, 420))).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 12]);
    expect(estimatedRuns(ga, 100, 20)).toBe(2);
  });

  it('in speech is the words, 4, and 2 for each run: as many as are usual, or as the stream shows if those are more', () => {
    const spoken = (runsSeen: number): number =>
      writtenTokens(ga, [item('spoken', 89, { audioTokens: 420, runsSeen })]);
    expect([0, 1, 12, 13].map(spoken)).toEqual([117, 117, 117, 119]);
    // Recorded: 15 and 72 with 4 runs were 27; 6 and 31 with 2, of which the stream showed one, 14; 3 and 15 with one, 9.
    const recorded = [
      [15, 72, 4],
      [6, 31, 1],
      [16, 80, 4],
      [9, 44, 3],
      [7, 98, 3],
      [3, 15, 1],
    ] as const;
    expect(
      recorded.map(([n, audio, shown]) =>
        writtenTokens(ga, [item('spoken', n, { audioTokens: audio, runsSeen: shown })]),
      ),
    ).toEqual([27, 14, 28, 19, 17, 9]);
  });

  it('lacks its end where it was cut off', () => {
    expect(writtenTokens(ga, [item('spoken', 2, { audioTokens: 10, unfinished: true })])).toBe(2 + 4);
    expect(writtenTokens(ga, [item('spoken', 2, { audioTokens: 10 })])).toBe(2 + 6);
  });

  it('in text is 2 more, and 4 or 7 on models that think', () => {
    expect(writtenTokens(ga, [item('written', 10)])).toBe(12);
    expect(writtenTokens(reasoning, [item('written', 10)])).toBe(14);
    expect(writtenTokens(reasoning, [item('written', 10), item('written', 20)])).toBe(17 + 24);
  });

  it('as a call is 7 more; beside a message of a model that thinks, 3 on top', () => {
    expect(writtenTokens(ga, [item('called', 9)])).toBe(16);
    expect(writtenTokens(ga, [item('called', 9), item('called', 5)])).toBe(16 + 12);
    expect(writtenTokens(reasoning, [item('called', 9)])).toBe(16);
    expect(writtenTokens(reasoning, [item('written', 10), item('called', 9)])).toBe(10 + 7 + 9 + 7 + 3);
  });

  it('is nothing where nothing was', () => {
    expect(writtenTokens(ga, [])).toBe(0);
  });
});

describe('what is cached', () => {
  it('is whole 64s of 22 and the text, and of the audio, each by itself', () => {
    const cached = (text: number, audio: number): number[] => Object.values(cachedTokens(ga, { text, audio }));
    expect(cached(41, 63)).toEqual([0, 0]);
    expect(cached(42, 64)).toEqual([64, 64]);
    expect(cached(105, 127)).toEqual([64, 64]);
    expect(cached(106, 128)).toEqual([128, 128]);
    expect(cached(0, 0)).toEqual([0, 0]);
    expect(cacheBlockTokens).toBe(64);
  });

  it('is a hit where models are new, and luck on preview models', () => {
    expect([ga, azure, reasoning, preview].map(({ cached }) => cached.as)).toEqual([
      'expected',
      'expected',
      'expected',
      'at most',
    ]);
  });
});

describe('the turn that the question was asked about', () => {
  const prompt = ga.prompt.defaultInstructions;
  const turn = ga.reads('spoken turn');
  const answer = writtenTokens(azure, [
    { kind: 'spoken', contentTokens: 89, audioTokens: 420, runsSeen: 0, unfinished: false },
  ]);

  it('reads 119 text and 110 audio, and puts out 117 text', () => {
    expect(prompt + turn.text.plus).toBe(119);
    expect(turnTokens(11_100)).toBe(110);
    expect(answer).toBe(117);
  });

  it('is read by a second inference over the finished conversation as 238 and 530', () => {
    const last = azure.reads('last spoken answer');
    expect(prompt + turn.text.plus + answer + last.text.plus).toBe(238);
    expect(turnTokens(11_100) + audioTokens(last, 21_000, 420)).toBe(530);
    expect(last.text.plus).toBe(2);
  });

  it('is followed by an answer whose 64 and 211 are those of any answer: 46 of words in 7 runs', () => {
    expect(
      writtenTokens(azure, [{ kind: 'spoken', contentTokens: 46, audioTokens: 211, runsSeen: 0, unfinished: false }]),
    ).toBe(64);
  });
});

describe('the family of a model', () => {
  it('is told by its name, dates and all', () => {
    const names = {
      'gpt-realtime': 'ga',
      'gpt-realtime-2025-08-28': 'ga',
      'gpt-realtime-mini': 'ga',
      'gpt-realtime-mini-2025-10-06': 'ga',
      'gpt-realtime-mini-2025-12-15': 'ga',
      'gpt-realtime-1.5': 'ga',
      'gpt-realtime-2': 'reasoning',
      'gpt-realtime-2-2026-05-07': 'reasoning',
      'gpt-realtime-2.1': 'reasoning',
      'gpt-realtime-2.1-mini': 'reasoning',
      'gpt-4o-realtime-preview': 'preview',
      'gpt-4o-realtime-preview-2024-12-17': 'preview',
      'gpt-4o-mini-realtime-preview': 'preview',
      'gpt-4o-mini-realtime-preview-2024-12-17': 'preview',
    };
    expect(Object.fromEntries(Object.keys(names).map((name) => [name, familyOf(name)]))).toEqual(names);
  });

  it('is not told by a generation that is new: no rule was measured on it', () => {
    expect(['gpt-realtime-3', 'gpt-realtime-3.1-mini-2027-01-15', 'gpt-realtime-10'].map(familyOf)).toEqual([
      null,
      null,
      null,
    ]);
    expect(['gpt-realtime-1.5', 'gpt-realtime-1.5-2026-02-20', 'gpt-realtime-2025-08-28'].map(familyOf)).toEqual([
      'ga',
      'ga',
      'ga',
    ]);
  });

  it('is not told by a name that a person chose', () => {
    expect(['voice', 'voice-mini', 'prod-2', ''].map(familyOf)).toEqual([null, null, null, null]);
  });
});
