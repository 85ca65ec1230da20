import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOfRefusal, outcomeHelp, outcomeOf, outcomeRows } from '../../../electron/cli/output/run-outcome.ts';
import { printReport } from '../../../electron/cli/output/print-session.ts';
import { reportOf } from '../../../electron/cli/output/session-report.ts';
import { TurnWatch } from '../../../electron/cli/output/turn-watch.ts';
import { last } from '../../../shared/kit/chunk-list.ts';
import { benchError } from '../../../shared/kit/errors.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { shipped } from '../pricing/books.ts';
import { header, LogWriter } from '../session/log.ts';

const vad = { type: 'server_vad' };
const session = (detection: JsonObject | null = vad, more: JsonObject = {}): JsonObject => ({
  type: 'realtime',
  output_modalities: ['audio'],
  audio: { input: { turn_detection: detection, transcription: { model: 'hears' } } },
  ...more,
});
const writing = (): LogWriter =>
  new LogWriter()
    .bench({ type: 'bench.connected', handshakeMs: 1 })
    .server('session.created', { session: session(vad, { type: 'transcription' }) });

const begun = (): LogWriter =>
  new LogWriter()
    .bench({ type: 'bench.connected', handshakeMs: 1 })
    .server('session.created', { session: session() })
    .speak(100);

const turn = (log: LogWriter, id = 'u1', heard = true): LogWriter => {
  log
    .server('input_audio_buffer.speech_started', { item_id: id, audio_start_ms: 0 })
    .server('input_audio_buffer.speech_stopped', { item_id: id, audio_end_ms: 80 })
    .server('input_audio_buffer.committed', { item_id: id });
  const transcript = { item_id: id, transcript: 'Hello.', usage: { type: 'duration', seconds: 1 } };
  return heard ? log.server('conversation.item.input_audio_transcription.completed', transcript) : log;
};

const delta = { $audio: { file: 'output.wav', offset: 44, length: 960 } };
const answer = (log: LogWriter, done: JsonObject = { status: 'completed' }, audio = true): LogWriter => {
  log
    .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
    .server('response.output_item.added', {
      response_id: 'r1',
      item: { id: 'a1', type: 'message', role: 'assistant' },
    });
  if (audio) log.server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta });
  return log.server('response.done', { response: { id: 'r1', usage: null, ...done } });
};

const through = (log: LogWriter): LogWriter =>
  log.bench({ type: 'bench.input.ended', label: 'question.wav', sentMs: 100 });
const closed = (
  log: LogWriter,
  by: 'person' | 'service' | 'budget' = 'person',
  code = 1000,
  reason = '',
): SessionView =>
  foldSession(
    header,
    log.bench({ type: 'bench.closing', by, graceMs: 0 }).bench({
      type: 'bench.closed',
      code,
      reason,
      explanation: 'Said why.',
      openResponses: [],
      openTranscriptions: [],
    }).entries,
  );

const failed = (code: string): JsonObject => ({
  status: 'failed',
  status_details: { type: 'failed', error: { type: 'server_error', code, message: 'It broke.' } },
});
const refusal = (code: string): JsonObject => ({
  error: { type: 'invalid_request_error', code, message: 'Refused.', param: null, event_id: 'e1' },
});

/** A session for every row of the table, and what is said of it. */
const cases: readonly [name: string, SessionView, string][] = [
  ['key', closed(begun(), 'service', 3000, 'invalid_api_key'), 'Said why. (close code 3000)'],
  ['model', closed(begun(), 'service', 4004, 'model_not_found'), 'Said why. (close code 4004)'],
  ['quota', closed(through(answer(turn(begun()), failed('insufficient_quota')))), 'R1: insufficient_quota'],
  ['closed', closed(begun(), 'service', 1011, 'gone'), 'ended before the run was through'],
  ['budget', closed(answer(turn(begun())), 'budget'), 'The budget was used up'],
  [
    'options',
    closed(
      through(
        answer(
          turn(
            new LogWriter()
              .bench({ type: 'bench.connected', handshakeMs: 1 })
              .server('session.created', { session: session() })
              .client('session.update', { event_id: 'e1', session: { audio: { output: { voice: 'nobody' } } } })
              .server('error', refusal('invalid_value'))
              .speak(100),
          ),
        ),
      ),
    ),
    'voice alloy to nobody: refused. The service said: Refused.',
  ],
  [
    'response',
    closed(through(answer(turn(begun()), failed('server_error')))),
    'R1 failed: server_error (server_error)',
  ],
  ['response', closed(through(answer(turn(begun()), { status: 'expired' }))), 'R1 ended as expired'],
  ['unanswered', closed(through(turn(begun()))), 'Turn 1, at 0.2 s, was never answered; the session waited'],
  ['no-audio', closed(through(answer(turn(begun()), { status: 'completed' }, false))), 'R1 was to speak'],
  [
    'transcription',
    closed(
      through(
        answer(
          turn(begun(), 'u1', false).server('conversation.item.input_audio_transcription.failed', {
            item_id: 'u1',
            error: { type: 'invalid_request_error', code: 'DeploymentNotFound', message: 'None here.' },
          }),
        ),
      ),
    ),
    'Turn 1, at 0.2 s, was not transcribed: DeploymentNotFound (invalid_request_error): None here.',
  ],
  ['no-speech', closed(through(begun())), 'The service heard no speech in the file.'],
  [
    'no-turn',
    closed(through(begun()).server('error', { error: { type: 'server_error', message: 'It broke.' } })),
    'The service answered server_error. It broke.',
  ],
];

/** What a microphone is opened with. */
const settings = {
  sampleRateHz: 48_000,
  channels: 1,
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

describe('how a session came out', () => {
  it.each(cases)('%s has its code and says what happened', (name, view, sentence) => {
    const outcome = outcomeOf(view);
    expect(outcome.name).toBe(name);
    expect(outcome.code).toBe(outcomeRows.find((row) => row.name === name)?.code);
    expect(outcome.failures.map(({ text }) => text).join('\n')).toContain(sentence);
  });

  it('has a case for every row, whose codes are all different and none of every command', () => {
    expect(new Set(cases.map(([name]) => name))).toEqual(new Set(outcomeRows.map(({ name }) => name)));
    const codes = outcomeRows.map(({ code }) => code);
    expect(new Set([0, 1, 2, ...codes]).size).toBe(codes.length + 3);
    const page = readFileSync(new URL('../../../docs/exit-codes.md', import.meta.url), 'utf8');
    for (const { code, name, meaning } of outcomeRows) {
      expect(outcomeHelp).toContain(`${code} ${meaning}`);
      expect(page).toContain(`| ${code} | ${name} | ${meaning} |`);
    }
  });

  it('is done where every turn was answered, and where the service says goodbye after that', () => {
    const done = { code: 0, name: 'done', failures: [] };
    expect(outcomeOf(closed(through(answer(turn(begun())))))).toEqual(done);
    expect(outcomeOf(closed(through(answer(turn(begun()))), 'service'))).toEqual(done);
  });

  it('names the first that applies and tells all', () => {
    const { name, failures } = outcomeOf(closed(through(turn(begun(), 'u1', false)), 'service', 3000));
    expect(name).toBe('key');
    expect(failures.map((one) => one.name)).toEqual(['key', 'closed', 'unanswered', 'transcription']);
  });

  const byHand = (): LogWriter =>
    new LogWriter()
      .bench({ type: 'bench.connected', handshakeMs: 1 })
      .server('session.created', { session: session(null, { type: 'transcription' }) });
  const failures = (view: SessionView): readonly string[] =>
    outcomeOf(view).failures.map(({ name, text }) => `${name}: ${text}`);
  const refusedCommit = { error: { code: 'input_audio_buffer_commit_empty', message: 'Too small.' } };

  it.each([
    ['of a code for the buffer', { code: 'input_audio_buffer_commit_empty' }, 'input_audio_buffer_commit_empty. No.'],
    ['that minds the audio', { code: 'odd', param: 'audio' }, 'odd. No. It minds audio.'],
    ['that names the commit', { code: 'odd', event_id: 'c1' }, 'odd. No.'],
  ])('tells of a commit that was refused, by an error %s, also where a turn came before it', (_how, error, told) => {
    const commit = (log: LogWriter): LogWriter =>
      through(log.speak(200))
        .client('input_audio_buffer.commit', { event_id: 'c1' })
        .server('error', { error: { ...error, message: 'No.' } });
    expect(failures(closed(commit(byHand())))).toEqual([`no-turn: The service answered ${told}`]);
    expect(failures(closed(commit(turn(byHand().speak(100)))))).toEqual([`no-turn: The service answered ${told}`]);
  });

  it('does not count a commit of next to nothing behind a turn, and tells of one that was never answered', () => {
    const again = through(turn(byHand().speak(100)).speak(60)).client('input_audio_buffer.commit', {});
    expect(failures(closed(again.server('error', refusedCommit)))).toEqual([]);
    const silent = through(byHand().speak(200)).client('input_audio_buffer.commit', {});
    expect(failures(closed(silent))).toEqual([expect.stringMatching(/^no-turn: The commit at .* was never answered/)]);
  });

  it('goes by what a commit was to take when it was asked for, whatever was sent before it was refused', () => {
    const commit = (ms: number): LogWriter =>
      turn(byHand().speak(100))
        .speak(ms)
        .client('input_audio_buffer.commit', {})
        .speak(500)
        .server('error', refusedCommit);
    expect(failures(closed(commit(80)))).toEqual([]);
    expect(failures(closed(commit(100)))).toEqual([expect.stringContaining('no-turn: The service answered')]);
  });

  it('misses nothing in a session by microphone that a person ended before it could come, as the alarms do not', () => {
    const live = (log: LogWriter): LogWriter =>
      log.bench({ type: 'bench.input.opened', kind: 'microphone', label: 'Mic', settings });
    const spoken = (): LogWriter => turn(live(begun()));
    const committed = (): LogWriter => live(byHand().speak(200)).client('input_audio_buffer.commit', {});
    const alarmed = (view: SessionView): boolean => view.alarms.chunks.flat().some(({ kind }) => kind === 'unanswered');
    const missed = [expect.stringMatching(/^unanswered: Turn 1, at .* was never answered/)];
    const untaken = [expect.stringMatching(/^no-turn: The commit at .* was never answered/)];
    for (const [log, told] of [
      [spoken, missed],
      [committed, untaken],
    ] as const) {
      expect(failures(closed(log()))).toEqual([]);
      expect(failures(closed(log().speak(3000)))).toEqual(told);
      expect(failures(closed(log(), 'budget')).slice(1)).toEqual(told);
    }
    expect([closed(spoken()), closed(spoken().speak(3000)), closed(through(turn(begun())))].map(alarmed)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is not through while files wait, and never cut short where a microphone speaks', () => {
    const waits = through(answer(turn(begun()))).bench({ type: 'bench.input.queued', waiting: ['two.wav'] });
    expect(outcomeOf(closed(waits, 'service')).name).toBe('closed');
    const quiet = through(begun()).bench({ type: 'bench.input.queued', waiting: ['two.wav'] });
    expect(failures(closed(quiet))).toEqual([]);
    const live = answer(
      turn(begun().bench({ type: 'bench.input.opened', kind: 'microphone', label: 'Mic', settings })),
    );
    expect(failures(closed(live, 'service'))).toEqual([]);
  });

  it('tells every answer without audio, and takes no word of the service for a kind of its own', () => {
    const second = turn(answer(turn(begun()), undefined, false).speak(2000), 'u2')
      .server('response.created', { response: { id: 'r2', conversation_id: 'c' } })
      .server('response.done', { response: { id: 'r2', usage: null, status: 'completed' } });
    expect(failures(closed(through(second)))).toEqual([
      'no-audio: R1 was to speak, was completed, and sent no audio.',
      'no-audio: R2 was to speak, was completed, and sent no audio.',
    ]);
    expect(failures(closed(through(answer(turn(begun()))).server('error', refusal('answer-without-audio'))))).toEqual(
      [],
    );
  });

  it('puts what ended the run from outside first, and prints the exit code of a run alone', () => {
    const view = closed(through(turn(begun())));
    const ends = [{ name: 'interrupted', text: 'The run was interrupted.' }] as const;
    expect(outcomeOf(view, ends)).toMatchObject({ code: 1, name: 'interrupted', failures: [ends[0], { code: 10 }] });
    const report = reportOf(view, bookOnDay(shipped('2026-10-09'), '2026-11-23'), '', [], ends);
    expect(printReport(report, true)).toContain('Failed, exit code 1 (interrupted)\n');
    expect(printReport(report)).toContain('Failed\n');
    expect(printReport(report)).not.toContain('exit code');
    expect(printReport(report).match(/was never answered/g)).toHaveLength(1);
  });

  it('prints each failure once, and alarms that are none beside', () => {
    const transcript = { item_id: 'u1', error: { code: 'DeploymentNotFound', message: 'None here.' } };
    const log = through(
      answer(
        turn(begun(), 'u1', false).server('conversation.item.input_audio_transcription.failed', transcript),
        failed('server_error'),
      ),
    ).server('error', refusal('beside'));
    const report = reportOf(closed(log), bookOnDay(shipped('2026-10-09'), '2026-11-23'), '');
    const print = printReport(report, true);
    const [, notes = ''] = print.split('To know\n');
    const [known = '', told = ''] = notes.split('Failed, exit code');
    expect(known).toContain('The service answered beside');
    expect(known).not.toMatch(/R1 failed|Transcription failed/);
    expect(told).toMatch(/R1 failed[^]*was not transcribed: DeploymentNotFound/);
  });

  it('does not say that nothing was heard where something else explains it', () => {
    const heard = (view: SessionView): string[] => outcomeOf(view).failures.map(({ name }) => name);
    expect(heard(closed(through(begun()), 'service', 4004))).toEqual(['model', 'closed']);
    expect(heard(closed(through(begun()).server('error', refusal('invalid_api_key'))))).toEqual(['key']);
    expect(heard(closed(begun()))).toEqual([]);
    expect(heard(closed(through(answer(turn(begun())))))).toEqual([]);
  });

  it('of an answer that the limit of tokens cut is no failure, of one that the filter stopped is one', () => {
    const cut = (reason: string): number =>
      outcomeOf(closed(through(answer(turn(begun()), { status: 'incomplete', status_details: { reason } })))).code;
    expect([cut('max_output_tokens'), cut('content_filter')]).toEqual([0, 9]);
  });

  it('tells a first turn that got no answer though the second did', () => {
    const log = turn(turn(begun()).speak(2000), 'u2');
    const view = closed(through(answer(log)));
    expect(last(view.responses)?.cause).toMatchObject({ kind: 'turn', itemId: 'u2' });
    expect(outcomeOf(view).failures.map(({ text }) => text)).toEqual([
      expect.stringContaining('Turn 1, at 0.2 s, was never answered') as string,
    ]);
  });

  it('of a refusal at the start goes by its reason', () => {
    const codes = (['not-authorised', 'deployment-not-found', 'rate-limited', 'unreachable'] as const).map((reason) =>
      codeOfRefusal(benchError(reason, 'No.')),
    );
    expect(codes).toEqual([3, 4, 5, 1]);
  });
});

describe('a run', () => {
  const next = (log: LogWriter, atMs: number, turns: number | null = null, answerMs = 30_000): string => {
    const watch = new TurnWatch(turns, answerMs);
    watch.begin(header);
    watch.take(log.entries, 0);
    return watch.next(atMs);
  };

  it('waits for the answer to a turn as long as it was told, and then gives up', () => {
    const log = through(turn(begun()));
    expect([next(log, 5000), next(log, 29_000), next(log, 31_000)]).toEqual(['wait', 'wait', 'stop']);
    expect([next(log, 1600, null, 1000), next(log, 1400, null, 1000)]).toEqual(['stop', 'wait']);
    expect([next(log, 65_000, null, 120_000), next(log, 121_000, null, 120_000)]).toEqual(['wait', 'stop']);
  });

  it('does not wait for an answer that nobody is to give', () => {
    const quiet = new LogWriter()
      .bench({ type: 'bench.connected', handshakeMs: 1 })
      .server('session.created', { session: session({ ...vad, create_response: false }) })
      .speak(100);
    expect(next(through(turn(quiet)), 5000)).toBe('stop');
    expect(outcomeOf(closed(through(turn(quiet)))).code).toBe(0);
  });

  it('that only transcribes counts transcripts as turns, waits for no answer and misses none', () => {
    expect(next(turn(writing().speak(100)), 0, 1)).toBe('stop');
    expect(next(turn(writing().speak(100), 'u1', false), 0, 1)).toBe('wait');
    const lost = turn(writing().speak(100), 'u1', false).server('conversation.item.input_audio_transcription.failed', {
      item_id: 'u1',
      error: null,
    });
    expect(next(lost, 0, 1)).toBe('stop');
    expect(next(through(turn(writing().speak(100))), 5000)).toBe('stop');
    expect(outcomeOf(closed(through(turn(writing().speak(100))))).code).toBe(0);
    expect(outcomeOf(closed(through(lost))).name).toBe('transcription');
  });
});
