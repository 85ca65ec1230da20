import { describe, expect, it } from 'vitest';
import { ifBilledWords, type UnreportedResponse } from '../../../shared/reconcile/evidence/evidence.ts';
import { usageOfSession } from '../../../shared/reconcile/evidence/session-evidence.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { noWidth } from '../../../shared/usage/expected.ts';
import { header, LogWriter } from '../session/log.ts';

const second = { $audio: { file: 'output.wav', offset: 44, length: 48_000 } };

/** A response that was cancelled and said nothing of its usage, after so much of its answer. */
function cancelled(began: boolean): LogWriter {
  const log = new LogWriter().server('response.created', { response: { id: 'r1', usage: null } });
  if (began) {
    log
      .server('response.output_item.added', {
        response_id: 'r1',
        item: { id: 'a1', type: 'message', role: 'assistant' },
      })
      .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: second });
  }
  return log.server('response.done', {
    response: {
      id: 'r1',
      status: 'cancelled',
      status_details: { type: 'cancelled', reason: 'turn_detected' },
      output: [],
      usage: null,
    },
  });
}

const noteOf = (log: LogWriter): string => usageOfSession(foldSession(header, log.entries)).notes.join(' ');

describe('a response of a session that reported nothing', () => {
  it('is told with what it may come to, field by field', () => {
    const { log, notes } = usageOfSession(foldSession(header, cancelled(true).entries));
    const [response] = log.unreported ?? [];
    expect(response).toMatchObject({ basis: 'if billed', audioIn: 0, audioOut: 20, nothing: false });
    const most = 20 + (response?.width?.audioOut ?? Number.NaN);
    expect(notes[0]).toContain('(cancelled) reports no tokens');
    expect(notes[0]).toContain(` If billed: up to 0 audio in, `);
    expect(notes[0]).toContain(`, ${most} audio out, `);
  });

  it('comes to nothing where it was cancelled before its first item', () => {
    expect(noteOf(cancelled(false))).toMatch(/it is not counted\. Nothing, by the rules\.$/);
  });
});

describe('what an unreported response comes to at most', () => {
  const response: UnreportedResponse = {
    number: 2,
    status: 'cancelled',
    reason: null,
    after: 1,
    audioIn: 589,
    textIn: 246,
    audioOut: 140,
    textOut: 49,
    width: { ...noWidth, audioIn: 1, textIn: 2, audioOut: 3, textOut: 4, reasoning: 100 },
    basis: 'if billed',
  };
  it.each([
    ['is estimate and half-width', {}, 'if billed: up to 590 audio in, 248 text in, 143 audio out, 153 text out'],
    [
      'leaves out what no rule covers',
      { audioIn: null },
      'if billed: input that no counting rule covers, and up to 143 audio out, 153 text out',
    ],
    [
      'is left open where only its place is known',
      { audioIn: null, textIn: null, byPlace: true },
      'if billed: input that the log does not tell, and up to 143 audio out, 153 text out',
    ],
    [
      'was used where the connection lost the report',
      { basis: 'estimated' },
      'its report was lost; it used up to 590 audio in, 248 text in, 143 audio out, 153 text out',
    ],
    ['is nothing by the rules where it never began', { nothing: true }, 'nothing, by the rules'],
  ] as const)('%s', (_, over, words) => expect(ifBilledWords({ ...response, ...over })).toBe(words));
});
