import { echoLikeness } from '../../../shared/audio/echo-likeness.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { atWireRate, likeness, likenessOfOnsets, onset, peakBetween, startOf } from '../support/compare.ts';
import { heardFrom, listenIn } from '../support/loudspeaker.ts';
import { openingMs } from '../support/microphone.ts';
import { homeWith } from '../support/prepare.ts';
import { eventsOf, linesOf, onlySession, voiceOf } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

const withinMs = 20;
const samplesOf = (ms: number): number => Math.round(ms * 24);

test('a second question cuts the answer off, and the service is told how much of it was heard', async ({ open }) => {
  const home = await homeWith({});
  // The second question falls into the answer to the first, which lasts seven seconds.
  const { page } = await open({ home, hears: [3 * openingMs, 'change-address', 4500, 'thank-you', 60_000] });
  await listenIn(page);
  await startSession(page);
  const folder = await onlySession(home);
  const events = async (type: string) => eventsOf(await linesOf(folder), type);
  const cutOff = async () => (await events('bench.playback.stopped')).find(({ why }) => why === 'interrupted');
  await expect.poll(cutOff, { timeout: 180_000 }).toBeDefined();
  const stopped = (await cutOff()) ?? {};
  const itemId = stopped['itemId'] as string;
  const played = async () => (await events('bench.playback.started')).map((event) => event['itemId'] as string);
  const next = async () => (await played())[(await played()).indexOf(itemId) + 1];
  await expect.poll(next, { timeout: 60_000 }).toBeDefined();

  const [truncate] = await events('conversation.item.truncate');
  expect(truncate).toMatchObject({ item_id: itemId });
  const cutMs = truncate?.['audio_end_ms'] as number;
  expect(cutMs).toBeGreaterThan(100);
  expect(Math.abs(cutMs - (stopped['playedMs'] as number))).toBeLessThanOrEqual(1);
  expect(cutMs).toBeLessThan(stopped['receivedMs'] as number);
  // Somebody else's voice is no echo of the answer, however much of both was heard.
  for (const { likeness } of await events('bench.echo')) expect(likeness).toBeLessThan(echoLikeness);
  await expect(page.getByText('The assistant may hear itself')).toHaveCount(0);

  // A machine that was late puts silences into an answer, each of them recorded.
  const underruns = await events('bench.playback.underrun');
  const gapsOf = (id: string) => underruns.filter((event) => event['itemId'] === id);
  const lateMs = (id: string) => gapsOf(id).reduce((sum, event) => sum + (event['silenceMs'] as number), 0);
  // The ear hears what the output is given, and a person hears it when that has held it for its latency.
  const givenMs = cutMs + lateMs(itemId) + (stopped['latencyMs'] as number);
  const said = await voiceOf(folder, itemId);
  // One that missed the first question has answered the second one before: the file comes round.
  const before = (await played()).slice(0, (await played()).indexOf(itemId));
  const voices = await Promise.all(before.map(async (id) => ({ voice: await voiceOf(folder, id), late: lateMs(id) })));
  const fromAnswer = (heard: Float32Array): Float32Array => {
    const rest = voices.reduce(
      (left, { voice, late }) => left.subarray(startOf(left, voice) + voice.length + samplesOf(late + withinMs)),
      heard,
    );
    return rest.subarray(startOf(rest, said));
  };
  const afterCut = (answer: Float32Array) => answer.subarray(samplesOf(givenMs + withinMs));
  const heardNow = async () => fromAnswer(atWireRate(await heardFrom(page)));
  // The page takes in what was given when it has the time: all of this answer is here once the next one is.
  await expect
    .poll(async () => {
      const after = afterCut(await heardNow());
      return onset(after) < 0 ? 0 : after.length - onset(after);
    })
    .toBeGreaterThan(samplesOf(600));
  const answer = await heardNow();
  await stopSession(page);

  if (gapsOf(itemId).length === 0) expect(likeness(answer, said, 0, givenMs - withinMs)).toBeGreaterThan(0.99);
  expect(peakBetween(answer, 0, 0, givenMs - withinMs)).toBeGreaterThan(0);
  // Where it did not say in time how far it came, more was heard, and nobody knows how much.
  if (stopped['unanswered'] === true) return;
  // The loudspeaker was given the answer up to the cut, and nothing of it after: what sounds next is the next answer.
  expect(likenessOfOnsets(afterCut(answer), await voiceOf(folder, (await next()) ?? ''))).toBeGreaterThan(0.99);
});
