import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeEvents, type EventsTally } from '../../../electron/engine/handing-on/write-events.ts';
import { redactSession } from '../../../electron/engine/handing-on/redact-session.ts';
import { startSimulator } from '../../../electron/simulator/server.ts';
import { assetsFolder, startBench, startSession } from '../support/bench.ts';
import { sessionObject, startDeployment } from '../support/deployment.ts';
import { tone } from '../support/audio.ts';
import { frameMark, startRecordingProxy } from '../support/recording-proxy.ts';
import { Talk } from '../support/talk.ts';
import { until } from '../support/until.ts';

let work = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-events-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

interface Line {
  readonly from?: string;
  readonly frame?: string;
  readonly base64?: string;
  readonly held?: string;
  readonly incomplete?: string;
}

/** The export of a session's folder, and how many bytes were the most in one piece. */
async function exported(folder: string): Promise<{ lines: Line[]; tally: EventsTally; largest: number }> {
  const pieces: Uint8Array[] = [];
  const written = await writeEvents(folder, async (bytes) => void pieces.push(bytes));
  if (!written.ok) throw new Error(written.error.message);
  const text = Buffer.concat(pieces).toString('utf8');
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.trimEnd().split('\n');
  return {
    lines: lines.map((line) => JSON.parse(line) as Line),
    tally: written.tally,
    largest: Math.max(...pieces.map(({ length }) => length)),
  };
}

/** Fingerprints of the frames that one side sent, as the export has them. */
const marksOf = (lines: readonly Line[], side: string): string[] =>
  lines.flatMap(({ from, frame, base64 }) =>
    from !== side
      ? []
      : frame !== undefined
        ? [frameMark(Buffer.from(frame), false)]
        : base64 !== undefined
          ? [frameMark(Buffer.from(base64, 'base64'), true)]
          : ['incomplete'],
  );

describe('events as JSONL', () => {
  it('are the frames that a proxy on the way saw, byte for byte, in both directions', async () => {
    const simulator = await startSimulator({ assetsFolder, seed: 3 });
    const service = new URL(simulator.url);
    const proxy = await startRecordingProxy(`ws://${service.host}`);
    const talk = await Talk.begin({ ...simulator, url: `${proxy.url}${service.pathname}` });
    const pcm = tone(1500);
    await talk.speak(new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2));
    await talk.answer();
    await talk.type('And now in writing, with “quotes” and a line\nbreak.');
    await talk.answer({ output_modalities: ['text'] });
    await talk.end();
    const folder = join(talk.bench.dataFolder, 'sessions', talk.bench.client.header?.sessionId ?? '');
    const { lines, tally } = await exported(folder);
    expect(tally).toMatchObject({
      incomplete: 0,
      notes: [],
      frames: proxy.seen.client.length + proxy.seen.server.length,
    });
    expect(marksOf(lines, 'client')).toEqual(proxy.seen.client);
    expect(marksOf(lines, 'server')).toEqual(proxy.seen.server);
    // Sound went both ways, and stands in the lines themselves.
    expect(proxy.seen.client.length).toBeGreaterThan(4);
    expect(lines.some(({ frame = '' }) => /"delta":"[A-Za-z0-9+/]{1000,}/.test(frame))).toBe(true);

    const copy = await redactSession(folder, join(work, 'copy'));
    if (!copy.ok) throw new Error(copy.error.message);
    const redacted = await exported(copy.copy.folder);
    expect(redacted.tally.notes[0]).toContain('redacted copy');
    await proxy.close();
    await simulator.close();
  });

  it('keep line breaks, binary frames and what is no JSON, and say of a frame whose sound is gone that it is not whole', async () => {
    const odd = [
      `{\n  "type": "session.updated",\r\n  "session": ${JSON.stringify(sessionObject())},\n  "big": 1.0\n}`,
      'not JSON at all, with "quotes"\n',
      '{"type":"twice","type":"twice","n":1e2}',
      `{"delta": "${tone(200).toString('base64')}" , "type":"response.output_audio.delta","response_id":"r","item_id":"i"}`,
    ];
    const deployment = await startDeployment({
      onSession: (session) => {
        session.send({ type: 'session.created', session: sessionObject() });
        for (const text of odd) session.send(text);
        session.sendBinary(Buffer.from([0, 255, 1, 254]));
        session.sendBinary(Buffer.from('{"type":"binary.json"}'));
        session.send({ type: 'last' });
      },
    });
    const bench = await startBench();
    await startSession(bench, deployment.url);
    await bench.client.event('last');
    await bench.client.api.call('session.stop', { graceMs: 0 });
    await until(() => bench.client.view.phase === 'closed', 'the session to be closed');
    await bench.engine.shutdown(0);
    const session = await deployment.session();
    const folder = join(bench.dataFolder, 'sessions', bench.client.header?.sessionId ?? '');
    const { lines } = await exported(folder);
    const server = marksOf(lines, 'server');
    const text = session.sent.map((sent) => frameMark(Buffer.from(sent), false));
    expect(server).toEqual([
      ...text.slice(0, -1),
      frameMark(Buffer.from([0, 255, 1, 254]), true),
      frameMark(Buffer.from('{"type":"binary.json"}'), true),
      ...text.slice(-1),
    ]);

    await rm(join(folder, 'output.wav'));
    const without = await exported(folder);
    expect(without.tally).toMatchObject({ incomplete: 1 });
    expect(without.tally.notes).toEqual([
      '1 frame cannot be put together as on the wire: output.wav is missing or cannot be read.',
    ]);
    const [broken] = without.lines.filter(({ incomplete }) => incomplete !== undefined);
    expect(broken?.held).toContain('"$audio"');
    await deployment.close();
  });
});
