import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { otlpAddress } from '../../../electron/engine/handing-on/send-otlp.ts';
import { commandLines, type Ran } from '../support/cli.ts';
import { Receiver, type Span, valueOf } from '../support/otlp-receiver.ts';
import { canary } from '../support/secrets.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/usage/', import.meta.url));
const { here: voxtally } = commandLines();

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'voxtally-otlp-'));
  for (const id of ['06-truncation', '21-tool-round']) {
    const folder = join(home, 'sessions', id);
    await mkdir(folder, { recursive: true });
    const text = await readFile(join(fixtures, `${id}.jsonl`), 'utf8');
    await writeFile(join(folder, 'events.jsonl'), text.replace(/"sessionId":"[^"]*"/, `"sessionId":"${id}"`));
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

let receiver: Receiver;
let url = '';
beforeEach(async () => {
  receiver = new Receiver();
  url = await receiver.start();
});
afterEach(() => receiver.close());

const sent = (...args: string[]): Promise<Ran> => voxtally(['export', '--format', 'otlp', ...args], '', home);

describe('voxtally export --format otlp', () => {
  it('sends session, turns and responses as spans, with what was reported beside what was expected', async () => {
    const ran = await sent('--all', '--to', url, '--json');
    expect([ran.code, ran.err]).toEqual([0, '']);
    const { spans } = receiver;
    expect(JSON.parse(ran.out)).toMatchObject({
      voxtally: 1,
      format: 'otlp',
      sessions: 2,
      spans: spans.length,
      rejected: 0,
    });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/v1/traces', '/v1/traces']);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    expect(byId.size).toBe(spans.length);
    const nameOf = ({ parentSpanId }: Span): string | undefined => byId.get(parentSpanId ?? '')?.name;
    for (const span of spans) {
      expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
      if (span.name === 'voxtally session') expect(span.parentSpanId).toBeUndefined();
      else expect(nameOf(span)).toBe(span.name === 'turn' ? 'voxtally session' : 'turn');
      expect(byId.get(span.parentSpanId ?? '')?.traceId ?? span.traceId).toBe(span.traceId);
    }
    for (const id of ['06-truncation', '21-tool-round']) {
      const own = spans.filter((span) => valueOf(span, 'gen_ai.conversation.id') === id && span.kind === 3);
      const report = JSON.parse((await voxtally(['usage', id, '--json'], '', home)).out) as {
        responses: { id: string; basis: string; input: number; output: number; cached: number }[];
      };
      for (const response of report.responses) {
        const span = own.find((one) => valueOf(one, 'gen_ai.response.id') === response.id);
        expect(valueOf(span, 'gen_ai.operation.name')).toBe('chat');
        expect(valueOf(span, 'voxtally.basis')).toBe(response.basis);
        expect(valueOf(span, 'gen_ai.usage.input_tokens')).toBe(
          response.basis === 'reported' ? String(response.input) : undefined,
        );
        if (response.basis !== 'reported') continue;
        expect(valueOf(span, 'gen_ai.usage.output_tokens')).toBe(String(response.output));
        const [audio, cached] = ['audio_in', 'audio_cached'].map((kind) =>
          Number(valueOf(span, `voxtally.expected_${kind}_tokens`)),
        );
        expect((audio ?? 0) + (cached ?? 0)).toBe(Number(valueOf(span, 'voxtally.reported_input_audio_tokens') ?? 0));
      }
    }
  });

  it('sends no word of the conversation unless it is told to', async () => {
    await sent('21-tool-round', '--to', url);
    const counts = receiver.received[0]?.body ?? '';
    expect(counts).not.toContain('gen_ai.output.messages');
    await sent('21-tool-round', '--to', url, '--content');
    const messages = receiver.spans.flatMap((span) => valueOf(span, 'gen_ai.output.messages') ?? []);
    expect(messages.length).toBeGreaterThan(0);
    const said = messages.map((text) =>
      z.array(z.object({ parts: z.array(z.object({ content: z.string() })) })).parse(JSON.parse(String(text))),
    );
    const words =
      said
        .flatMap((all) => all.flatMap(({ parts }) => parts.map(({ content }) => content)))
        .sort((a, b) => b.length - a.length)[0] ?? '';
    expect(words.length).toBeGreaterThan(11);
    expect(counts).not.toContain(words);
  });

  it('takes the values of headers from variables, and repeats them nowhere', async () => {
    process.env['VOXTALLY_TEST_OTLP'] = `x-tenant=a%2Cb,authorization=Bearer%20${canary.key}`;
    try {
      const args = ['06-truncation', '--to', url, '--headers-from', 'VOXTALLY_TEST_OTLP'];
      receiver.answers.push({
        status: 401,
        body: `You sent Bearer ${canary.key}, which is wrong.`,
        headers: { 'x-said': canary.key },
      });
      const refused = await sent(...args);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('answered 401');
      expect(refused.out + refused.err).not.toContain(canary.key.slice(3, 20));
      receiver.answers.push({
        status: 200,
        body: JSON.stringify({ partialSuccess: { rejectedSpans: '2', errorMessage: `no ${canary.key}` } }),
      });
      const partial = await sent(...args, '--json');
      expect(partial.code).toBe(1);
      expect(JSON.parse(partial.out)).toMatchObject({ rejected: 2 });
      expect(partial.out + partial.err).not.toContain(canary.key.slice(3, 20));
      expect(receiver.received.map(({ headers }) => headers['authorization'])).toEqual(
        Array(2).fill(`Bearer ${canary.key}`),
      );
      expect(receiver.received.every(({ body }) => !body.includes(canary.key))).toBe(true);
    } finally {
      delete process.env['VOXTALLY_TEST_OTLP'];
    }
  });

  it('tries again where the receiver is busy', async () => {
    receiver.answers.push({ status: 503, body: 'busy', headers: { 'retry-after': '0' } });
    expect((await sent('06-truncation', '--to', url)).code).toBe(0);
    expect(receiver.received.length).toBe(2);
  });

  it.each([
    [['--to', 'http://collector.example.com:4318'], 'http://collector.example.com:4318 would be sent to unencrypted.'],
    [['--to', `https://user:hunter2345@collector.example.com`], 'an address with a secret in it'],
    [['--to', 'collector'], 'collector is no address.'],
    [[], '--format otlp needs --to URL.'],
    [['--to', 'https://x.example.com', '--out', 'x'], '--format otlp writes no file.'],
    [
      ['--to', 'https://x.example.com', '--headers-from', 'NOT_SET_ANYWHERE'],
      'The variable NOT_SET_ANYWHERE is not set.',
    ],
    [
      ['--to', 'https://x.example.com', '--headers-from', 'a b'],
      '--headers-from is the name of an environment variable.',
    ],
  ])('refuses %j before anything is sent', async (args, sentence) => {
    const ran = await sent('06-truncation', ...args);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(sentence);
    expect(ran.err).not.toContain('hunter2345');
  });

  it('keeps the path of an address that has one', () => {
    const read = otlpAddress('https://collector.example.com/otlp/traces');
    expect(read.ok && read.to.pathname).toBe('/otlp/traces');
  });
});
