import { documentDifference, documentMoney } from '../../../shared/kit/money-format.ts';
import { count, plural, signed } from '../../../shared/kit/numbers.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { leastForDifference, leastForP95, type NoDifference } from '../../../shared/session/latency.ts';
import type { OptionComparison } from '../../../shared/session/library/compare-options.ts';
import type { Figure, MoneyFigure, WaitFigure } from '../../../shared/session/library/compare-figures.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import type { ComparedTurn, TurnMatches } from '../../../shared/session/library/compare-turns.ts';
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

/** Why medians are not held against that of session 1, a sentence for each session without a difference. */
const waitNotes = (waits: readonly WaitFigure[]): string[] =>
  waits.flatMap(({ why }, index) =>
    why === null ? [] : [`No difference of waits between session 1 and ${index + 1}: ${noDifference[why]}.`],
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

const matchNotes = ({ by, unmatched }: TurnMatches): string[] => [
  by === 'clip' ? 'Turns are matched by the file that spoke.' : 'Turns are matched by their order.',
  ...(unmatched === 0 ? [] : [`${plural(unmatched, 'turn is', 'turns are')} not in every session.`]),
];

const money = (name: string, of: readonly MoneyFigure[]): string[] => [name, ...of.map(moneyText)];
const figures = (name: string, of: readonly Figure[]): string[] => [name, ...of.map((one) => figureText(one))];

/** A comparison as tables for a terminal. `names`: what each session is called, in order. */
export function comparisonText(comparison: Comparison, names: readonly string[]): string {
  const { sessions, options, fields, firstAudio, expected, matches } = comparison;
  const align: Align[] = ['left', ...sessions.map(() => 'right' as const)];
  const heads = sessions.map((_, index) => String(index + 1));
  const table = (title: string, rows: readonly (readonly string[])[]): string =>
    `${title}\n${textTable([['', ...heads], ...rows], align)}`;
  const listed = sessions.map(({ sessionId, startedAt, deployment }, index) =>
    visibleLine(`${index + 1}  ${names[index] ?? sessionId}, ${startedAt}, ${deployment}, ${sessionId}`),
  );
  const set =
    options.different.length === 0
      ? []
      : [
          table(
            'Set differently',
            options.different.map(({ label, values }) => [label, ...values.map(({ text }) => text ?? none)]),
          ),
        ];
  const usage = table('What came of it, in brackets less session 1', [
    figures('Responses created', comparison.responses),
    figures('of them never reported', comparison.notReported),
    figures('of them requested by the client', comparison.asked),
    ...fields.map(({ label, unit, figures: of }) => [
      unit === 'seconds' ? `${label}, s` : label,
      ...of.map((one) => figureText(one, one.about)),
    ]),
    money('Reported', comparison.reported),
    money('Expected, low end', expected),
    money('May be billed on top, at most', comparison.ifBilled),
    money('Low end a turn', comparison.perTurn),
    money('Low end a minute', comparison.perMinute),
  ]);
  const waits = table('First audio', [
    ['Median', ...firstAudio.map(waitText)],
    ['Least to most', ...firstAudio.map(spreadText)],
    ['p95', ...firstAudio.map(p95Text)],
  ]);
  const turns =
    matches.matches.length === 0
      ? []
      : [
          table(
            'Turn by turn: cost, wait for the first audio',
            matches.matches.map(({ clip, turns: numbers }, index) => [
              clip === null ? `Turn ${index + 1}` : clip,
              ...numbers.map((number, at) =>
                turnText(turnOf(sessions[at]?.turns ?? [], number), expected[at]?.currency ?? ''),
              ),
            ]),
          ),
        ];
  const parts = [
    listed.join('\n'),
    ...set,
    optionNotes(options).join('\n'),
    usage,
    waits,
    ...(firstAudio.some(({ why }) => why !== null) ? [waitNotes(firstAudio).join('\n')] : []),
    ...turns,
    matchNotes(matches).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
