import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../shared/kit/json.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { emptySession, foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { totalOf } from '../../../shared/usage/ledger.ts';
import { coverageOf, familyOf, modes } from '../../recordings/coverage.ts';
import { readFacts, type Facts, type SessionFact } from '../../recordings/facts.ts';
import { judge, type FactsFile } from '../../recordings/judge.ts';
import { itemId, modelName, recordedLog, responseId } from '../../recordings/log.ts';
import { fields, judgedSamples, samplesOf } from '../../recordings/samples.ts';

function factsIn(text: string, name = 'facts.json'): Facts {
  const read = readFacts(text, name);
  if (!read.ok) throw new Error(read.error.message);
  return read.facts;
}

const files: FactsFile[] = ['recorded-usage.json', 'recorded-usage-mini.json'].map((name) => {
  const path = `tests/fixtures/recordings/${name}`;
  return { path, facts: factsIn(readFileSync(new URL(`../../fixtures/recordings/${name}`, import.meta.url), 'utf8')) };
});
const sessions = files.flatMap(({ facts }) => facts.sessions);

const viewOf = (session: SessionFact, mode: 'visible' | 'blind' = 'visible'): SessionView => {
  const { header, entries } = recordedLog(session, mode);
  return foldSession(header, entries);
};

const typesOf = (entries: readonly LogEntry[]): JsonObject[] =>
  entries.flatMap(({ event }) => (isJsonObject(event) ? [event] : []));

/** A session of one typed question and one written answer, with what a test adds. */
const sessionWith = (rest: object): string =>
  JSON.stringify({
    sessions: [
      {
        id: 'made-up',
        instructionsTokens: 7,
        items: [
          { kind: 'user-text', o200k: 5 },
          { kind: 'answer', o200k: 3, fromResponse: 0 },
        ],
        responses: [{ reads: [{ item: 0 }], modality: 'text', outItems: [1], status: 'completed', usage: null }],
        ...rest,
      },
    ],
  });
const onlySession = (rest: object): SessionFact => {
  const [session] = factsIn(sessionWith(rest)).sessions;
  if (session === undefined) throw new Error('The facts hold no session.');
  return session;
};

describe('reading facts', () => {
  it('takes what is missing, null or not named for unknown', () => {
    const session = onlySession({ model: null, mood: 'calm', responses: [{ reads: null, usage: { inText: null } }] });
    expect(session.responses).toEqual([{ reads: null, usage: { inText: null } }]);
    expect(session).not.toHaveProperty('mood');
    expect(onlySession({ items: [{ kind: 'hologram' }], responses: [] }).items).toEqual([{ kind: 'other' }]);
  });

  it.each([
    ['{', 'odd.json is not JSON.'],
    ['{}', /^odd\.json cannot be read as facts of recorded sessions: sessions: .*array.*\.$/],
    [
      sessionWith({ responses: [{ usage: { inText: '12' } }] }),
      /^odd\.json .*: sessions\[0\]\.responses\[0\]\.usage\.inText: .*expected number, received string\.$/,
    ],
    [sessionWith({ responses: [{ usage: { outText: -1 } }] }), /sessions\[0\]\.responses\[0\]\.usage\.outText: /],
    [sessionWith({ items: [{ o200k: 1 }], responses: [] }), /sessions\[0\]\.items\[0\]\.kind: /],
    [
      sessionWith({ responses: [{ reads: [{ item: 9 }] }] }),
      /sessions\[0\]\.responses\[0\]\.reads\[0\]\.item: there is no items\[9\] in this session\.$/,
    ],
    [
      sessionWith({ items: [{ kind: 'answer', fromResponse: 4 }], responses: [] }),
      /sessions\[0\]\.items\[0\]\.fromResponse: there is no responses\[4\] in this session\.$/,
    ],
  ])('refuses %s with file and path', (text, sentence) => {
    const read = readFacts(text, 'odd.json');
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : read.error.message).toMatch(sentence);
  });
});

describe('the log made of facts', () => {
  it('reports what the facts report, field by field', () => {
    const members = [
      ['input', 'input_tokens'],
      ['output', 'output_tokens'],
      ['inText', 'input_token_details.text_tokens'],
      ['inAudio', 'input_token_details.audio_tokens'],
      ['inImage', 'input_token_details.image_tokens'],
      ['cached', 'input_token_details.cached_tokens'],
      ['cachedText', 'input_token_details.cached_tokens_details.text_tokens'],
      ['cachedAudio', 'input_token_details.cached_tokens_details.audio_tokens'],
      ['outText', 'output_token_details.text_tokens'],
      ['outAudio', 'output_token_details.audio_tokens'],
      ['reasoning', 'output_token_details.reasoning_tokens'],
    ] as const;
    for (const session of sessions) {
      const { usage } = viewOf(session);
      for (const [name, path] of members) {
        const said = session.responses.map(({ usage: one }) => one?.[name] ?? 0);
        expect(totalOf(usage, 'response', path), `${session.id} ${name}`).toBe(said.reduce((sum, one) => sum + one, 0));
      }
      const totals = session.responses.map(({ usage: one }) => one?.total ?? one?.totalOnly ?? 0);
      expect(totalOf(usage, 'response', 'total_tokens')).toBe(totals.reduce((sum, one) => sum + one, 0));
      const heard = (session.transcriptions ?? []).map(({ usage: one }) => one?.seconds ?? one?.output_tokens ?? 0);
      expect(totalOf(usage, 'transcription', 'seconds') + totalOf(usage, 'transcription', 'output_tokens')).toBe(
        heard.reduce((sum, one) => sum + one, 0),
      );
    }
  });

  it('reports no member that the facts leave open', () => {
    const usage = { inText: 12, outText: 5, cached: null };
    const log = recordedLog(onlySession({ responses: [{ reads: null, usage }] }), 'visible');
    const done = typesOf(log.entries).find(({ type }) => type === 'response.done');
    expect(done?.['response']).toMatchObject({
      usage: { input_token_details: { text_tokens: 12 }, output_token_details: { text_tokens: 5 } },
    });
    expect(JSON.stringify(done)).not.toContain('cached');
    expect(JSON.stringify(done)).not.toContain('_tokens":0');
  });

  it('holds every response with its status, and every item that was finished, in the order of the facts', () => {
    const statuses = ['completed', 'cancelled', 'incomplete', 'failed'];
    for (const session of sessions) {
      const view = viewOf(session);
      const said = session.responses.map(({ status, statusReason }, k) => ({
        id: responseId(k),
        ...(statuses.includes(status ?? '') ? { status, statusReason: statusReason ?? null } : {}),
      }));
      expect(toArray(view.responses)).toHaveLength(said.length);
      expect(toArray(view.responses)).toMatchObject(said);
      const finished = session.items.flatMap((item, index) =>
        (item.kind === 'answer' || item.kind === 'function-call') && typeof item.fromResponse !== 'number'
          ? []
          : [itemId(index)],
      );
      expect(toArray(view.items).map(({ id }) => id)).toEqual(finished);
    }
  });

  it('lets each response read just the items it read, truncated as they were', () => {
    for (const session of sessions) {
      const view = viewOf(session);
      const cuts = recordedLog(session, 'visible').entries.flatMap(({ seq, event }) =>
        isJsonObject(event) && event['type'] === 'conversation.item.truncated'
          ? [{ seq, item: event['item_id'], leftMs: event['audio_end_ms'] }]
          : [],
      );
      for (const [k, { reads }] of session.responses.entries()) {
        const response = toArray(view.responses)[k];
        if (response === undefined || reads === null || reads === undefined) continue;
        const there = toArray(view.items).filter(({ addedSeq }) => addedSeq < response.createdSeq);
        const finished = reads.filter(({ item }) => there.some(({ id }) => id === itemId(item)));
        expect(
          there.map(({ id }) => id),
          session.id,
        ).toEqual(finished.map(({ item }) => itemId(item)));
        for (const { item, truncatedAtMs } of finished) {
          const cut = cuts.findLast((one) => one.item === itemId(item) && one.seq < response.createdSeq);
          expect(cut?.leftMs ?? null).toBe(truncatedAtMs ?? null);
        }
      }
    }
  });

  it('streams as much audio as was reported, and the transcript in as many stretches as are known, else none', () => {
    let known = 0;
    for (const session of sessions) {
      const { header, entries } = recordedLog(session, 'visible');
      const view = foldSession(header, entries);
      for (const [k, { outItems, usage, runs }] of session.responses.entries()) {
        if ((outItems ?? []).length === 0) continue;
        expect(toArray(view.responses)[k]?.audioBytes).toBe((usage?.outAudio ?? 0) * 50 * 48);
        const stream = typesOf(entries)
          .filter((event) => event['response_id'] === responseId(k))
          .map(({ type }) => type)
          .filter(
            (type) => type === 'response.output_audio_transcript.delta' || type === 'response.output_audio.delta',
          );
        const starts = stream.filter(
          (type, i) => type === 'response.output_audio_transcript.delta' && stream[i - 1] !== type,
        );
        expect(starts).toHaveLength(runs ?? 0);
        if (typeof runs === 'number') known += 1;
      }
    }
    expect(known).toBeGreaterThan(0);
  });

  it('counts every text whose length is known, and says how it was written out', () => {
    const log = recordedLog(
      onlySession({
        tools: [{ textTokens: 25 }, { textTokens: 10 }],
        items: [
          { kind: 'user-text', o200k: 6, images: 1, o200kInferred: 'from another run' },
          { kind: 'function-call', o200k: 12, fromResponse: 0 },
          { kind: 'function-call', o200k: 12, nameO200k: 4, fromResponse: 0 },
          { kind: 'function-output', o200k: 11 },
          { kind: 'answer', o200k: null, fromResponse: 0 },
        ],
        responses: [{ reads: [{ item: 0 }], modality: 'tool', outItems: [1, 2] }],
      }),
      'visible',
    );
    const counts = typesOf(log.entries).filter(({ type }) => type === 'bench.tokens');
    expect(counts.map(({ part, itemId: of, tokens }) => [part, of, tokens])).toEqual([
      ['instructions', null, 7],
      ['tools', null, 35],
      ['text', 'item_0', 5],
      ['text', 'item_1', 15],
      ['text', 'item_2', 16],
      ['text', 'item_3', 11],
    ]);
    expect(counts.every(({ written }) => written === 2)).toBe(true);
    for (const { ofSeq, itemId: of } of counts) {
      if (of !== null) expect(JSON.stringify(log.entries[Number(ofSeq) - 1])).toContain(JSON.stringify(of));
    }
  });

  it('gives no instructions where they are not known, and a prompt of its own to a response that reads what is not known', () => {
    const log = recordedLog(onlySession({ instructionsTokens: null, responses: [{ reads: null }] }), 'visible');
    const events = typesOf(log.entries);
    expect(events.find(({ type }) => type === 'session.created')?.['session']).not.toHaveProperty('instructions');
    expect(events.find(({ type }) => type === 'response.create')?.['response']).toHaveProperty('instructions');
    const told = recordedLog(onlySession({}), 'visible');
    expect(typesOf(told.entries).find(({ type }) => type === 'response.create')?.['response']).toEqual({});
  });

  it('takes an item out before a response that no longer reads it, and names the items of one that reads a part', () => {
    const items = [
      { kind: 'user-text', o200k: 5 },
      { kind: 'user-text', o200k: 6 },
      { kind: 'user-text', o200k: 7 },
    ];
    const responses = [
      { reads: [{ item: 0 }, { item: 1 }] },
      { reads: [{ item: 1 }] },
      { reads: [{ item: 2 }] },
      { reads: [{ item: 1 }, { item: 2 }] },
    ];
    const events = typesOf(recordedLog(onlySession({ items, responses }), 'visible').entries);
    const steps = events.flatMap((event): unknown[] => {
      if (event['type'] === 'conversation.item.deleted') return [event['item_id']];
      return event['type'] === 'response.create' ? [event['response']] : [];
    });
    expect(steps).toEqual([{}, 'item_0', {}, { input: [{ type: 'item_reference', id: 'item_2' }] }, {}]);
  });

  it('names model and endpoint as the wire does', () => {
    expect(modelName({ model: 'gpt-4o-realtime-preview-2024-10-01 (by date of the ids)' })).toBe(
      'gpt-4o-realtime-preview-2024-10-01',
    );
    expect(modelName({ model: 'preview model, Nov 2025 (beta shape)' })).toBe('gpt-4o-realtime-preview');
    expect(modelName({ model: null })).toBe('unknown');
    const kindOf = (endpoint: string | null): string =>
      recordedLog(onlySession({ endpoint }), 'visible').header.endpoint.kind;
    expect(['azure', 'azure-voice-live', 'openai', 'openai-via-gateway', null].map(kindOf)).toEqual([
      'azure',
      'azure',
      'openai',
      'openai',
      'openai',
    ]);
  });

  it('hides every report when blind, but for the input that tells an unknown prompt', () => {
    for (const session of sessions) {
      const { anchor } = coverageOf(session, 'blind');
      const { usage } = viewOf(session, 'blind');
      const told = anchor === null ? 0 : (session.responses[anchor]?.usage?.input ?? 0);
      expect(totalOf(usage, 'response', 'input_tokens'), session.id).toBe(told);
      const paths = usage.fields.filter(({ source }) => source === 'response').map(({ path }) => path);
      expect(paths.filter((path) => !path.startsWith('input'))).toEqual([]);
      if (typeof session.instructionsTokens === 'number' && session.tools === undefined) expect(paths).toEqual([]);
    }
  });
});

describe('the judge', () => {
  const judgement = judge(files);

  it('judges what the facts cover, and all of it', () => {
    const counts = (mode: 'visible' | 'blind'): number[] => fields.map((field) => judgement.pooled[mode][field].n);
    expect(
      Object.fromEntries(fields.map((field, at) => [field, [counts('visible')[at], counts('blind')[at]]])),
    ).toEqual({
      input: [116, 114],
      textIn: [121, 119],
      audioIn: [13, 13],
      textOutTextMode: [112, 112],
      textOutAudioMode: [19, 19],
      textOutCallOnly: [7, 7],
      cached: [45, 44],
      transcriptionIn: [1, 1],
      transcriptionOut: [7, 7],
      transcriptionSeconds: [4, 4],
    });
    const families = Object.values(judgement.families).map(({ visible }) => visible.textIn.n);
    expect(families).toEqual([10, 84, 27]);
    expect(judgement.files.map(({ visible }) => visible.input.n)).toEqual([60, 56]);
    expect(judgement.pooled.visible.textOut.n).toBe(112 + 19 + 7);
    expect(judgement.pooled.visible.widths.n).toBe(121 + 13 + 112 + 19 + 7);
  });

  it('tells families by the name of the model', () => {
    const names = ['gpt-realtime-2.1-mini', 'gpt-realtime-2025-08-28', 'gpt-4o-mini-realtime-preview-2024-12-17', null];
    expect(names.map((model) => familyOf({ model }))).toEqual(['reasoning', 'ga', 'preview', 'ga']);
  });

  it('holds each part of a report against its own, what was thought taken off', () => {
    const reported = (id: string, k: number): object => {
      const session = sessions.find((one) => one.id === id);
      const samples = session === undefined ? [] : samplesOf(session, 'visible');
      return Object.fromEntries(
        samples.filter(({ response }) => response === k).map((sample) => [sample.field, sample.reported]),
      );
    };
    expect(reported('parcel-run2-thread1', 0)).toEqual({ textOutTextMode: 58 - 37 });
    expect(reported('parcel-run2-thread1', 1)).toEqual({
      input: 516,
      textIn: 516,
      cached: 448,
      textOutTextMode: 193 - 164,
    });
    expect(reported('banyan-log1', 2)).toEqual({
      input: 904 + 152,
      textIn: 904,
      audioIn: 152,
      cached: 832,
      textOutAudioMode: 37,
    });
  });

  it('estimates a response without its own report', () => {
    for (const session of sessions) {
      const before = toArray(viewOf(session).responses);
      const { anchor } = coverageOf(session, 'visible');
      for (const [k, { usage }] of session.responses.entries()) {
        if (k === anchor || usage === null || usage === undefined || (usage.total ?? 0) === 0) continue;
        // Its audio is what was streamed, so that stays.
        const changed = { ...usage, input: 4001, inText: 3001, inAudio: 1000, cached: 320, outText: 77, reasoning: 5 };
        const responses = session.responses.map((one, at) => (at === k ? { ...one, usage: changed } : one));
        const after = toArray(viewOf({ ...session, responses }).responses)[k];
        expect(after?.usage).not.toEqual(before[k]?.usage);
        expect(after?.expected.estimate, `${session.id} ${responseId(k)}`).toEqual(before[k]?.expected.estimate);
      }
    }
  });

  it('counts one fewer exact when one reported number is changed by one', () => {
    const right = (session: SessionFact): boolean =>
      session.responses.length === 1 &&
      samplesOf(session, 'visible').some(({ field, exact }) => field === 'input' && exact);
    const exact = sessions.find(right);
    expect(exact).toBeDefined();
    const changed = files.map(({ path, facts }) => ({
      path,
      facts: {
        sessions: facts.sessions.map((session) =>
          session === exact
            ? {
                ...session,
                responses: session.responses.map((one) => ({
                  ...one,
                  usage: { ...one.usage, inText: (one.usage?.inText ?? 0) + 1 },
                })),
              }
            : session,
        ),
      },
    }));
    const after = judge(changed);
    for (const mode of modes) {
      for (const field of ['input', 'textIn'] as const) {
        expect(after.pooled[mode][field]).toMatchObject({
          n: judgement.pooled[mode][field].n,
          exact: judgement.pooled[mode][field].exact - 1,
        });
      }
      expect(after.pooled[mode].audioIn).toEqual(judgement.pooled[mode].audioIn);
    }
    expect(after.misses).toHaveLength(judgement.misses.length + 4);
  });

  it('counts an estimate that is not there as wrong, and its width as not holding', () => {
    const session = sessions.find(({ id }) => id.includes('three_server_vad_turns'));
    if (session === undefined) throw new Error('The session of three turns is gone.');
    const samples = judgedSamples(session, 'visible', emptySession(null));
    expect(samples.map(({ field }) => field)).toContain('audioIn');
    for (const { estimate, exact, held, halfWidth } of samples) {
      expect({ estimate, exact }).toEqual({ estimate: null, exact: false });
      expect(held).toBe(halfWidth === null ? null : false);
    }
  });

  it.each([
    ['reads', ['input', 'textIn', 'audioIn', 'cached']],
    ['usage', fields],
    ['inText', ['input', 'textIn', 'audioIn', 'cached']],
    ['inAudio', ['input', 'audioIn']],
    ['cached', ['cached']],
    ['outText', ['textOutTextMode', 'textOutAudioMode', 'textOutCallOnly']],
    ['outItems', ['textOutTextMode', 'textOutAudioMode', 'textOutCallOnly']],
    ['status', ['textOutTextMode', 'textOutAudioMode', 'textOutCallOnly']],
    ['o200k', ['textOutTextMode', 'textOutAudioMode', 'textOutCallOnly']],
    ['audioMs', ['transcriptionIn', 'transcriptionSeconds']],
    ['transcriptO200k', ['transcriptionOut']],
    ['transcriptions', ['transcriptionIn', 'transcriptionOut', 'transcriptionSeconds']],
    ['model', []],
    ['endpoint', []],
    ['modality', []],
    ['instructionsTokens', []],
    ['tools', []],
    ['vad', []],
    ['fromResponse', []],
    ['truncatedAtMs', []],
    ['runs', []],
  ] as const)('judges nothing by %s where it is null everywhere', (name, notJudged) => {
    const text = readFileSync(new URL('../../fixtures/recordings/recorded-usage.json', import.meta.url), 'utf8');
    const emptied: unknown = JSON.parse(text, (key, value: unknown) => (key === name ? null : value));
    const { pooled } = judge([{ path: 'emptied.json', facts: factsIn(JSON.stringify(emptied)) }]);
    for (const mode of modes) {
      for (const field of notJudged) expect(pooled[mode][field].n, `${mode} ${field}`).toBe(0);
      const judged = fields.reduce((sum, field) => sum + pooled[mode][field].n, 0);
      expect(judged).toBeGreaterThanOrEqual(name === 'usage' ? 0 : 1);
    }
  });
});
