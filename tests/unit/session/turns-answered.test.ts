import { describe, expect, it } from 'vitest';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { waitingTurns } from '../../../shared/session/unanswered.ts';
import { header, LogWriter } from './log.ts';

const begun = (): LogWriter =>
  new LogWriter().server('session.created', {
    session: { type: 'realtime', audio: { input: { turn_detection: { type: 'server_vad' } } } },
  });

type Step = readonly [afterMs: number, id: string];

/** Writes turns (`u1`) and beginnings of responses (`r1`), each so many milliseconds after the one before. */
function conversation(...steps: readonly Step[]): LogWriter {
  const log = begun();
  for (const [afterMs, id] of steps) {
    if (id.startsWith('u')) {
      log.add('server', { type: 'input_audio_buffer.committed', item_id: id }, afterMs);
    } else {
      log.add('server', { type: 'response.created', response: { id, conversation_id: 'c' } }, afterMs);
    }
  }
  return log;
}

function answered(log: LogWriter) {
  const view = foldSession(header, log.entries);
  return {
    pairs: toArray(view.responses).map(({ id, cause }) => `${id} ${'itemId' in cause ? cause.itemId : cause.kind}`),
    waited: toArray(view.turns).map(({ itemId, responseId }) => `${responseId} ${itemId}`),
    waits: waitingTurns(view).map(({ itemId }) => itemId),
  };
}

describe('a turn counts as passed over', () => {
  it.each<readonly [when: string, betweenMs: number, afterMs: number, answers: string]>([
    ['once it waits for more than 1.5 s and a newer one is answered within 0.5 s', 1001, 500, 'u2'],
    ['not where the newer one is answered later', 1001, 501, 'u1'],
    ['not while it waits for 1.5 s or less', 1000, 500, 'u1'],
  ])('%s', (_, betweenMs, afterMs, answers) => {
    const log = conversation([0, 'u1'], [betweenMs, 'u2'], [afterMs, 'r1']);
    expect(answered(log).pairs).toEqual([`r1 ${answers}`]);
  });
});

describe('a response that nobody asked for by an event', () => {
  it.each<readonly [how: string, steps: readonly Step[], pairs: string[], waits: string[]]>([
    [
      'answers the turn before it',
      [
        [0, 'u1'],
        [50, 'r1'],
        [4000, 'u2'],
        [50, 'r2'],
      ],
      ['r1 u1', 'r2 u2'],
      [],
    ],
    [
      'of a slow service answers the oldest turn, though another was committed meanwhile',
      [
        [0, 'u1'],
        [4000, 'u2'],
        [5000, 'r1'],
        [4000, 'r2'],
      ],
      ['r1 u1', 'r2 u2'],
      [],
    ],
    [
      'of turns in short order answers the oldest',
      [
        [0, 'u1'],
        [400, 'u2'],
        [100, 'r1'],
        [50, 'r2'],
      ],
      ['r1 u1', 'r2 u2'],
      [],
    ],
    [
      'that comes at once answers its own turn, where one before was passed over long ago',
      [
        [0, 'u1'],
        [5000, 'u2'],
        [50, 'r2'],
        [4000, 'u3'],
        [50, 'r3'],
      ],
      ['r2 u2', 'r3 u3'],
      ['u1'],
    ],
    [
      'answers none before a turn that has its answer, while another waits',
      [
        [0, 'u1'],
        [5000, 'u2'],
        [50, 'r2'],
        [4000, 'u3'],
        [9000, 'r3'],
      ],
      ['r2 u2', 'r3 u3'],
      ['u1'],
    ],
  ])('%s', (_how, steps, pairs, waits) => {
    const got = answered(conversation(...steps));
    expect({ pairs: got.pairs, waits: got.waits }).toEqual({ pairs, waits });
    // The waits that are measured go by the same.
    expect(got.waited.filter((pair) => !pair.startsWith('null'))).toEqual(pairs);
  });

  it('takes the turn that was open at its beginning, where the request it was taken for was refused', () => {
    const log = conversation([0, 'u1']).client('response.create', { event_id: 'c1' });
    log
      .add('server', { type: 'response.created', response: { id: 'r1', conversation_id: 'c' } }, 5000)
      .server('input_audio_buffer.committed', { item_id: 'u2' })
      .server('error', { error: { code: 'conversation_already_has_active_response', event_id: 'c1', message: 'No.' } });
    expect(answered(log)).toMatchObject({ pairs: ['r1 u1'], waits: ['u2'] });
  });
});
