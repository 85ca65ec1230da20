import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { foldLog, readHeader } from '../../../electron/engine/record/read-log.ts';
import { startBench, startSession } from '../support/bench.ts';
import { startDeployment, type Deployment } from '../support/deployment.ts';

let deployment: Deployment | null = null;
afterEach(async () => {
  await deployment?.close();
  deployment = null;
});

const deep = `{"type":"response.done","response":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;

/** What no deployment should send. */
const hostile: readonly (object | string)[] = [
  '{"type":',
  '',
  'null',
  '[1,2]',
  '"text"',
  '{"type":7}',
  '{"type":"response.done"}',
  '{"type":"error"}',
  '{"type":"error","error":null}',
  '{"__proto__":{"polluted":1},"type":"session.updated","session":{"__proto__":{"polluted":1}}}',
  '{"type":"\\ud800","usage":{"constructor":5}}',
  deep,
  { type: 'x'.repeat(10_000_000) },
  { type: 'response.output_audio.delta', response_id: 'never', item_id: 'never', delta: `${'A'.repeat(200)}!` },
  { type: 'response.output_audio.delta', response_id: 'never', item_id: 'never', delta: 'AAAA'.repeat(100) },
  { type: 'response.done', response: { id: 'never', status: 'completed', usage: { total_tokens: -7, x: [1e308] } } },
  { type: 'conversation.item.deleted', item_id: 'twice' },
  { type: 'conversation.item.deleted', item_id: 'twice' },
  { type: 'rate_limits.updated', rate_limits: 'none' },
];

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a session with a deployment that sends anything', () => {
  it('goes on, records all of it, and replays to the view of the live window', async () => {
    deployment = await startDeployment();
    const bench = await startBench();
    const sessionId = await startSession(bench, deployment.url);
    const session = await deployment.session();
    for (const frame of hostile) session.send(frame);
    session.sendBinary(Uint8Array.of(0, 255, 254));
    session.send({ type: 'rate_limits.updated', event_id: 'last', rate_limits: [] });
    await bench.client.event('rate_limits.updated', 2);
    await bench.client.api.call('session.stop', { graceMs: 0 });
    await bench.client.event('bench.closed');
    const live = bench.client.view;
    await bench.engine.shutdown(0);

    const log = join(bench.dataFolder, 'sessions', sessionId, 'events.jsonl');
    expect(await foldLog(log, await readHeader(log))).toEqual(live);
    expect(live.counts.server).toBe(hostile.length + 3);
    expect(await readFile(log, 'utf8')).toContain(deep.replaceAll('"', String.raw`\"`));
    expect('polluted' in {}).toBe(false);
  });

  it('is folded anew where its summary was made by another fold of the same version', async () => {
    deployment = await startDeployment();
    const bench = await startBench();
    const sessionId = await startSession(bench, deployment.url);
    await bench.client.event('session.created');
    await bench.client.api.call('session.stop', { graceMs: 0 });
    await bench.client.event('bench.closed');
    await bench.engine.shutdown(0);

    const path = join(bench.dataFolder, 'sessions', sessionId, 'summary.json');
    const summary = JSON.parse(await readFile(path, 'utf8')) as Record<'fold' | 'view' | 'check' | 'digest', unknown>;
    for (const fold of [undefined, 'another']) {
      const { view: _view, check: _check, digest: _digest, ...head } = { ...summary, fold };
      const text = JSON.stringify(head).slice(0, -1);
      const whole = `${text},"check":"${sha256(text)}",\n"view":{"seq":${bench.client.view.seq}}`;
      await writeFile(path, `${whole},\n"digest":"${sha256(whole)}"}\n`);
      const again = await startBench({ dataFolder: bench.dataFolder });
      const opened = await again.client.api.call('session.attach', { sessionId });
      expect(opened.ok && opened.view).toEqual({
        ...bench.client.view,
        record: expect.objectContaining({ digest: 'intact' }),
      });
      await again.engine.shutdown(0);
    }
  });
});
