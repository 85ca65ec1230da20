import { describe, expect, it } from 'vitest';
import type { LiveSession } from '../../../electron/engine/session/live-session.ts';
import { SessionSlot } from '../../../electron/engine/session/session-slot.ts';
import { ok } from '../../../shared/kit/errors.ts';

/** As much of a session as the slot looks at. */
function aSession(): { session: LiveSession; end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { session: { ended } as unknown as LiveSession, end };
}

describe('the one session of a bench', () => {
  it('is waited for at the end of the bench while its record is being made, so that it is ended in order', async () => {
    const slot = new SessionSlot();
    const { session } = aSession();
    expect(slot.reserve()).toEqual({ ok: true });
    let made: () => void = () => undefined;
    const record = new Promise<void>((resolve) => (made = resolve));
    const begun = slot.begin(async () => {
      await record;
      slot.occupy(session);
      return ok({});
    });
    let closed: LiveSession | null | undefined;
    const closing = slot.close().then((live) => (closed = live));
    await Promise.resolve();
    expect(closed).toBeUndefined();
    made();
    await Promise.all([begun, closing]);
    expect(closed).toBe(session);
  });

  it('is none where a start comes to nothing meanwhile, and none begins after that', async () => {
    const slot = new SessionSlot();
    slot.reserve();
    const begun = slot.begin(() => Promise.reject(new Error('disk'))).catch(() => 'failed');
    expect(await slot.close()).toBeNull();
    expect(await begun).toBe('failed');
    let ran = false;
    const late = await slot.begin(() => {
      ran = true;
      return Promise.resolve(ok({}));
    });
    expect(late).toMatchObject({ ok: false, error: { message: 'The bench is closing, so no session was started.' } });
    expect(ran).toBe(false);
    expect(slot.reserve()).toMatchObject({ ok: false });
  });

  it('is one at a time, and the next may begin once it has ended', async () => {
    const slot = new SessionSlot();
    const { session, end } = aSession();
    slot.reserve();
    expect(slot.reserve()).toMatchObject({ ok: false, error: { reason: 'session-active' } });
    await slot.begin(() => {
      slot.occupy(session);
      return Promise.resolve(ok({}));
    });
    slot.giveBack();
    expect(slot.live).toBe(session);
    end();
    await session.ended;
    await Promise.resolve();
    expect(slot.live).toBeNull();
    expect(slot.reserve()).toEqual({ ok: true });
  });
});
