// @ts-check
import { base, failed, finish, mode, sound, tally, typed } from './tally.mjs';

/* A turn by LiveKit's plugin. What is used of it is described here, since it is no dependency of the project. */

/**
 * @typedef {AsyncIterable<string | { text: string }>} Words
 * @typedef {{ textStream: Words, audioStream: AsyncIterable<{ samplesPerChannel: number }> }} Message
 * @typedef {{ messageStream: AsyncIterable<Message> }} Generation
 * @typedef {{ copy(): Context, addMessage(message: { role: string, content: string }): void }} Context
 * @typedef {{ on(name: string, listener: (value: unknown) => void): void, chatCtx: Context, updateChatCtx(context: Context): Promise<void>, generateReply(): Promise<Generation>, pushAudio(frame: object): void }} Session
 * @typedef {{ initializeLogger(options: { pretty: boolean, level: string }): void }} Agents
 * @typedef {{ realtime: { RealtimeModel: new (options: object) => { session(): Session } } }} Plugin
 * @typedef {{ AudioFrame: new (data: Int16Array, rateHz: number, channels: number, samples: number) => object }} Rtc
 */

const [agents, plugin, rtc] = ['@livekit/agents', '@livekit/agents-plugin-openai', '@livekit/rtc-node'];
const logging = /** @type {Agents} */ (await import(agents));
logging.initializeLogger({ pretty: false, level: 'silent' });
const { realtime } = /** @type {Plugin} */ (await import(plugin));
const { AudioFrame } = /** @type {Rtc} */ (await import(rtc));

const session = new realtime.RealtimeModel({
  model: 'gpt-realtime-mini',
  baseURL: `${base}/v1`,
  apiKey: 'simulated',
  modalities: [mode],
}).session();

/** @param {Generation} generation */
async function listen({ messageStream }) {
  let answered = 0;
  for await (const { textStream, audioStream } of messageStream) {
    for await (const words of textStream) answered += (typeof words === 'string' ? words : words.text).length;
    if (mode === 'text') continue;
    let samples = 0;
    for await (const { samplesPerChannel } of audioStream) samples += samplesPerChannel;
    if (samples === 0) failed('no sound came');
  }
  if (answered > 0) tally.turns += 1;
  else failed('no words came');
  setTimeout(finish, 200);
}

session.on('openai_server_event_received', () => (tally.events += 1));
session.on('error', (error) => failed(error instanceof Object && 'error' in error ? error.error : error));
if (mode === 'text') {
  const context = session.chatCtx.copy();
  context.addMessage({ role: 'user', content: typed });
  await session.updateChatCtx(context);
  await listen(await session.generateReply());
} else {
  session.on('generation_created', (generation) => void listen(/** @type {Generation} */ (generation)));
  const samples = sound();
  session.pushAudio(new AudioFrame(samples, 24_000, 1, samples.length));
}
