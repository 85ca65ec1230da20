import { benchError } from '../../../shared/errors.ts';
import { asString, atPath, type JsonObject } from '../../../shared/json.ts';
import { createItem } from '../../../shared/protocol/client-events/conversation.ts';
import { functionOutput } from '../../../shared/protocol/client-events/items.ts';
import { createResponse } from '../../../shared/protocol/client-events/response.ts';
import { at, findLastIndex, toArray } from '../../../shared/session/chunk-list.ts';
import type { CallView } from '../../../shared/session/calls/call-view.ts';
import { answerFor, type ToolAnswers } from '../../../shared/session/tools/tool-answers.ts';
import type { BargeInParts } from './barge-in.ts';

/** A model may call again and again, and each round is charged: after so many answers in a row a person has to look. */
const mostInARow = 20;

/** Calls answered from the table since a person last said or typed something. */
function answeredInARow({ view }: BargeInParts): number {
  const items = toArray(view().items);
  const since = items.findLastIndex((item) => item.role === 'user' && item.kind === 'message');
  const recent = new Set(items.slice(since + 1).map((item) => item.id));
  return toArray(view().calls).filter((call) => call.answeredBy !== null && recent.has(call.itemId)).length;
}

const looping = benchError('refused', `${mostInARow} calls in a row were answered from the table.`, {
  nextStep: 'The model may be calling without end, and every round is charged. This call waits for a result of yours.',
});

/** The calls of one response that wait for a result. */
const openCalls = ({ view }: BargeInParts, responseId: string): CallView[] =>
  toArray(view().calls).filter((call) => call.responseId === responseId && call.status !== 'answered');

/**
 * Answers the calls of a response that is done, as far as the table has answers, and asks for the next response once
 * none of them waits for a person. Out of band nothing is answered: a result would land in a conversation that never
 * saw the call.
 */
export function answerCalls(parts: BargeInParts, event: JsonObject, answers: ToolAnswers): void {
  const responseId = asString(atPath(event, 'response.id')) ?? '';
  const { responses } = parts.view();
  const response = at(
    responses,
    findLastIndex(responses, ({ id }) => id === responseId),
  );
  if (response === undefined || response.outOfBand || response.status !== 'completed') return;
  let sent = 0;
  for (const call of openCalls(parts, responseId)) {
    const answer = answerFor(call, answers);
    if (answer === null) continue;
    if (answeredInARow(parts) >= mostInARow) return parts.bench({ type: 'bench.error', error: looping });
    parts.bench({ type: 'bench.tool', callId: call.callId, by: answer.by });
    parts.send(createItem(functionOutput(call.callId, answer.output)));
    sent += 1;
  }
  if (sent > 0 && openCalls(parts, responseId).length === 0) parts.send(createResponse());
}
