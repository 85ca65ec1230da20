import { describe, expect, it } from 'vitest';
import type { LiveSession } from '../../../electron/engine/session/live-session.ts';
import { SessionSlot, type StartTicket } from '../../../electron/engine/session/session-slot.ts';
import { ok } from '../../../shared/kit/errors.ts';

/** As much of a session as the slot looks at. */
function aSession(): { session: LiveSession; end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { session: { ended } as unknown as LiveSession, end };
}

/** The slot, taken for a start. */
function reserved(slot: SessionSlot): StartTicket {
  const answer = slot.reserve();
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.ticket;
}

/** A session whose record is being made until `made` is called. */
function beginning(slot: SessionSlot, ticket: StartTicket, session: LiveSession) {
  let made: () => void = () => undefined;
  const record = new Promise<void>((resolve) => (made = resolve));
  const begun = slot.begin(ticket, async () => {
    await record;
    slot.occupy(session);
    return ok({});
  });
  return { made, begun };
}

describe('the one session of a bench', () => {
  it('is waited for at the end of the bench while its record is being made, so that it is ended in order', async () => {
    const slot = new SessionSlot();
    const { session } = aSession();
    const ticket = reserved(slot);
    const { made, begun } = beginning(slot, ticket, session);
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
    const ticket = reserved(slot);
    const begun = slot.begin(ticket, () => Promise.reject(new Error('disk'))).catch(() => 'failed');
    expect(await slot.close()).toBeNull();
    expect(await begun).toBe('failed');
    let ran = false;
    const late = await slot.begin(ticket, () => {
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
    const ticket = reserved(slot);
    expect(slot.reserve()).toMatchObject({ ok: false, error: { reason: 'session-active' } });
    await slot.begin(ticket, () => {
      slot.occupy(session);
      return Promise.resolve(ok({}));
    });
    slot.giveBack(ticket);
    expect(slot.live).toBe(session);
    end();
    await session.ended;
    await Promise.resolve();
    expect(slot.live).toBeNull();
    expect(slot.reserve()).toMatchObject({ ok: true });
  });

  it('is free at once where its start is called off, which begins none however late, and takes nothing from the next', async () => {
    const slot = new SessionSlot();
    const first = reserved(slot);
    await slot.callOff();
    const second = reserved(slot);
    let ran = false;
    const late = await slot.begin(first, () => {
      ran = true;
      return Promise.resolve(ok({}));
    });
    expect(late).toMatchObject({ ok: false, error: { reason: 'no-session' } });
    expect(ran).toBe(false);
    slot.giveBack(first);
    expect(slot.reserve()).toMatchObject({ ok: false, error: { reason: 'session-active' } });
    expect(await slot.begin(second, () => Promise.resolve(ok({})))).toEqual({ ok: true });
  });

  it('is there to be ended where it was being made as the start was called off', async () => {
    const slot = new SessionSlot();
    const { session } = aSession();
    const ticket = reserved(slot);
    const { made, begun } = beginning(slot, ticket, session);
    const off = slot.callOff();
    made();
    await Promise.all([begun, off]);
    expect(slot.live).toBe(session);
  });
});
