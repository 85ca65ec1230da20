import { emptySession, reduceSession } from '../../shared/session/fold/fold.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { LogWriter } from '../unit/session/log.ts';
import { atLeast, atMost, figure, type BenchTable } from './table.ts';

const entriesWanted = 250_000;
const usage = {
  total_tokens: 766,
  input_tokens: 229,
  output_tokens: 537,
  input_token_details: { text_tokens: 119, audio_tokens: 110 },
  output_token_details: { text_tokens: 117, audio_tokens: 420 },
};

/** A log as an hour of conversation makes it: 20 ms of voice an entry, a turn every 7.5 s, texts counted behind their answers. */
export function hourLog(): LogEntry[] {
  // Frames keep the time; what the service says comes between two of them.
  const log = new LogWriter(20, 0);
  log.server('session.created', { session: { type: 'realtime', instructions: 'Be brief.' } });
  log.bench({ type: 'bench.tokens', part: 'instructions', ofSeq: 1, itemId: null, characters: 9, tokens: 3 });
  let sentMs = 0;
  const speak = (ms: number): void => {
    log.speak(ms);
    sentMs += ms;
  };
  for (let turn = 1; log.entries.length < entriesWanted; turn += 1) {
    const [r, a, u] = [`resp_${turn}`, `answer_${turn}`, `user_${turn}`];
    log.server('input_audio_buffer.speech_started', { item_id: u, audio_start_ms: sentMs });
    speak(6000);
    log
      .server('input_audio_buffer.speech_stopped', { item_id: u, audio_end_ms: sentMs - 500 })
      .server('input_audio_buffer.committed', { item_id: u });
    log.server('response.created', { response: { id: r } });
    log.server('response.output_item.added', {
      response_id: r,
      item: { id: a, type: 'message', role: 'assistant', content: [] },
    });
    for (let delta = 0; delta < 60; delta += 1) {
      log.server('response.output_audio.delta', {
        response_id: r,
        item_id: a,
        delta: { $audio: { file: 'output.wav', offset: 44, length: 9600 } },
      });
      log.server('response.output_audio_transcript.delta', { response_id: r, item_id: a, delta: 'word ' });
      speak(20);
    }
    log.server('response.done', { response: { id: r, status: 'completed', usage } });
    log.bench({
      type: 'bench.tokens',
      part: 'text',
      ofSeq: log.entries.length,
      itemId: a,
      characters: 300,
      tokens: 61,
    });
  }
  return log.entries;
}

/** The fold over an hour's log: over all of it, and over its last tenth, where anything that copies what grows would show. */
export function benchFold(): BenchTable {
  const entries = hourLog();
  const tail = Math.floor(entries.length * 0.9);
  let view = emptySession(null);
  for (const entry of entries) view = reduceSession(view, entry);
  view = emptySession(null);
  const start = performance.now();
  for (let i = 0; i < tail; i += 1) view = reduceSession(view, entries[i] as LogEntry);
  const middle = performance.now();
  for (let i = tail; i < entries.length; i += 1) view = reduceSession(view, entries[i] as LogEntry);
  const end = performance.now();
  return {
    title: 'Session fold',
    note: `${entries.length.toLocaleString('en')} entries with ${view.responses.length} responses, folded twice; the second run is shown.`,
    rows: [
      atLeast('all entries', (entries.length / (end - start)) * 1000, 'entries/s', 200_000),
      atLeast('the last tenth alone', ((entries.length - tail) / (end - middle)) * 1000, 'entries/s', 200_000),
      atMost('whole log', (end - start) / 1000, 's', 5),
      figure('view as JSON', JSON.stringify(view).length / 1024, 'KB'),
    ],
  };
}
