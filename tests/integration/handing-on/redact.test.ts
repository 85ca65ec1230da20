import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redactSession } from '../../../electron/engine/handing-on/redact-session.ts';
import { readRecord } from '../../../electron/engine/record/read-record.ts';
import { verifyRecord } from '../../../electron/engine/record/verify.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { isJsonObject, type Json } from '../../../shared/kit/json.ts';
import { chooseBook } from '../../../shared/pricing/choose-book.ts';
import { usageReport } from '../../../shared/session/costs/usage-report.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { shipped } from '../../unit/pricing/books.ts';
import { app, recorded as recordedAgain } from '../support/recorded.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/usage/', import.meta.url));
const books = [shipped('2026-07-31'), shipped('2026-10-09')];

let work = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-redact-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

async function viewOf(folder: string): Promise<SessionView> {
  const record = await readRecord(folder);
  if (record === null) throw new Error(`${folder} has no header.`);
  return record.view;
}

/** All that is said of usage and cost, without how the record stands. */
function usageOf(view: SessionView) {
  const book = chooseBook(books, view.header?.startedAt.slice(0, 10) ?? '', view.header?.priceBookId ?? null);
  if (book === null) throw new Error('There is no book.');
  const { record: _record, ...report } = usageReport(view, book);
  return report;
}

/** Counts, times and options, with everything that texts are in left aside. */
const shapeOf = (view: SessionView) => ({
  phase: view.phase,
  seq: view.seq,
  t: view.t,
  counts: view.counts,
  items: toArray(view.items).map(({ text, ...item }) => ({ ...item, letters: text.length })),
  responses: toArray(view.responses).map(({ failure: _failure, ...response }) => response),
  speech: toArray(view.speech),
  playback: toArray(view.playback),
  turns: toArray(view.turns),
  bargeIns: toArray(view.bargeIns),
  alarms: toArray(view.alarms)
    .filter(({ kind }) => kind !== 'record-redacted')
    .map(({ kind, seq, count }) => ({ kind, seq, count })),
  standing: Object.fromEntries(
    Object.entries(view.options).map(([name, value]) => [name, Array.isArray(value) ? value.length : typeof value]),
  ),
  rateLimits: view.rateLimits,
  sentMs: view.input.sentMs,
  receivedMs: view.output.receivedMs,
});

async function copied(folder: string, parent: string): Promise<string> {
  const made = await redactSession(folder, parent);
  if (!made.ok) throw new Error(made.error.message);
  return made.copy.folder;
}

describe('a redacted copy', () => {
  it('has the usage, the counts and the times of each recorded session, and holds by its own digests', async () => {
    for (const name of (await readdir(fixtures)).sort()) {
      const folder = join(work, 'plain', name.replace('.jsonl', ''));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'events.jsonl'), await readFile(join(fixtures, name)));
      const copy = await copied(folder, join(work, 'copies'));
      const [was, is] = [await viewOf(folder), await viewOf(copy)];
      expect([name, usageOf(is)]).toEqual([name, usageOf(was)]);
      expect([name, shapeOf(is)]).toEqual([name, shapeOf(was)]);
      expect(is.header?.redacted).toBe('copy');
      expect(toArray(is.alarms).find(({ kind }) => kind === 'record-redacted')?.level).toBe('notice');
    }
  });

  it('leaves no sound, and verify takes it for what it is', async () => {
    const folder = await recordedAgain(join(work, 'with-sound'), '21-tool-round');
    const copy = await copied(folder, join(work, 'silent'));
    expect(await readdir(copy)).toEqual(['events.jsonl']);
    const verdict = await verifyRecord(copy, app);
    expect(verdict).toMatchObject({ holds: true, problems: [], digest: 'intact' });
    expect(verdict.notes[0]).toContain('redacted copy');
  });

  it('refuses a damaged record and a folder that is there', async () => {
    const folder = await recordedAgain(join(work, 'damaged'), '06-truncation');
    const path = join(folder, 'events.jsonl');
    const copy = await copied(folder, join(work, 'twice'));
    const again = await redactSession(folder, join(work, 'twice'));
    expect(!again.ok && again.error.message).toContain(`${copy} is there already.`);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('"type":"session.created"', '"type":"session.creatid"'),
    );
    const refused = await redactSession(folder, join(work, 'third'));
    expect(!refused.ok && refused.error.message).toContain('is damaged');
    expect((await readdir(work)).includes('third')).toBe(false);
  });
});

const canary = 'Zanzibar';

/** Every text of a record that is no word of the protocol, with a word in it that nothing else says. */
const planted = (value: Json, key = ''): Json => {
  if (typeof value === 'string') {
    const isWord =
      /^(type|object|status|event_id|id|item_id|previous_item_id|response_id|call_id|model|voice|role|reason|code|param|kind|by|part|auth|url|itemId|responseId|eventId|why|asked|spoken|sign|state|unit|currency|limit|expected|file|callId|phase|input_audio_format|output_audio_format|eagerness|waitsFor|format|name)$/.test(
        key,
      ) ||
      ['changed', 'modalities', 'output_modalities', 'openResponses', 'openTranscriptions', 'include'].includes(key);
    return isWord ? value : `${canary} ${value}`;
  }
  if (Array.isArray(value)) return value.map((one: Json) => planted(one, key));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, planted(inside, name)]));
};

const more: readonly Json[] = [
  {
    type: 'session.updated',
    session: {
      instructions: canary,
      tools: [
        {
          type: 'function',
          name: canary,
          description: canary,
          parameters: {
            type: 'object',
            properties: { [canary]: { type: 'string', enum: [canary], description: canary } },
            required: [canary],
          },
        },
      ],
      metadata: { [canary]: canary },
      prompt: { id: 'pmpt_1', variables: { [canary]: canary } },
      tracing: { workflow_name: canary, metadata: { [canary]: canary } },
      tool_choice: { type: 'function', name: canary },
    },
  },
  {
    type: 'conversation.item.added',
    item: {
      id: 'i1',
      type: 'message',
      role: 'user',
      content: [
        { type: 'input_text', text: canary },
        { type: 'input_image', image_url: `data:image/png;base64,${canary}` },
        { type: 'input_audio', transcript: canary },
      ],
    },
  },
  {
    type: 'conversation.item.added',
    item: { id: 'i2', type: 'function_call', name: canary, arguments: `{"${canary}":1}`, call_id: 'c' },
  },
  { type: 'conversation.item.added', item: { id: 'i3', type: 'function_call_output', output: canary, call_id: 'c' } },
  {
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: 'i1',
    transcript: canary,
    logprobs: [{ token: canary, bytes: [...Buffer.from(canary)], logprob: -1 }],
  },
  {
    type: 'error',
    error: { type: 'invalid_request_error', code: 'bad', message: `It said ${canary}`, param: 'session.voice' },
  },
  { type: 'something.new', words: canary, [`deep`]: { a: [{ b: canary }] } },
  {
    type: 'response.done',
    response: {
      id: 'r9',
      status: 'failed',
      status_details: { error: { message: canary, code: 'x' } },
      metadata: { [canary]: canary },
    },
  },
  {
    type: 'mcp_list_tools.completed',
    item: { tools: [{ name: canary, input_schema: { [canary]: 1 } }], server_label: canary },
  },
  canary,
];

describe('a word that somebody said', () => {
  it('stands nowhere in the bytes of the copy, in whatever field it stood', async () => {
    const library = join(work, 'canary');
    const folder = join(library, 'planted');
    await mkdir(folder, { recursive: true });
    const lines: string[] = [];
    for (const name of (await readdir(fixtures)).sort()) {
      lines.push(
        ...(await readFile(join(fixtures, name), 'utf8'))
          .trimEnd()
          .split('\n')
          .slice(lines.length === 0 ? 0 : 1),
      );
    }
    const [first = '', ...rest] = lines;
    const header = {
      ...(JSON.parse(first) as Record<string, Json>),
      profile: canary,
      requested: {
        instructions: canary,
        tools: [{ name: canary }],
        tool_choice: `function:${canary}`,
        'transcription.prompt': canary,
        json: { instructions: canary },
      },
      input: { kind: 'wav', name: `${canary}.wav` },
      unknown: canary,
    };
    const entries = [
      ...rest.map((line) => JSON.parse(line) as { from: string; event: Json }),
      ...more.map((event) => ({ from: 'server', event })),
    ];
    const text = entries.map(({ from, event }, at) => {
      const whole = planted(event);
      const bytes = from === 'bench' ? '' : ',"bytes":9';
      return `{"seq":${at + 1},"at":"2026-11-23T14:05:34.000Z","t":${at},"from":"${from}"${bytes},"event":${JSON.stringify(whole)}}\n`;
    });
    const binary = `{"seq":${entries.length + 1},"at":"2026-11-23T14:05:34.000Z","t":1,"from":"server","bytes":9,"binary":true,"event":"${Buffer.from(JSON.stringify({ type: 'x', words: canary })).toString('base64')}"}\n`;
    const raw = `{"seq":${entries.length + 2},"at":"2026-11-23T14:05:34.000Z","t":1,"from":"server","bytes":9,"raw":"{\\n\\"type\\":\\"x\\",\\"w\\":\\"${canary}\\"}","event":{ "type":"x","w":"${canary}"}}\n`;
    await writeFile(join(folder, 'events.jsonl'), `${JSON.stringify(header)}\n${text.join('')}${binary}${raw}`);
    await writeFile(join(folder, 'about.json'), JSON.stringify({ name: canary, tags: [canary] }));
    await writeFile(join(folder, 'events.torn'), canary);
    const copy = await copied(folder, join(work, 'canaries'));
    const names = await readdir(copy);
    const bytes = (await Promise.all(names.map((name) => readFile(join(copy, name), 'latin1')))).join('\n');
    expect(names).toEqual(['events.jsonl']);
    for (const spelled of [
      canary,
      Buffer.from(canary).toString('base64').slice(0, 8),
      [...Buffer.from(canary)].join(','),
    ]) {
      expect(bytes.toLowerCase()).not.toContain(spelled.toLowerCase());
    }
    expect(bytes.split('\n').length).toBeGreaterThan(entries.length);
  });
});
