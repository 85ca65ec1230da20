import { samplesOf } from '../audio/time.ts';
import type { Item } from '../conversation/item.ts';
import type { Session } from '../session.ts';
import { chooseCall } from './choose-call.ts';
import { chooseReply } from './choose-reply.ts';
import { limitPlan, planSpoken, planTokens, planWritten, usualRuns, type PartPlan } from './plan.ts';
import { reasoningTokens } from './reasoning.ts';
import type { RunningResponse } from './running.ts';
import type { ScriptedPart } from './script.ts';
import type { ResponseSettings } from './settings.ts';

function scripted({ rules, deployment }: Session, part: ScriptedPart): PartPlan {
  switch (part.kind) {
    case 'called':
      return part;
    case 'written':
      return planWritten(part.text);
    case 'spoken': {
      const pcm24k = new Int16Array(samplesOf(part.audioMs));
      return planSpoken(part.text, pcm24k, part.runs ?? usualRuns(part.text, pcm24k, rules, deployment.count), rules);
    }
  }
}

/** The parts as far as a number of tokens carries them; a call is never cut. */
function limited({ rules, deployment }: Session, parts: readonly PartPlan[], maxTokens: number): PartPlan[] {
  const fitting: PartPlan[] = [];
  let left = maxTokens;
  for (const part of parts) {
    const plan = part.kind === 'called' ? part : limitPlan(part, left, rules, deployment.count);
    fitting.push(plan);
    if (plan.kind === 'called') continue;
    if (plan.limited) break;
    left -= planTokens(plan, rules, deployment.count);
  }
  return fitting;
}

/** Decides what a response over `items` thinks and puts out: what the script says, a call, or a reply. */
export function chooseAnswer(
  session: Session,
  settings: ResponseSettings,
  items: readonly Item[],
): Pick<RunningResponse, 'toCome' | 'thoughts' | 'staysOpen'> {
  const written = session.deployment.script.next();
  const usual = reasoningTokens(session.family, settings.reasoningEffort);
  const thoughts = usual === null ? null : (written?.reasoningTokens ?? usual);
  const parts: PartPlan[] = written?.parts.map((part) => scripted(session, part)) ?? [
    chooseCall(settings, items, session.deployment.library) ?? chooseReply(session, settings, items),
  ];
  const { maxOutputTokens } = settings;
  return {
    toCome: maxOutputTokens === 'inf' ? parts : limited(session, parts, maxOutputTokens - (thoughts ?? 0)),
    thoughts,
    staysOpen: written?.staysOpen === true,
  };
}
