import { rescueOnFault, SessionRecord } from '../../../electron/engine/record/session-record.ts';

/*
 * Records frames in one turn of the loop, voice that waits for its turn among them, and falls in the same turn, by a throw, by a
 * promise that nobody looks after or by a way out: none of them can have been written yet.
 */
const [sessionsFolder = '', how = 'throw', watched = 'watched'] = process.argv.slice(2);
const made = await SessionRecord.create({
  sessionsFolder,
  header: {
    voxtally: 1,
    app: 'test',
    sessionId: 'falls',
    startedAt: '2026-10-09T08:00:00.000Z',
    endpoint: { kind: 'custom', label: 'test', url: 'ws://127.0.0.1', deployment: 'test', auth: 'none' },
    requested: {},
    priceBookId: 'test',
    input: { kind: 'microphone', name: 'test' },
  },
  startedMs: performance.now(),
  app: 'test',
  hooks: { onShown: () => undefined, onOverflow: () => undefined, onNote: (text) => console.error(text) },
});
if (!made.ok) throw new Error(made.error.message);
const { record } = made;
if (watched === 'watched') rescueOnFault(record);
const delta = Buffer.alloc(4800, 7).toString('base64');
for (let n = 0; n < 20; n += 1) {
  record.frame(
    'server',
    JSON.stringify({ type: 'response.output_audio.delta', response_id: 'r', item_id: 'i', delta }),
  );
}
record.frame('server', JSON.stringify({ type: 'response.done', response: { id: 'r', usage: { total_tokens: 42 } } }));
for (let n = 0; n < 3; n += 1)
  record.frame('client', JSON.stringify({ type: 'input_audio_buffer.append', audio: delta }));
if (how === 'leaves') process.exit(1);
if (how === 'throw') throw new Error('falls');
void Promise.reject(new Error('falls'));
