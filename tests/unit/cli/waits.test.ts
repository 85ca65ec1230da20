import { describe, expect, it } from 'vitest';
import { printReport } from '../../../electron/cli/output/print-session.ts';
import { reportOf, type SessionReport } from '../../../electron/cli/output/session-report.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { shipped } from '../pricing/books.ts';
import { header, LogWriter } from '../session/log.ts';

const book = bookOnDay(shipped('2026-10-09'), '2026-11-23');
const audio = { $audio: { file: 'output.wav', offset: 44, length: 9600 } };

/** Turns typed or committed by hand, whose answers begin after these waits. */
function report(turns: readonly (readonly [how: 'typed' | 'commit', waitMs: number])[]): SessionReport {
  const log = new LogWriter(10).server('session.created', { session: { type: 'realtime' } });
  turns.forEach(([how, waitMs], index) => {
    if (how === 'typed') log.client('conversation.item.create', { item: { type: 'message', role: 'user' } });
    else {
      log.client('input_audio_buffer.commit');
      log.server('input_audio_buffer.committed', { item_id: `u${index}` });
    }
    const before = how === 'typed' ? 10 : 20;
    log.server('response.created', { response: { id: `r${index}`, conversation_id: 'c' } });
    const delta = { type: 'response.output_audio.delta', response_id: `r${index}`, item_id: `a${index}`, delta: audio };
    log.add('server', delta, waitMs - before);
  });
  return reportOf(foldSession(header, log.entries), book, 'folder');
}

const waitsOf = (one: SessionReport): string[] => {
  const lines = printReport(one).split('\n');
  const from = lines.findIndex((line) => line.startsWith('Waits'));
  return lines.slice(from, lines.indexOf('', from));
};

describe('the waits in the report of the command line', () => {
  it('give median, least, most and number, no 95th percentile of a few, and say from when they count', () => {
    expect(
      waitsOf(
        report([
          ['typed', 900],
          ['typed', 1300],
          ['typed', 1200],
          ['typed', 1000],
        ]),
      ),
    ).toEqual([
      'Waits, counted from the message',
      '                median   least     most  n',
      '  first audio  1100 ms  900 ms  1300 ms  4',
    ]);
  });

  it('have a column for the 95th percentile of twenty', () => {
    const twenty = Array.from({ length: 20 }, (_, index) => ['typed', 1000 + index] as const);
    const printed = waitsOf(report(twenty));
    expect(printed[1]?.trim().split(/\s+/)).toEqual(['median', 'least', 'most', 'p95', 'n']);
    expect(printed[2]?.trim().split(/\s{2,}/)).toEqual([
      'first audio',
      '1010 ms',
      '1000 ms',
      '1019 ms',
      '1018 ms',
      '20',
    ]);
  });

  it('name every moment with its turns where they count from more than one', () => {
    expect(
      waitsOf(
        report([
          ['typed', 900],
          ['commit', 400],
          ['typed', 950],
        ]),
      )[0],
    ).toBe('Waits, counted from the message (2), the commit (1)');
  });

  it('are in the data with a null in place of the 95th percentile, and every turn says what named its end', () => {
    const { latency, turns } = report([
      ['typed', 900],
      ['commit', 400],
    ]);
    expect(latency.firstAudio).toEqual({ count: 2, medianMs: 650, p95Ms: null, minMs: 400, maxMs: 900 });
    expect(turns.map(({ source, endFrom }) => [source, endFrom])).toEqual([
      ['typed', 'sent'],
      ['commit', 'commit'],
    ]);
  });
});
