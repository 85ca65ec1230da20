import type { NamedReport } from './documents.ts';
import { markdownTable } from './markdown.ts';

/** The experiments as data: which single change tells which stories apart. */
export const planJson = ({ name, report, at }: NamedReport) => ({
  voxtally: 1,
  name,
  writtenAt: at,
  finding: report.finding,
  stories: report.explanations.map(({ rank, statement }) => ({ rank, statement })),
  experiments: report.experiments,
});

/** The experiments as a plan that a person can follow. */
export function planMarkdown({ name, report, at }: NamedReport): string {
  const { experiments, explanations, finding } = report;
  const stories = explanations.map(({ rank, statement }, index) => `${letter(index)} (rank ${rank}): ${statement}`);
  const blocks = [
    `# Plan: ${name}`,
    `Written ${at}. ${finding.headline} ${finding.open}`,
    '## Stories to tell apart',
    stories.map((line) => `- ${line}`).join('\n'),
  ];
  if (experiments.length === 0) blocks.push('No single change tells these stories apart.');
  for (const [index, one] of experiments.entries()) {
    blocks.push(
      `## Run ${index + 1}: ${one.change}`,
      one.isolation,
      markdownTable(
        ['Story', 'Audio in beyond the report', 'Text in beyond the report'],
        one.predictions.map((prediction, at) => [letter(at), String(prediction.audioIn), String(prediction.textIn)]),
      ),
      `Tells apart: ${one.splits.map(([a, b]) => `${letter(a)} and ${letter(b)}`).join(', ')}.`,
    );
  }
  return `${blocks.join('\n\n')}\n`;
}

/** A, B, C … for the stories of a report, in their order. */
export const letter = (index: number): string =>
  index < 26 ? String.fromCodePoint(65 + index) : `${letter(Math.floor(index / 26) - 1)}${letter(index % 26)}`;
