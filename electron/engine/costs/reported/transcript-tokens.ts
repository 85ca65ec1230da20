import type { ReportedUsage } from '../../../../shared/reconcile/reported/usage-json.ts';
import type { Turn } from '../../../../shared/reconcile/facts.ts';
import { loadTokenizer } from '../../../simulator/usage/tokens.ts';

/** The turns with the tokens of their transcripts, where the texts are there. The tokenizer is loaded only then. */
export async function withTranscripts({ turns, spoken }: ReportedUsage): Promise<readonly Turn[]> {
  if (spoken.every(({ user, answer }) => user === null && answer === null)) return turns;
  const count = await loadTokenizer();
  return turns.map((turn, index) => {
    const said = spoken[index];
    return {
      ...turn,
      userTranscript: typeof said?.user === 'string' ? count(said.user) : null,
      answerTranscript: typeof said?.answer === 'string' ? count(said.answer) : null,
    };
  });
}
