import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { Result } from '../../../shared/kit/errors.ts';
import { endpointOf, startBench, type TestBench } from '../support/bench.ts';
import { canariesIn, canary, spellings } from '../support/secrets.ts';
import { everythingOf, isIdle } from '../support/everything.ts';
import { eachSpelling, Planted } from '../support/places.ts';
import { httpAnswer, startCanaryService, type CanaryService } from '../support/service.ts';
import { sessionObject } from '../support/deployment.ts';
import { until } from '../support/until.ts';

let bench: TestBench | null = null;
let service: CanaryService | null = null;
afterEach(async () => {
  await bench?.engine.shutdown(0);
  if (bench !== null) await rm(bench.dataFolder, { recursive: true, force: true });
  await service?.close();
  bench = null;
  service = null;
});

/** A bench that speaks to a service with the canary as its key. */
async function begin(): Promise<{
  bench: TestBench;
  service: CanaryService;
  answers: Result[];
  readonly start: () => Promise<Result>;
}> {
  const one = await startBench({ secret: () => Promise.resolve(canary.key) });
  const other = await startCanaryService();
  bench = one;
  service = other;
  const answers: Result[] = [];
  return {
    bench: one,
    service: other,
    answers,
    start: async () => {
      const answer = await one.client.api.call('session.start', {
        endpoint: endpointOf(other.url),
        options: {},
        input: { kind: 'microphone' },
      });
      answers.push(answer);
      return answer;
    },
  };
}

const { key } = canary;

describe('a key that the service repeats', () => {
  it('in a refusal, in any header, body or line of it, is found nowhere', async () => {
    const planted = new Planted();
    const { bench: one, service: other, answers, start } = await begin();
    const bodies = {
      'body as JSON': (text: string) => JSON.stringify({ error: { code: text, message: text } }),
      'body as JSON, escaped by itself': (text: string) => `{"error":{"message":"${text}"}}`,
      'body as a page': (text: string) => `<html><body>${text}</body></html>`,
      'body as a text': (text: string) => `${text}.`,
    };
    const statuses = [302, 400, 401, 403, 404, 429, 500];
    for (const { spell, number } of eachSpelling) {
      const secret = spell(key);
      const header = (name: string, kept = false, between = ' '): string =>
        planted.put(`header ${name}`, secret, { kept, between });
      for (const [at, [place, body]] of Object.entries(bodies).entries()) {
        const status = statuses[(number + at) % statuses.length] ?? 500;
        other.next = httpAnswer(
          status,
          planted.put('reason phrase', secret),
          {
            'apim-request-id': header('apim-request-id', true),
            'x-request-id': header('x-request-id', true),
            'x-ms-region': header('x-ms-region', true),
            'retry-after': header('retry-after', true),
            location: `https://other.example/${header('location', true, '/')}?api-key=${secret}&model=${secret}#${secret}`,
            'www-authenticate': `Bearer realm="${header('www-authenticate')}"`,
            'content-type': `text/plain; charset=${header('content-type')}`,
            server: header('server'),
            'set-cookie': `a=${header('set-cookie')}`,
            [`x-${number}`]: header('of a name of its own'),
          },
          body(planted.put(place, secret, { kept: true })),
        );
        expect((await start()).ok).toBe(false);
      }
    }
    planted.expectNoneIn(await everythingOf(one, answers));
    expect([planted.places.size, planted.tries]).toEqual([15, eachSpelling.length * 4 * 12]);
  });

  it('in a handshake that is none is found nowhere', async () => {
    const planted = new Planted();
    const { bench: one, service: other, answers, start } = await begin();
    for (const { spell } of eachSpelling) {
      const secret = spell(key);
      const put = (place: string): string => planted.put(place, secret);
      const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n';
      for (const answer of [
        `${put('status line')}\r\n\r\n`,
        `HTTP/1.1 ${put('status')} OK\r\n\r\n`,
        `${upgrade}sec-websocket-accept: ${put('accept header')}\r\n\r\n`,
        `${upgrade}sec-websocket-protocol: ${put('protocol header')}\r\n\r\n`,
        `HTTP/1.1 200 OK\r\n${put('name of a header')}: 1\r\n\r\n`,
        `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${put('length of a chunk')}\r\n`,
      ]) {
        other.next = answer;
        expect((await start()).ok).toBe(false);
      }
    }
    const seen = await everythingOf(one, answers);
    // Of these nothing is handed on, so there is no word to be found.
    expect([...seen].length).toBeGreaterThan(50);
    expect(() => planted.expectNoneIn(new Map([['a leak', Buffer.from(key)]]))).toThrow('key');
    planted.expectNoSecretIn(seen);
    expect([planted.places.size, planted.tries]).toEqual([6, eachSpelling.length * 6]);
  });

  it('in the headers of an open session, in frames of any kind and in its goodbye is found nowhere', async () => {
    const planted = new Planted();
    const { bench: one, service: other, answers, start } = await begin();
    for (const { name, spell, number } of eachSpelling) {
      const secret = spell(key);
      // A bare backslash is no letter of JSON: such spellings are written as they are, others as JSON writes them.
      const quoted = name.startsWith('escapes') ? secret : JSON.stringify(secret).slice(1, -1);
      const text = (place: string): string => planted.put(place, quoted, { kept: true });
      const open = (socket: WebSocket): void => {
        const send = (frame: string): void => socket.send(frame);
        send(
          JSON.stringify({
            type: 'session.created',
            session: sessionObject({ instructions: planted.put('session', secret, { kept: true }) }),
          }),
        );
        send(
          `{"type":"error","error":{"type":"${text('type of an error')}","code":"${text('code')}","message":"${text('message')}"}}`,
        );
        send(`{"type":"${text('type')}"}`);
        send(`{"type":"x.y","${text('name of a member')}":1}`);
        send(`{"type":"response.created","response":{"id":"r${number}"}}`);
        send(`{"type":"response.output_text.done","response_id":"r${number}","text":"${text('whole text')}"}`);
        send(
          `{"type":"conversation.item.added","item":{"id":"i","type":"message","role":"user","content":[{"type":"input_text","text":"${text('item')}"}]}}`,
        );
        send(`{"type":"rate_limits.updated","rate_limits":[{"name":"${text('rate limit')}"}]}`);
        send(planted.put('no JSON', secret, { kept: true }));
        send(`{"type":"broken","x":"${text('JSON that is cut')}`);
        for (const cut of [1, 3, 7]) sendInPieces(socket, planted, key, cut, `r${number}`);
        sendAudio(socket, planted, key, `r${number}`);
        socket.send(Buffer.from(planted.put('binary', secret), 'latin1'), { binary: true });
        socket.send(Buffer.from(planted.put('binary in UTF-16', key), 'utf16le'), { binary: true });
        send(JSON.stringify({ type: 'rate_limits.updated', rate_limits: [], event_id: 'last' }));
        socket.close(4000 + number, planted.put('goodbye', secret.slice(0, 100), { kept: true }));
      };
      other.next = {
        headers: [
          `apim-request-id: ${planted.put('header of the opening', secret, { kept: true })}`,
          `x-ms-region: ${planted.put('region of the opening', secret, { kept: true })}`,
        ],
        onSession: open,
      };
      const opened = await start();
      expect(opened.ok, JSON.stringify(opened)).toBe(true);
      await until(() => isIdle(one), 'the end of the session');
    }
    planted.expectNoneIn(await everythingOf(one, answers));
    expect(planted.places.size).toBe(22);
  });
});

const deltaTypes = [
  'conversation.item.input_audio_transcription.delta',
  'response.output_text.delta',
  'response.output_audio_transcript.delta',
  'response.function_call_arguments.delta',
  'unheard.of.delta',
];

/** The key in pieces of `cut` letters, in streams of every kind at once, its word before it. */
function sendInPieces(socket: WebSocket, planted: Planted, secret: string, cut: number, response: string): void {
  const pieces = secret.match(new RegExp(`.{1,${cut}}`, 'g')) ?? [];
  const streams = deltaTypes.map((type) => ({ type, item_id: `item-${cut}`, response_id: response, content_index: 0 }));
  for (const stream of streams) {
    const word = planted.put(`pieces of ${stream.type}`, '', { kept: true });
    socket.send(JSON.stringify({ ...stream, delta: word }));
  }
  for (const delta of pieces) for (const stream of streams) socket.send(JSON.stringify({ ...stream, delta }));
}

/** Audio whose bytes hold the key at each place in the groups of three, as a stretch of samples. */
function sendAudio(socket: WebSocket, planted: Planted, secret: string, response: string): void {
  for (const before of [600, 601, 602]) {
    const word = planted.put('audio', '');
    const pcm = Buffer.concat([Buffer.alloc(before, 7), Buffer.from(secret), Buffer.alloc(700, 9)]);
    const even = pcm.subarray(0, pcm.length - (pcm.length % 2));
    socket.send(
      JSON.stringify({
        type: 'response.output_audio.delta',
        response_id: response,
        item_id: word,
        delta: even.toString('base64'),
      }),
    );
  }
}

describe('the search', () => {
  it('finds every spelling, in texts of one and of two bytes a letter', () => {
    for (const secret of [canary.key, canary.token, canary.password]) {
      for (const [name, spell] of Object.entries(spellings)) {
        const text = `before ${spell(secret)} behind`;
        expect([name, canariesIn(Buffer.from(text)).length > 0]).toEqual([name, true]);
        expect(canariesIn(Buffer.from(text, 'utf16le'))).not.toEqual([]);
      }
    }
    expect(canariesIn(Buffer.from('nothing of the kind'))).toEqual([]);
  });
});
