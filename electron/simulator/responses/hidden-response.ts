import { assertNever } from '../../../shared/assert-never.ts';
import { expectedUsage, inputTokens, type ContextItem } from '../../../shared/usage/recurrence.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Session } from '../session.ts';
import { zeroUsage } from './report-usage.ts';
import { outputSoFar, wireResponse, type RunningResponse } from './running.ts';

/** What the further run produces: a second, shorter answer that nobody hears. */
const hiddenOutput = { audioMs: 10_550, textTokens: 64 };

/** The misbehaviour that the `hidden_response` switch asks for: the model runs once more over the finished conversation. */
export function runHidden(session: Session, finished: RunningResponse): void {
  const { hidden_response: how } = session.switches;
  if (how === '0') return;
  const { promptTokens, items } = finished.context;
  const output = outputSoFar(finished, session.deployment.count);
  const answer: ContextItem = finished.plan.spoken
    ? { kind: 'assistant-audio', ...output }
    : { kind: 'text', textTokens: output.textTokens };
  const context = { promptTokens, items: [...items, answer], processed: inputTokens(promptTokens, items) };
  const charged = expectedUsage(
    session.switches.cache ? context : { ...context, processed: { text: 0, audio: 0 } },
    hiddenOutput,
  );
  const { bill } = session.deployment;
  switch (how) {
    case '1':
      bill.charge(session.id, session.model, { responseId: null, charged, reported: null });
      return;
    case 'zero': {
      const shown: RunningResponse = { ...finished, id: session.ids.named('resp'), item: null };
      const reported = zeroUsage() as unknown as JsonObject;
      session.send('response.created', { response: wireResponse(shown, null, null) });
      session.send('response.done', { response: wireResponse(shown, { status: 'completed' }, reported) });
      bill.charge(session.id, session.model, { responseId: shown.id, charged, reported });
      return;
    }
    default:
      assertNever(how, 'Hidden response');
  }
}
