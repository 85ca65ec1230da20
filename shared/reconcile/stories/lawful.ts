import { estimatedRuns, msPerAnswerToken, type RuleSet } from '../../usage/rules/rules.ts';

/** Audio tokens for each transcript token of whole spoken answers, least and most, in tests/fixtures/recordings. */
const audioPerTranscriptToken = { least: 2.8, most: 20.4 } as const;

/** Whether outputs are those of one answer, by the rules for what an answer puts out. */
export interface Lawful {
  readonly lawful: boolean;
  /** Transcript or text tokens of the answer, and what its frame costs; null: none fit. */
  readonly content: number | null;
  readonly frame: number;
  readonly seconds: number;
}

/** Reads two outputs as those of one answer. */
export function oneAnswer(rules: RuleSet, audioOut: number, textOut: number): Lawful {
  const seconds = (audioOut * msPerAnswerToken) / 1000;
  if (audioOut === 0) {
    const { plus } = rules.writes.written;
    const content = textOut - plus;
    return { lawful: content > 0, content: content > 0 ? content : null, frame: plus, seconds };
  }
  const { plus, plusPerRun } = rules.writes.spoken;
  for (let content = Math.max(0, textOut - plus - plusPerRun); content > 0; content -= 1) {
    const frame = plus + plusPerRun * estimatedRuns(rules, content, audioOut);
    if (content + frame !== textOut) continue;
    const pace = audioOut / content;
    const lawful = pace >= audioPerTranscriptToken.least && pace <= audioPerTranscriptToken.most;
    return { lawful, content, frame, seconds };
  }
  return { lawful: false, content: null, frame: 0, seconds };
}
