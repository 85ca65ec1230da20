import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readJson } from '../../shared/json.ts';
import { secretOwnerSchema } from '../../shared/protocol/endpoint/credential-id.ts';
import type { KeyRing } from '../hosts/keys/key-ring.ts';
import { answerJson, answerRefusal } from './answers.ts';

const bodySchema = z.object({ owner: secretOwnerSchema, secret: z.string() });
const mostBytes = 64 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Takes a key from the page. The answer says what became of it and never repeats it. */
export async function takeSecret(request: IncomingMessage, response: ServerResponse, keys: KeyRing): Promise<void> {
  if (request.headers['content-type'] !== 'application/json') {
    return answerRefusal(response, { status: 415, message: 'A key comes as application/json.' });
  }
  const text = await bodyOf(request);
  if (text === null) return answerRefusal(response, { status: 413, message: 'That is longer than any key.' });
  const json = readJson(text);
  if (!json.ok) return answerRefusal(response, { status: 400, message: `What came ${json.problem}.` });
  const body = bodySchema.safeParse(json.value);
  if (!body.success) return answerRefusal(response, { status: 400, message: 'A key comes with what it is for.' });
  answerJson(response, await keys.put(body.data.owner, body.data.secret));
}
