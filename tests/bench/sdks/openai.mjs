// @ts-check
import { AzureOpenAI, OpenAI } from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { base, failed, finish, mode, sound, tally, typed } from './tally.mjs';

/*
 * A turn by the `openai` package: its client of OpenAI, or with `azure` as a further argument that of Azure. Both insist on TLS.
 */

const key = 'simulated';
const model = 'gpt-realtime-mini';
const azure = process.argv.includes('azure');
const kit = azure
  ? await OpenAIRealtimeWS.azure(
      new AzureOpenAI({ baseURL: `${base}/openai`, apiKey: key, apiVersion: '2025-04-01-preview' }),
      { deploymentName: model },
    )
  : new OpenAIRealtimeWS({ model }, new OpenAI({ baseURL: `${base}/v1`, apiKey: key }));

let answered = 0;
kit.on('event', () => (tally.events += 1));
kit.on('error', failed);
kit.on('response.output_text.delta', ({ delta }) => (answered += delta.length));
kit.on('response.output_audio.delta', ({ delta }) => (answered += delta.length));
kit.on('response.done', ({ response }) => {
  if (response.status === 'completed' && answered > 0) tally.turns += 1;
  else failed(response.status_details);
  // What follows the end of a response is counted, too.
  setTimeout(finish, 200);
});
kit.on('session.created', () => {
  if (mode === 'text') {
    kit.send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] } });
    const content = [{ type: /** @type {const} */ ('input_text'), text: typed }];
    kit.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
    kit.send({ type: 'response.create' });
    return;
  }
  const samples = sound();
  for (let at = 0; at < samples.length; at += 2400) {
    const piece = samples.slice(at, at + 2400);
    kit.send({ type: 'input_audio_buffer.append', audio: Buffer.from(piece.buffer).toString('base64') });
  }
});
