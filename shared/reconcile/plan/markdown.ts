import { markdownRow, markdownText } from '../../foreign/markdown.ts';
import type { ExperimentPlan, PlanCell } from './plan.ts';
import { groups } from '../phrases.ts';
import { letterOf } from './letters.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [markdownRow(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(markdownRow)].join('\n');
}

function cellBlock(cell: PlanCell, number: number): string {
  const parts = [
    `### ${number}. ${cell.change}${cell.needed ? '' : ' (optional)'}`,
    cell.steps.map((step) => `- ${step}`).join('\n'),
    ...(cell.predictions.length > 0 && cell.kind !== 'cause'
      ? [
          `Beyond what the run reports, the bill would show:`,
          table(
            ['Story', 'audio in', 'text in', 'for an answer as long as before'],
            cell.predictions.map((one, index) => [
              letterOf(index),
              one.audioFormula,
              one.textFormula,
              `${one.audioIn === null ? 'any' : groups(one.audioIn)} audio, ${one.textIn === null ? 'any' : groups(one.textIn)} text`,
            ]),
          ),
          ...(cell.splits.length === 0 ? [] : [`Tells apart: ${cell.splits.join('; ')}.`]),
        ]
      : []),
    ...(cell.outcomes.length > 0
      ? [cell.outcomes.map(({ sees, means }) => `- If it shows ${sees}: ${means}.`).join('\n')]
      : []),
  ];
  return parts.join('\n\n');
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** The plan as a document to work by. */
export function planMarkdown(plan: ExperimentPlan): string {
  const parts = [
    `# Experiment plan: ${markdownText(plan.model)}`,
    markdownText(plan.finding),
    '## Stories to tell apart',
    plan.stories.length === 0
      ? 'No story is left to choose between.'
      : table(
          ['Story', 'Rank', 'What it says'],
          plan.stories.map(({ letter, rank, statement }) => [letter, String(rank), statement]),
        ),
    '`ain`, `aout`: audio tokens in and out of the run. `B`: its prompt, in text tokens. `tout`: its text out. `w`, `a`: the o200k tokens of both transcripts.',
    '## Isolation',
    list(plan.isolation),
    '## Runs',
    ...plan.cells.map((cell, index) => cellBlock(cell, index + 1)),
    ...(plan.unseparatedBecause.length === 0
      ? []
      : ['## Not told apart by any of these', list(plan.unseparatedBecause)]),
    '## Afterwards',
    list(plan.afterwards),
  ];
  return `${parts.join('\n\n')}\n`;
}
