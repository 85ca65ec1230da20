import type { OpenAiUsage, OpenAiUsageRow } from '../../billing/openai/usage.ts';
import type { Witness } from '../../billing/witness.ts';
import { utcDayOf } from '../../kit/dates.ts';
import { assertNever, ok, type Result } from '../../kit/errors.ts';
import { count, plural } from '../../kit/numbers.ts';
import { type Reported, withMetrics } from './evidence.ts';
import { ofOneResource, type ResourceScope } from './metrics-resource.ts';

/** A model's name without its date, and the date. */
function datedName(name: string): { readonly model: string; readonly date: string | null } {
  const [, model = '', date = null] = /^(.*?)(?:-(\d{4}-\d{2}-\d{2}))?$/.exec(name.toLowerCase()) ?? [];
  return { model, date };
}

/** Whether two names can mean one model: a name without a date means any version. */
function isSameModel(one: string, other: string): boolean {
  const [a, b] = [datedName(one), datedName(other)];
  return a.model === b.model && (a.date === null || b.date === null || a.date === b.date);
}

const isRealtime = ({ model }: OpenAiUsageRow): boolean => model !== null && /(?:^|-)realtime(?:-|$)/i.test(model);

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
const modelsOf = (rows: readonly OpenAiUsageRow[]): string[] => unique(rows.flatMap(({ model }) => model ?? []));
const daysOf = (rows: readonly OpenAiUsageRow[]): string[] => unique(rows.map(({ fromMs }) => utcDayOf(fromMs)));

/** Counts a response that ends just after its session. */
const lateMs = 120_000;

/** The counts that speak of what was reported, and why others do not. */
function ownRows(
  { rows }: OpenAiUsage,
  { windows = [], models }: Reported,
): { readonly own: readonly OpenAiUsageRow[]; readonly notes: readonly string[] } {
  const inTime = rows.filter(
    ({ fromMs, toMs }) =>
      windows.length === 0 || windows.some((window) => fromMs <= window.toMs + lateMs && toMs > window.fromMs),
  );
  const outside = rows.filter((row) => !inTime.includes(row));
  const notes =
    outside.length === 0
      ? []
      : [
          `Usage that OpenAI counted outside the time of the sessions is no evidence, and left out: ${daysOf(outside).join(', ')}.`,
        ];
  const spoken = models.length > 0 ? models : modelsOf(inTime.filter(isRealtime));
  const own = inTime.filter(({ model }) => model !== null && spoken.some((name) => isSameModel(name, model)));
  const others = modelsOf(inTime.filter((row) => !own.includes(row)));
  const named = modelsOf(own);
  if (inTime.length > 0 && inTime.every(({ model }) => model === null)) {
    return {
      own: [],
      notes: [...notes, 'OpenAI’s usage is not split by model, so it is no evidence. Group it by model.'],
    };
  }
  if (others.length > 0) notes.push(`Usage of other models is no evidence, and left out: ${others.join(', ')}.`);
  if (models.length === 0 && named.length > 1) {
    return {
      own: [],
      notes: [
        ...notes,
        `OpenAI’s usage has ${named.join(' and ')}, and what was pasted names no model: it is no evidence.`,
      ],
    };
  }
  if (windows.length === 0 && daysOf(own).length > 1) {
    const days = daysOf(own);
    return {
      own: [],
      notes: [
        ...notes,
        `OpenAI’s usage spans ${days[0]} to ${days.at(-1)}, and what was pasted names no day: it is no evidence. Give one day of it.`,
      ],
    };
  }
  return { own, notes };
}

const sumOf = (rows: readonly OpenAiUsageRow[], of: (row: OpenAiUsageRow) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);

/** `229 in (128 cached, 110 audio), 537 out (420 audio)`. */
function tokensText(rows: readonly OpenAiUsageRow[]): string {
  const audioKnown = rows.every(({ audioInput }) => audioInput !== null);
  const audio = audioKnown
    ? `${count(sumOf(rows, ({ audioInput }) => audioInput ?? 0))} audio`
    : 'how much of it audio is not clear';
  const cached = `${count(sumOf(rows, ({ cachedInput }) => cachedInput))} cached`;
  return (
    `${count(sumOf(rows, ({ input }) => input))} in (${cached}, ${audio}), ` +
    `${count(sumOf(rows, ({ output }) => output))} out (${count(sumOf(rows, ({ audioOutput }) => audioOutput))} audio)`
  );
}

/** How the counted tokens stand to those that were reported. */
function besideReport(rows: readonly OpenAiUsageRow[], { turns }: Reported): string {
  const total = (of: (turn: Reported['turns'][number]) => number): number =>
    turns.reduce((sum, turn) => sum + of(turn), 0);
  const responses = plural(turns.length, 'response');
  const pairs = [
    [responses, sumOf(rows, ({ requests }) => requests), turns.length],
    ['in', sumOf(rows, ({ input }) => input), total(({ audioIn, textIn }) => audioIn + textIn)],
    [
      'cached',
      sumOf(rows, ({ cachedInput }) => cachedInput),
      total(({ audioCached, textCached, cachedUnsplit = 0 }) => audioCached + textCached + cachedUnsplit),
    ],
    ['out', sumOf(rows, ({ output }) => output), total(({ audioOut, textOut }) => audioOut + textOut)],
    ['audio out', sumOf(rows, ({ audioOutput }) => audioOutput), total(({ audioOut }) => audioOut)],
  ] as const;
  const apart = pairs.filter(([, counted, told]) => counted !== told);
  const words = apart.map(([what, , told]) => (what === responses ? responses : `${count(told)} ${what}`));
  return apart.length === 0 ? 'That is what was reported' : `Reported are ${words.join(', ')}`;
}

/** What was reported with the requests and tokens that OpenAI counted for the same model and time. */
function withOpenAiUsage(reported: Reported, usage: OpenAiUsage): Reported {
  const timed = usage.rows.filter(({ seconds }) => seconds !== null);
  const { own, notes } = ownRows({ ...usage, rows: usage.rows.filter(({ seconds }) => seconds === null) }, reported);
  const transcribed = timed.map(
    ({ model, seconds, fromMs }) =>
      `OpenAI counts ${plural(seconds ?? 0, 'second')} of audio for ${model ?? 'transcription'} on ${utcDayOf(fromMs)}.`,
  );
  const beside = [...reported.notes, ...usage.notes, ...notes, ...transcribed];
  if (own.length === 0) return { ...reported, notes: beside };
  const requests = sumOf(own, (row) => row.requests);
  const log = reported.log ?? { responsesCreated: null, responsesReported: reported.turns.length };
  const text = `OpenAI counts ${plural(requests, 'request')} of ${modelsOf(own).join(' and ')} on ${daysOf(own).join(', ')}: ${tokensText(own)}.`;
  return {
    ...reported,
    log: { ...log, requests: { count: requests, source: 'OpenAI' } },
    notes: [
      ...beside,
      `${text} ${besideReport(own, reported)}. It is no bill, and has every session of the model in that time.`,
    ],
  };
}

/**
 * What was reported with what the service itself counted beside it: how many inferences ran is settled by its requests. Refuses
 * metrics of several resources, where nothing says which of them is compared.
 * @param scope beside the resources that the sessions spoke to: what a person chose, and the resources on the bill
 */
export function withWitness(
  reported: Reported,
  witness: Witness,
  scope: Omit<ResourceScope, 'spokenTo'>,
): Result<{ reported: Reported }> {
  switch (witness.kind) {
    case 'azure': {
      const own = ofOneResource(witness.metrics, { ...scope, spokenTo: reported.resources });
      return own.ok ? ok({ reported: withMetrics(reported, own.metrics) }) : own;
    }
    case 'openai':
      return ok({ reported: withOpenAiUsage(reported, witness.usage) });
    default:
      return assertNever(witness, 'Kind of witness');
  }
}
