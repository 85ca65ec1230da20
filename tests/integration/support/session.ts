import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../shared/kit/json.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';

export interface RecordedResponse {
  readonly id: string;
  /** null: cancelled, and nothing was reported. */
  readonly usage: JsonObject | null;
  readonly heard?: string;
  readonly said?: string;
  /** It was begun over the conversation as it stood: nobody said anything before it. */
  readonly nothingNew?: boolean;
}

/** Events of one response, from the caller's turn to its end. */
function eventsOf({ id, usage, heard, said, nothingNew = false }: RecordedResponse): JsonObject[] {
  const user = {
    id: `user_${id}`,
    type: 'message',
    role: 'user',
    status: 'completed',
    content: [{ type: 'input_audio' }],
  };
  const answer = {
    id: `answer_${id}`,
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_audio', transcript: said ?? '' }],
  };
  return [
    ...(nothingNew
      ? []
      : [
          { type: 'input_audio_buffer.committed', item_id: user.id, previous_item_id: null },
          { type: 'conversation.item.added', item: user, previous_item_id: null },
        ]),
    { type: 'response.created', response: { id, status: 'in_progress', output: [], usage: null } },
    ...(heard === undefined
      ? []
      : [
          {
            type: 'conversation.item.input_audio_transcription.completed',
            item_id: user.id,
            content_index: 0,
            transcript: heard,
            usage: { type: 'duration', seconds: 11 },
          },
        ]),
    { type: 'response.output_item.added', response_id: id, output_index: 0, item: { ...answer, content: [] } },
    ...(said === undefined
      ? []
      : [
          {
            type: 'response.output_audio_transcript.done',
            response_id: id,
            item_id: answer.id,
            output_index: 0,
            content_index: 0,
            transcript: said,
          },
        ]),
    { type: 'response.output_item.done', response_id: id, output_index: 0, item: answer },
    {
      type: 'response.done',
      response: { id, status: usage === null ? 'cancelled' : 'completed', output: [answer], usage },
    },
  ];
}

/** Writes a session's folder with these responses in its log, as the recorder would. */
export async function writeSession(
  folder: string,
  responses: readonly RecordedResponse[],
  over: Partial<SessionHeader> = {},
): Promise<string> {
  const header: SessionHeader = {
    voxtally: 1,
    app: '0.1.0',
    sessionId: '2026-03-31T14-05-33Z-contoso-voice-000001',
    startedAt: '2026-03-31T14:05:33.000Z',
    endpoint: {
      kind: 'azure',
      label: 'contoso-voice, Azure GA',
      url: 'wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=voice',
      deployment: 'voice',
      auth: 'api-key',
    },
    requested: {},
    priceBookId: 'list-2026-10-09',
    input: { kind: 'wav', name: 'question.wav' },
    ...over,
  };
  const created = { type: 'session.created', session: { id: 's', model: 'gpt-realtime-mini-2025-12-15' } };
  const lines = [created, ...responses.flatMap(eventsOf)].map((event, at) =>
    JSON.stringify({ seq: at + 1, at: header.startedAt, t: at * 100, from: 'server', bytes: 1, event }),
  );
  const at = join(folder, header.sessionId);
  await mkdir(at, { recursive: true });
  await writeFile(join(at, 'events.jsonl'), `${[JSON.stringify(header), ...lines].join('\n')}\n`);
  return at;
}
