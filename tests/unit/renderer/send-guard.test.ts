import { expect, it } from 'vitest';
import { recordedBench } from '../../../renderer/gallery/recorded/recorded-bench.ts';
import { createSender } from '../../../renderer/store/conversation.ts';
import { createLive } from '../../../renderer/store/live.ts';
import { createSessionStore } from '../../../renderer/store/session.ts';
import { asString } from '../../../shared/kit/json.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from '../session/log.ts';

/** A window on a session in which a response runs, and what it sends. */
function whileAnswering() {
  const sent: string[] = [];
  const bench = recordedBench({
    'session.send': ({ event }) => {
      sent.push(asString(event['type']) ?? '');
      return ok({ eventId: 'event_1' });
    },
  });
  const live = createLive();
  const session = createSessionStore(
    bench,
    (run) => run(),
    () => undefined,
  );
  const log = new LogWriter()
    .bench({ type: 'bench.connected', handshakeMs: 1 })
    .server('session.created', { session: { type: 'realtime', audio: { input: { turn_detection: null } } } })
    .client('response.create', { event_id: 'ask' })
    .server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } });
  const show = (): void => session.setState({ view: foldSession(header, log.entries) });
  show();
  const ends = (): void => {
    log.server('response.done', { response: { id: 'r1', status: 'completed', usage: null } });
    show();
  };
  return { live, sent, ends, send: createSender(bench, session, live) };
}

it('says that a response is still running for as long as it is, and sends nothing by itself after that', async () => {
  const { live, sent, ends, send } = whileAnswering();
  const asked = send([{ type: 'response.create' }]);
  expect(live.getState().guard?.warnings.join()).toContain('R1 is still running');
  ends();
  expect(live.getState().guard?.warnings).toEqual([]);
  expect(sent).toEqual([]);
  live.getState().guard?.decide(true);
  expect(await asked).toMatchObject({ ok: true });
  expect(sent).toEqual(['response.create']);
  expect(live.getState().guard).toBeNull();
});

it('asks nothing again once the person has decided', async () => {
  const { live, sent, ends, send } = whileAnswering();
  const asked = send([{ type: 'response.create' }]);
  live.getState().guard?.decide(false);
  ends();
  expect(await asked).toMatchObject({ ok: false });
  expect([live.getState().guard, sent]).toEqual([null, []]);
});
