import { toArray } from '../../../shared/session/chunk-list.ts';
import { latencySummary, type LatencySummary } from '../../../shared/session/latency/summary.ts';
import type { TurnLatency } from '../../../shared/session/latency/turn-latency.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { knownTotal, type CostLine } from '../../../shared/pricing/cost.ts';
import { highEnd, sessionCosts } from '../../../shared/costs/session-costs.ts';
import type { Accuracy } from '../../../shared/usage/expected.ts';
import { modelOfView } from '../../../shared/costs/model-of-view.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { fieldLabel, knownField } from '../../../shared/usage/fields.ts';

interface ReportedCost {
  readonly source: string;
  readonly field: string;
  readonly label: string;
  readonly model: string | null;
  readonly quantity: number;
  readonly unit: CostLine['unit'];
  readonly unitPrice: { readonly usd: string | null; readonly price: string; readonly per: string } | null;
  readonly costUsd: string | null;
  readonly cost: string | null;
}
import { reportedOptions, reportedUpdates, type ReportedOption, type ReportedUpdate } from './options.ts';

/** What `--json` prints: stable; fields are added, never changed. Money is an exact decimal string. */
export interface SessionReport {
  readonly voxtally: 1;
  readonly sessionId: string;
  readonly folder: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly endpoint: { readonly label: string; readonly url: string; readonly deployment: string };
  readonly phase: SessionView['phase'];
  readonly closed: SessionView['closed'];
  readonly error: SessionView['error'];
  readonly input: { readonly kind: string | null; readonly label: string | null; readonly sentMs: number };
  /** What was asked of the session's options, what the service made of it, and its defaults. */
  readonly options: readonly ReportedOption[];
  readonly optionUpdates: readonly ReportedUpdate[];
  readonly conversation: readonly {
    readonly itemId: string;
    readonly role: string;
    readonly text: string;
    readonly audioMs: number;
    readonly interrupted: boolean;
  }[];
  readonly responses: readonly {
    readonly id: string;
    readonly status: string;
    readonly statusReason: string | null;
    readonly error: string | null;
    readonly usage: unknown;
  }[];
  readonly transcriptions: readonly { readonly itemId: string; readonly status: string; readonly usage: unknown }[];
  readonly usage: readonly {
    readonly source: string;
    readonly model: string | null;
    readonly path: string;
    readonly label: string;
    readonly total: number;
    readonly unit: 'tokens' | 'seconds';
    readonly reports: number;
    readonly known: boolean;
  }[];
  readonly cost: {
    readonly lines: readonly ReportedCost[];
    /** Exact, in US dollars; null under a book of another currency, whose amounts are in `lines[].cost` and `total`. */
    readonly totalUsd: string | null;
    readonly total: string;
    readonly currency: string;
    readonly unpriced: readonly string[];
    readonly priceBook: string;
    readonly model: string | null;
    /** The model was read off the deployment's name, not told by the service. */
    readonly modelGuessed: boolean;
    /**
     * What the session is expected to cost, of which `total` is the reported part: the low end, reports and best
     * estimates, what may be billed on top at most, and all of it at most. Null: no price of it is known.
     */
    readonly expected: {
      readonly low: string | null;
      readonly best: string | null;
      readonly ifBilled: string | null;
      readonly high: string | null;
      readonly estimated: boolean;
      readonly unpriced: readonly string[];
    };
    /** How far off estimates were where a report came. */
    readonly accuracy: Accuracy;
  };
  readonly alarms: readonly {
    readonly level: string;
    readonly kind: string;
    readonly title: string;
    readonly text: string;
  }[];
  readonly unfinished: readonly string[];
  /** What the session waited for, over its turns; null where nothing was measured. */
  readonly latency: LatencySummary;
  /** Each turn's waits, counted from the person's last word, the commit or the message. */
  readonly turns: readonly TurnLatency[];
}

function costLine(
  { source, field, label, pricedAs, quantity, unit, price, cost }: CostLine,
  currency: string,
): ReportedCost {
  const usd = currency === 'USD';
  return {
    source,
    field,
    label,
    model: pricedAs,
    quantity,
    unit,
    unitPrice: price === null ? null : { usd: usd ? price.price : null, price: price.price, per: price.unit },
    costUsd: usd ? cost : null,
    cost,
  };
}

const round = (ms: number): number => Math.round(ms);
const rounded = (ms: number | null): number | null => (ms === null ? null : round(ms));

const roundedTurn = (turn: TurnLatency): TurnLatency => ({
  ...turn,
  endMs: round(turn.endMs),
  firstTextMs: rounded(turn.firstTextMs),
  firstAudioMs: rounded(turn.firstAudioMs),
  audibleMs: rounded(turn.audibleMs),
  transcriptMs: rounded(turn.transcriptMs),
});

/** Everything the command line says about a session. Pure. */
export function reportOf(
  view: SessionView,
  book: PriceBook,
  folder: string,
  unfinished: readonly string[] = [],
): SessionReport {
  const { header } = view;
  const priced = modelOfView(view, book);
  const costs = sessionCosts(view, priced?.model ?? null, book);
  const cost = costs.reported;
  return {
    voxtally: 1,
    sessionId: header?.sessionId ?? '',
    folder,
    startedAt: header?.startedAt ?? '',
    durationMs: round(view.t),
    endpoint: {
      label: header?.endpoint.label ?? '',
      url: header?.endpoint.url ?? '',
      deployment: header?.endpoint.deployment ?? '',
    },
    phase: view.phase,
    closed: view.closed,
    error: view.error,
    input: { kind: view.input.kind, label: view.input.label, sentMs: round(view.input.sentMs) },
    options: reportedOptions(view),
    optionUpdates: reportedUpdates(view),
    conversation: toArray(view.items).map((item) => ({
      itemId: item.id,
      role: item.role,
      text: item.text,
      audioMs: round(item.audioMs),
      interrupted: item.interrupted,
    })),
    responses: toArray(view.responses).map(({ id, status, statusReason, error, usage }) => ({
      id,
      status,
      statusReason,
      error,
      usage: usage ?? null,
    })),
    transcriptions: toArray(view.items).flatMap((item) =>
      item.transcription === null
        ? []
        : [{ itemId: item.id, status: item.transcription.status, usage: item.transcription.usage }],
    ),
    usage: view.usage.fields.map((field) => {
      const known = knownField(field.source, field.path);
      return { ...field, label: fieldLabel(field.source, field.path), unit: known?.unit ?? 'tokens' };
    }),
    cost: {
      lines: cost.lines.map((line) => costLine(line, cost.currency)),
      totalUsd: cost.currency === 'USD' ? cost.total : null,
      total: cost.total,
      currency: cost.currency,
      unpriced: cost.unpriced,
      priceBook: book.id,
      model: priced?.model.model ?? null,
      modelGuessed: priced?.how === 'guessed',
      expected: {
        low: knownTotal(costs.least),
        best: knownTotal(costs.expected),
        ifBilled: knownTotal(costs.ifBilled),
        high: knownTotal(costs.most) === null ? null : highEnd(costs),
        estimated: costs.estimated,
        unpriced: [...new Set([...costs.most.unpriced, ...costs.ifBilled.unpriced])],
      },
      accuracy: costs.totals.accuracy,
    },
    alarms: toArray(view.alarms).map(({ level, kind, title, text }) => ({ level, kind, title, text })),
    unfinished,
    latency: latencySummary(view),
    turns: toArray(view.turns).map(roundedTurn),
  };
}
