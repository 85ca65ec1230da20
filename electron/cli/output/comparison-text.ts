import { documentDifference, documentMoney } from '../../../shared/kit/money-format.ts';
import { count, plural, signed } from '../../../shared/kit/numbers.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { leastForDifference, leastForP95, type NoDifference } from '../../../shared/session/latency.ts';
import type { OptionComparison, OptionValue } from '../../../shared/session/library/compare-options.ts';
import type {
  ComparedFigures,
  Figure,
  MoneyFigure,
  WaitFigure,
} from '../../../shared/session/library/compare-figures.ts';
import type { GroupComparison, GroupMoney, GroupTurn } from '../../../shared/session/library/compare-groups.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import type { ComparedTurn, TurnMatches } from '../../../shared/session/library/compare-turns.ts';
import { type ComparisonWords, groupsWords, sessionsWords } from '../../../shared/session/library/compare-words.ts';
import { type Align, textTable } from './terminal-text.ts';

const none = 'none';
const second = (ms: number): string => (ms / 1000).toFixed(2);

/** A value, and in brackets what it is less the one of session 1. */
const withLess = (text: string, less: string | null): string => (less === null ? text : `${text} (${less})`);

const figureText = ({ value, less }: Figure, about = false): string =>
  value === null ? none : withLess(`${about ? '~' : ''}${count(value)}`, less === null ? null : signed(less));

function moneyText({ amount, currency, about, unpriced, less }: MoneyFigure): string {
  if (amount === null) return 'unknown';
  const text = `${unpriced.length > 0 ? 'from ' : about ? '~' : ''}${documentMoney({ cost: amount, currency })}`;
  return withLess(text, less === null ? null : documentDifference({ cost: less, currency }));
}

function waitText({ spread, less }: WaitFigure): string {
  if (spread === null) return none;
  const signedLess = less === null ? null : `${less > 0 ? '+' : ''}${second(less)} s`;
  return withLess(`${second(spread.medianMs)} s`, signedLess);
}

const spreadText = ({ spread }: WaitFigure): string =>
  spread === null ? none : `${second(spread.minMs)} to ${second(spread.maxMs)} s, n ${count(spread.count)}`;

const p95Text = ({ spread }: WaitFigure): string =>
  spread === null ? none : spread.p95Ms === null ? `under ${leastForP95} too few` : `${second(spread.p95Ms)} s`;

const noDifference: Readonly<Record<NoDifference, string>> = {
  none: 'one of the two has no answer that was heard',
  few: `a difference of medians is given from ${leastForDifference} turns on each side on`,
  moments: 'the waits do not all count from the same moment',
};

/** Why medians are not held against the first, a sentence for each column without a difference. `one`: what a column is. */
const waitNotes = (waits: readonly WaitFigure[], one: 'session' | 'group'): string[] =>
  waits.flatMap(({ why }, index) =>
    why === null ? [] : [`No difference of waits between ${one} 1 and ${index + 1}: ${noDifference[why]}.`],
  );

function optionNotes({ different, equal, told }: OptionComparison): string[] {
  const same =
    different.length === 0 ? `All ${plural(equal, 'option')} equal.` : `${plural(equal, 'other option')} equal.`;
  return told ? [same] : [same, 'A service did not say what was in effect; what was asked for is compared.'];
}

const turnOf = (turns: readonly ComparedTurn[], number: number | null): ComparedTurn | undefined =>
  number === null ? undefined : turns[number - 1];

function turnMoney({ low, high, isOpen }: ComparedTurn, currency: string): string {
  if (low === null) return 'unknown';
  const text = documentMoney({ cost: low, currency });
  return isOpen && high !== null ? `${text} to ${documentMoney({ cost: high, currency })}` : text;
}

function turnText(turn: ComparedTurn | undefined, currency: string): string {
  if (turn === undefined) return none;
  const wait = turn.waitMs === null ? 'no audio' : `${second(turn.waitMs)} s`;
  return `${turnMoney(turn, currency)}, ${wait}`;
}

const matchWords: Readonly<Record<TurnMatches['by'], string>> = {
  clip: 'Turns are matched by the file that spoke.',
  order: 'Turns are matched by their order.',
};

const matchNotes = ({ by, unmatched }: TurnMatches): string[] => [
  matchWords[by],
  ...(unmatched === 0 ? [] : [`${plural(unmatched, 'turn is', 'turns are')} not in every session.`]),
];

const moneyRow = (name: string, of: readonly MoneyFigure[]): string[] => [name, ...of.map(moneyText)];
const figureRow = (name: string, of: readonly Figure[]): string[] => [name, ...of.map((one) => figureText(one))];

/** A table with a column for each session or group, headed by its number. */
function numbered(columns: number, title: string, rows: readonly (readonly string[])[]): string {
  const numbers = Array.from({ length: columns }, (_, index) => String(index + 1));
  const align: Align[] = ['left', ...numbers.map(() => 'right' as const)];
  return `${title}\n${textTable([['', ...numbers], ...rows], align)}`;
}

const optionText = ({ text, among }: OptionValue): string =>
  among.length > 0 ? `varies: ${among.join(', ')}` : (text ?? none);

const setDifferently = ({ different }: OptionComparison, columns: number): string[] =>
  different.length === 0
    ? []
    : [
        numbered(
          columns,
          'Set differently',
          different.map(({ label, values }) => [label, ...values.map(optionText)]),
        ),
      ];

/** `spreads`: rows below the low end and the low end a turn, where those are medians. */
function usageTable(figures: ComparedFigures, title: string, spreads: readonly (readonly string[])[] = []): string {
  const [whole = null, turn = null] = spreads;
  return numbered(figures.expected.length, title, [
    figureRow('Responses created', figures.responses),
    figureRow('of them never reported', figures.notReported),
    figureRow('of them requested by the client', figures.asked),
    ...figures.fields.map(({ label, unit, figures: of }) => [
      unit === 'seconds' ? `${label}, s` : label,
      ...of.map((one) => figureText(one, one.about)),
    ]),
    moneyRow('Reported', figures.reported),
    moneyRow('Expected, low end', figures.expected),
    ...(whole === null ? [] : [whole]),
    moneyRow('May be billed on top, at most', figures.ifBilled),
    moneyRow('Low end a turn', figures.perTurn),
    ...(turn === null ? [] : [turn]),
    moneyRow('Low end a minute', figures.perMinute),
  ]);
}

const waitTable = ({ firstAudio }: ComparedFigures): string =>
  numbered(firstAudio.length, 'First audio', [
    ['Median', ...firstAudio.map(waitText)],
    ['Least to most', ...firstAudio.map(spreadText)],
    ['p95', ...firstAudio.map(p95Text)],
  ]);

/** What the numbers carry, in a paragraph. */
const carried = ({ title, sentences }: ComparisonWords): string => `${title}\n${sentences.join(' ')}`;

const joined = (parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

function turnTable({ sessions, expected, matches }: Comparison): string {
  if (matches.matches.length === 0) return '';
  return numbered(
    sessions.length,
    'Turn by turn: cost, wait for the first audio',
    matches.matches.map(({ clip, turns }, index) => [
      clip === null ? `Turn ${index + 1}` : clip,
      ...turns.map((number, at) => turnText(turnOf(sessions[at]?.turns ?? [], number), expected[at]?.currency ?? '')),
    ]),
  );
}

/** A comparison as tables for a terminal. `names`: what each session is called, in order. */
export function comparisonText(comparison: Comparison, names: readonly string[]): string {
  const { sessions, options, firstAudio, matches } = comparison;
  const listed = sessions.map(({ sessionId, startedAt, deployment }, index) =>
    visibleLine(`${index + 1}  ${names[index] ?? sessionId}, ${startedAt}, ${deployment}, ${sessionId}`),
  );
  return joined([
    listed.join('\n'),
    ...setDifferently(options, sessions.length),
    optionNotes(options).join('\n'),
    usageTable(comparison, 'What came of it, in brackets less session 1'),
    waitTable(comparison),
    waitNotes(firstAudio, 'session').join('\n'),
    turnTable(comparison),
    matchNotes(matches).join('\n'),
    carried(sessionsWords(comparison)),
  ]);
}

function rangeText({ least, most, n, currency }: GroupMoney): string {
  if (least === null || most === null) return none;
  const [from, to] = [least, most].map((cost) => documentMoney({ cost, currency }));
  return `${from === to ? from : `${from} to ${to}`}, n ${count(n)}`;
}

function groupTurnText({ n, low, waitMs }: GroupTurn, currency: string): string {
  if (n === 0) return none;
  const money = low === null ? 'unknown' : documentMoney({ cost: low, currency });
  return `${money}, ${waitMs === null ? 'no audio' : `${second(waitMs)} s`}, n ${count(n)}`;
}

/** A comparison of groups as tables for a terminal. */
export function groupsText(comparison: GroupComparison): string {
  const { groups, options, expected, perTurn, firstAudio, clips, by } = comparison;
  const listed = groups.map(({ name, sessionIds, firstAt, lastAt, deployments }, index) =>
    visibleLine(
      `${index + 1}  ${name}, ${plural(sessionIds.length, 'session')}, ${firstAt} to ${lastAt}, ${deployments.join(', ')}`,
    ),
  );
  const turns =
    clips.length === 0
      ? ''
      : numbered(
          groups.length,
          'Turn by turn, medians: cost, wait for the first audio',
          clips.map((clip, at) => [
            clip ?? `Turn ${at + 1}`,
            ...groups.map((group, index) => {
              const turn = group.turns[at];
              return turn === undefined ? none : groupTurnText(turn, expected[index]?.currency ?? '');
            }),
          ]),
        );
  return joined([
    listed.join('\n'),
    ...setDifferently(options, groups.length),
    optionNotes(options).join('\n'),
    usageTable(comparison, 'Medians of the sessions, in brackets less group 1', [
      ['least to most', ...expected.map(rangeText)],
      ['least to most', ...perTurn.map(rangeText)],
    ]),
    waitTable(comparison),
    waitNotes(firstAudio, 'group').join('\n'),
    turns,
    matchWords[by],
    carried(groupsWords(comparison)),
  ]);
}
