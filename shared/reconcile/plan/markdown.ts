import { bullets, heading, markdownOf, md, paragraph, table, type Block } from '../../foreign/markdown.ts';
import type { ExperimentPlan, PlanCell } from './plan.ts';
import { groups } from '../phrases.ts';
import { letterOf } from './letters.ts';

const amount = (tokens: number | null): string => (tokens === null ? 'any' : groups(tokens));

function cellBlocks(cell: PlanCell, number: number): readonly Block[] {
  const told = cell.predictions.length > 0 && cell.kind !== 'cause';
  return [
    heading(3, `${number}. ${cell.change}${cell.needed ? '' : ' (optional)'}`),
    bullets(cell.steps),
    ...(told
      ? [
          paragraph('Beyond what the run reports, the bill would show:'),
          table(
            ['Story', 'audio in', 'text in', 'for an answer as long as before'],
            cell.predictions.map((one, index) => [
              letterOf(index),
              one.audioFormula,
              one.textFormula,
              `${amount(one.audioIn)} audio, ${amount(one.textIn)} text`,
            ]),
          ),
          ...(cell.splits.length === 0 ? [] : [paragraph(`Tells apart: ${cell.splits.join('; ')}.`)]),
        ]
      : []),
    bullets(cell.outcomes.map(({ sees, means }) => `If it shows ${sees}: ${means}.`)),
  ];
}

/** The plan as a document to work by. */
export const planMarkdown = (plan: ExperimentPlan): string =>
  markdownOf([
    heading(1, `Experiment plan: ${plan.model}`),
    paragraph(plan.finding),
    heading(2, 'Stories to tell apart'),
    plan.stories.length === 0
      ? paragraph('No story is left to choose between.')
      : table(
          ['Story', 'Rank', 'What it says'],
          plan.stories.map(({ letter, rank, statement }) => [letter, String(rank), statement]),
        ),
    paragraph(md`
\`ain\`, \`aout\`: audio tokens in and out of the run. \`B\`: its prompt, in text tokens. \`tout\`: its text out. \`w\`, \`a\`: the o200k tokens of both transcripts.
    `),
    heading(2, 'Isolation'),
    bullets(plan.isolation),
    heading(2, 'Runs'),
    ...plan.cells.flatMap((cell, index) => cellBlocks(cell, index + 1)),
    ...(plan.unseparatedBecause.length === 0
      ? []
      : [heading(2, 'Not told apart by any of these'), bullets(plan.unseparatedBecause)]),
    heading(2, 'Afterwards'),
    bullets(plan.afterwards),
  ]);
