import type { RulesUsed } from './answer.ts';
import type { Space } from './stories/space.ts';

const serviceNames = { azure: 'Azure', openai: 'OpenAI' } as const;

/** Which measured rules the stories go by, and how far these were seen on this service. */
export function rulesUsed({ counting, rules, places }: Pick<Space, 'counting' | 'rules' | 'places'>): RulesUsed {
  const { family, service, certain } = counting;
  const spoken = places.some(({ wrote }) => wrote === 'spoken');
  const rule = rules.reads(spoken ? 'last spoken answer' : 'written answer');
  const where = rule.seenOn.join(' and ');
  const here = rule.seenOn.some((name) => name.startsWith(serviceNames[service]));
  const guess = certain ? '' : ' The family is a guess: the model\u2019s name does not tell it.';
  const sentence =
    where === ''
      ? `Rules of the ${family} family; how an answer is read again was never recorded for it.`
      : `Rules of the ${family} family; the + ${rule.text.plus} for an answer read again was measured on ${where}${here ? '' : ` and never on ${serviceNames[service]}`}.`;
  return { family, service, certain, sentence: `${sentence}${guess}` };
}
