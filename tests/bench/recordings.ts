import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { families, modes, type Mode } from '../recordings/coverage.ts';
import { readFacts } from '../recordings/facts.ts';
import { judge, type FactsFile, type FieldFigures, type Figures, type Judgement } from '../recordings/judge.ts';
import { readingsOf } from '../recordings/readings.ts';
import { fields, fieldWords } from '../recordings/samples.ts';
import { atLeast, atMost, figure, unmeasured, type BenchLine, type BenchRow, type BenchTable } from './table.ts';

const fixtures = ['recorded-usage.json', 'recorded-usage-mini.json'];

/**
 * The facts to judge by, or the sentence that says what cannot be read.
 * @param paths of files; none: those of the fixtures
 */
export function factsFiles(root: string, paths: readonly string[]): Result<{ files: FactsFile[] }> {
  const wanted = paths.length > 0 ? paths : fixtures.map((name) => join('tests', 'fixtures', 'recordings', name));
  const files: FactsFile[] = [];
  for (const path of wanted) {
    let text: string;
    try {
      text = readFileSync(resolve(root, path), 'utf8');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return refuse(benchError('invalid-argument', `${path} cannot be opened: ${why}.`));
    }
    const read = readFacts(text, path);
    if (!read.ok) return read;
    files.push({ path, facts: read.facts });
  }
  return ok({ files });
}

const orNone = (row: (value: number) => BenchRow, value: number | null): BenchRow | null =>
  value === null ? null : row(value);

function line(name: string, of: Figures): BenchLine {
  return {
    name,
    cells: [
      figure('judged', of.n, ''),
      figure('exact', of.exact, ''),
      orNone((value) => figure('exact', value, '%'), of.exactPercent),
      figure('not estimated', of.missing, ''),
      orNone((value) => figure('mean error', value, ''), of.errorMean),
      orNone((value) => figure('least', value, ''), of.errorMin),
      orNone((value) => figure('most', value, ''), of.errorMax),
      orNone((value) => figure('width holds', value, '%'), of.heldPercent),
      orNone((value) => figure('median half-width', value, ''), of.medianHalfWidth),
    ],
  };
}

const linesOf = (name: string, mode: Mode, figures: FieldFigures): BenchLine[] =>
  fields.flatMap((field) =>
    figures[field].n === 0 ? [] : [line(`${name}, ${fieldWords[field]}, ${mode}`, figures[field])],
  );

const target = (row: (value: number) => BenchRow, name: string, value: number | null): BenchRow =>
  value === null ? unmeasured(name, 'no file has a response to judge it by') : row(value);

/** What is asked of the estimator over all files. */
function targets({ pooled }: Judgement, mode: Mode): BenchRow[] {
  const { input, textOutTextMode, textOutAudioMode, textOut, widths } = pooled[mode];
  const least = (words: string, value: number | null, limit: number): BenchRow =>
    target((known) => atLeast(`${words}, ${mode}`, known, '%', limit), `${words}, ${mode}`, value);
  const most = (words: string, value: number | null, limit: number): BenchRow =>
    target((known) => atMost(`${words}, ${mode}`, known, 'tokens', limit), `${words}, ${mode}`, value);
  return [
    least('input exact', input.exactPercent, 97),
    least('text out exact in text mode', textOutTextMode.exactPercent, 97),
    least('text out exact in audio mode', textOutAudioMode.exactPercent, 85),
    least('width holds, text and audio in and text out', widths.heldPercent, 95),
    most('median half-width, text and audio in together', input.medianHalfWidth, 2),
    most('median half-width, text out', textOut.medianHalfWidth, 4),
  ];
}

/** The judgement as a table: every family by itself, all together, and what is asked of it. */
function tableOf(judgement: Judgement): BenchTable {
  const { files, families: byFamily, pooled } = judgement;
  const inFiles = files.map(
    ({ path, sessions, responses }) => `${path.replaceAll('\\', '/')} (${sessions} sessions, ${responses} responses)`,
  );
  return {
    title: 'Estimates against recorded sessions',
    note: `Of every session in ${inFiles.join(' and ')} the log is made that the bench would have recorded; its fold's estimates are held against what the service reported. Visible: every report is in the log, though none counts for its own response. Blind: none is, but for the input of the first where nothing else tells the prompt. Errors are estimate less report, in tokens (of transcriptions in seconds where it says so), without reasoning; a response that should have an estimate and has none counts as wrong. Input is exact when its text and its audio both are. Families by the name of the model.`,
    grid: {
      corner: 'family, field, reports',
      lines: [
        ...families.flatMap((family) => modes.flatMap((mode) => linesOf(family, mode, byFamily[family][mode]))),
        ...modes.flatMap((mode) => linesOf('all', mode, pooled[mode])),
      ],
    },
    rows: modes.flatMap((mode) => targets(judgement, mode)),
  };
}

/** How often each rule stands behind an input that was right. */
function readingsTable(files: readonly FactsFile[]): BenchTable {
  const lines = readingsOf(files).map(({ of, family, service, exact, all }): BenchLine => ({
    name: `${of}, ${family}, ${service}`,
    cells: [figure('read', all, ''), figure('in inputs that were exact', exact, '')],
  }));
  return {
    title: 'Readings behind the counting rules',
    note: 'How often each rule of `shared/usage/rules/table.ts` for what a response reads stands behind the inputs judged above, and how often that input, text and audio together, was right to the token. One answer read by ten responses counts ten times.',
    grid: { corner: 'what is read, family, service', lines },
    rows: [],
  };
}

/** How the estimates of usage meet what real sessions reported, and by which rules. */
export const benchRecordings = (files: readonly FactsFile[]): BenchTable[] => [
  tableOf(judge(files)),
  readingsTable(files),
];

/**
 * The same as one JSON document. Members only get added:
 * - `files`, `families`, `pooled`: figures by reports (`visible`, `blind`) and field, as `Figures` of
 *   `tests/recordings/judge.ts` documents them; a file with its `path`, `sessions` and `responses`; `pooled` also with
 *   `textOut` and `widths`, on which targets are set.
 * - `targets`: `name`, `value`, `unit`, `target` (`>= 97`) and `pass` of each.
 * - `readings`: as `Readings` of `tests/recordings/readings.ts` documents them.
 * - `misses`: every estimate that is not exact, with `path`, `reports`, `session`, `family`, `response` (index; null: a
 *   transcription), `field`, `reported`, `estimate` (null: none), `halfWidth` and `held`.
 */
export function recordingsJson(files: readonly FactsFile[]): string {
  const judgement = judge(files);
  const asked = modes.flatMap((mode) => targets(judgement, mode));
  return `${JSON.stringify({ ...judgement, targets: asked, readings: readingsOf(files) }, null, 2)}\n`;
}
