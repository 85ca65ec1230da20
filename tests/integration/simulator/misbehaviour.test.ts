import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { Caller, joined, question, silence, startForTests } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());

const asked = joined(question('where-is-my-parcel'), silence(1000));

/** Bytes of audio that a caller has been sent. */
const bytesIn = (caller: Caller): number =>
  caller
    .all('response.output_audio.delta')
    .reduce((sum, { delta }) => sum + Buffer.from(delta as string, 'base64').length, 0);

describe('a simulator told to misbehave', () => {
  it('cuts the line after a while, without a close frame', async () => {
    const caller = await Caller.connect(simulator, { drop_after_ms: 50 });
    expect(await caller.closed).toEqual({ code: 1006, reason: '' });
  });

  it('cuts the line in the middle of a reply', async () => {
    const caller = await Caller.connect(simulator, { drop_mid_reply: 1 });
    caller.speak(asked);
    expect((await caller.closed).code).toBe(1006);
    expect(caller.all('response.created')).toHaveLength(1);
    expect(caller.all('response.output_audio.delta').length).toBeGreaterThan(0);
    expect(caller.all('response.done')).toEqual([]);
  });

  it('sends one frame that is not JSON and one event nobody knows, and then works', async () => {
    const caller = await Caller.connect(simulator, { malformed_frame: 1 });
    caller.speak(asked);
    expect((await caller.response())['status']).toBe('completed');
    await caller.hangUp();
    expect(caller.oddFrames).toHaveLength(1);
    expect(caller.all('session.unheard_of')).toHaveLength(1);
  });

  it('stalls a reply in its middle, for as long as told', async () => {
    const stalled = await Caller.connect(simulator, { stall_ms: 3_600_000 });
    stalled.speak(asked);
    await stalled.next('response.output_audio.delta');
    // By the time another session has had the whole of the same reply, this one would have had it too.
    const other = await Caller.connect(simulator);
    other.speak(asked);
    await other.response();
    const sent = bytesIn(stalled);
    expect(bytesIn(other)).toBe(21_000 * 48);
    expect(sent).toBeLessThan(21_000 * 48);
    expect(stalled.all('response.done')).toEqual([]);
    await other.hangUp();
    await stalled.hangUp();
  });

  it('loses nothing of a reply that it stalls', async () => {
    const caller = await Caller.connect(simulator, { stall_ms: 50 });
    caller.speak(asked);
    await caller.response();
    await caller.hangUp();
    expect(bytesIn(caller)).toBe(21_000 * 48);
  });

  it('ends a session that has run out: an error, then the close', async () => {
    const caller = await Caller.connect(simulator, { expires_after_ms: 100 });
    expect(await caller.closed).toMatchObject({ code: 1001 });
    expect(await caller.refusal(null)).toMatchObject({
      code: 'session_expired',
      message: expect.stringContaining('60 minutes') as unknown,
    });
  });
});

describe('a simulator that is closed', () => {
  it('cuts its sessions and frees its port', async () => {
    const shortLived = await startForTests();
    const caller = await Caller.connect(shortLived);
    await shortLived.close();
    expect((await caller.closed).code).toBe(1006);
    await expect(Caller.connect(shortLived)).rejects.toThrow(/ECONNREFUSED/);
  });
});
