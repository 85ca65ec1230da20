import { assertNever } from '../../../shared/assert-never.ts';
import { usageOf } from '../../../shared/usage/realtime-usage.ts';
import { noTokens, spokenTokens } from '../../../shared/usage/rules/rules.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Session } from '../session.ts';
import { sumOf } from '../usage/reading.ts';
import { answerReads, zeroUsage } from './report-usage.ts';
import { wireResponse, type RunningResponse } from './running.ts';

/** What the further run produces: a second, shorter answer that nobody hears. */
const hiddenAudioMs = 10_550;
const hiddenTextTokens = 64;

/** The misbehaviour that the `hidden_response` switch asks for: the model runs once more over the finished conversation. */
export function runHidden(session: Session, finished: RunningResponse): void {
  const { hidden_response: how } = session.switches;
  if (how === '0') return;
  const { rules, model, deployment } = session;
  const { prompt, reads: before } = finished.context;
  const reads = [...before, ...answerReads(session, finished)];
  const sum = sumOf(reads);
  const charged = usageOf(
    { ...sum, text: prompt.tokens + sum.text },
    session.switches.cache ? deployment.cache.find(model, rules, prompt, reads) : noTokens,
    { text: hiddenTextTokens, audio: spokenTokens(rules, hiddenAudioMs) },
  );
  const { bill } = deployment;
  switch (how) {
    case '1':
      bill.charge(session.id, model, { responseId: null, charged, reported: null });
      return;
    case 'zero': {
      const shown: RunningResponse = { ...finished, id: session.ids.named('resp'), outputs: [] };
      const reported: JsonObject = zeroUsage();
      session.send('response.created', { response: wireResponse(shown, null, null) });
      session.send('response.done', { response: wireResponse(shown, { status: 'completed' }, reported) });
      bill.charge(session.id, model, { responseId: shown.id, charged, reported });
      return;
    }
    default:
      assertNever(how, 'Hidden response');
  }
}
