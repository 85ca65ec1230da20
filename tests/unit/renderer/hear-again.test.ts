import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createHearAgain } from '../../../renderer/store/hear-again.ts';
import { createRun } from '../../../renderer/store/run.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header, LogWriter } from '../session/log.ts';
import { settled } from './fake-sound.ts';

/** An open session with a question and its answer, both over, and what came after them. */
function open(more: (log: LogWriter) => void = () => undefined): SessionView {
  const log = new LogWriter(1000);
  log.bench({ type: 'bench.connected', handshakeMs: 80 });
  const item = { id: 'i-r1', type: 'message', role: 'assistant', content: [{ type: 'output_audio' }] };
  log.server('response.created', { response: { id: 'r1', status: 'in_progress' } });
  log.server('response.output_item.added', { response_id: 'r1', item });
  log.bench({ type: 'bench.playback.started', itemId: 'i-r1', responseId: 'r1' });
  log.bench({ type: 'bench.playback.stopped', itemId: 'i-r1', playedMs: 1000, receivedMs: 1000, why: 'drained' });
  more(log);
  return foldSession(header, log.entries);
}

function desk(view: SessionView) {
  const told: string[] = [];
  let over: (heard: Result<{ whole: boolean }>) => void = () => undefined;
  const session = createStore<{ view: SessionView | null }>(() => ({ view }));
  const run = createRun();
  const hearAgain = createHearAgain({
    session: session as never,
    run,
    control: { hush: async (quiet) => void told.push(quiet ? 'silent' : 'open') },
    player: {
      playOf: (_, fromMs, toMs) => {
        told.push(`plays ${fromMs} to ${toMs}`);
        over(ok({ whole: false }));
        return new Promise((resolve) => (over = resolve));
      },
      stopOther: () => over(ok({ whole: false })),
    },
  });
  return { told, session, run, hearAgain, end: (heard: Result<{ whole: boolean }>) => over(heard) };
}

it('plays what was heard of an answer, the microphone silent for as long', async () => {
  const { told, hearAgain, end } = desk(open());
  void hearAgain.hear('i-r1');
  await settled();
  const [span] = open().playback.chunks.flat();
  expect(told).toEqual(['silent', `plays ${span?.startMs} to ${span?.endMs}`]);
  expect(hearAgain.getState().itemId).toBe('i-r1');
  end(ok({ whole: true }));
  await settled();
  expect(told.at(-1)).toBe('open');
  expect(hearAgain.getState()).toEqual({ itemId: null, problem: null });
});

it.each([
  [
    'the service speaks',
    (log: LogWriter) => log.bench({ type: 'bench.playback.started', itemId: 'i-r2', responseId: 'r2' }),
  ],
  [
    'the session is over',
    (log: LogWriter) =>
      log.bench({
        type: 'bench.closed',
        code: 1000,
        reason: '',
        explanation: '',
        openResponses: [],
        openTranscriptions: [],
      }),
  ],
] as const)('ends where %s, and does not begin there', async (_, more) => {
  const { told, hearAgain, session } = desk(open());
  void hearAgain.hear('i-r1');
  await settled();
  session.setState({ view: open(more) });
  await settled();
  expect(told.at(-1)).toBe('open');
  expect(hearAgain.getState().itemId).toBeNull();
  const before = told.length;
  void hearAgain.hear('i-r1');
  await settled();
  expect(told).toHaveLength(before);
});

it('ends where a person holds to talk, and says why it could not be heard', async () => {
  const { told, hearAgain, run, end } = desk(open());
  void hearAgain.hear('i-r1');
  await settled();
  run.hold();
  await settled();
  expect(told.at(-1)).toBe('open');
  run.release();
  void hearAgain.hear('i-r1');
  await settled();
  const error = benchError('disk', 'The file output.wav cannot be read.');
  end(refuse(error));
  await settled();
  expect(told.at(-1)).toBe('open');
  expect(hearAgain.getState()).toEqual({ itemId: null, problem: error });
  hearAgain.understood();
  expect(hearAgain.getState().problem).toBeNull();
});
