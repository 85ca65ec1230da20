import { toArray } from '../../../shared/kit/chunk-list.ts';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { writtenMoney } from '../../../shared/kit/money-format.ts';
import { type CostLine, knownTotal } from '../../../shared/pricing/cost.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import type { PriceUnit } from '../../../shared/pricing/price-terms.ts';
import { optionSpecs, optionText } from '../../../shared/protocol/options/options.ts';
import { modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import { highEnd, sessionCosts } from '../../../shared/session/costs/session-costs.ts';
import type { Failure } from '../../../shared/session/failure.ts';
import { latencySummary, type LatencySummary } from '../../../shared/session/latency.ts';
import { standings } from '../../../shared/session/option-standing.ts';
import type { McpView } from '../../../shared/session/mcp.ts';
import type { TranscriptionFailure } from '../../../shared/session/transcription-failures.ts';
import { type SessionView, statusWord, type TurnLatency } from '../../../shared/session/view.ts';
import type { Accuracy } from '../../../shared/usage/expected.ts';
import { fieldLabel, knownField } from '../../../shared/usage/fields.ts';
import { outcomeOf, type RunEnd, type RunOutcome } from './run-outcome.ts';

/** What the help says of the object that `--json` prints. */
export const sessionJsonHelp =
  '--json prints: voxtally (1), sessionId, folder, startedAt, durationMs, endpoint {label, url, deployment}, ' +
  'phase, closed, error, input {kind, label, sentMs}, options [{id, label, path, requested, asked, effective, ' +
  'default, state, message}], optionUpdates [{t, eventId, asked, before, state, answeredMs, kept, error}], ' +
  'conversation [{itemId, role, text, audioMs, interrupted, phase}], responses [{id, status, statusReason, ' +
  'error, usage, failure {code, type, param, message} or null}], transcriptions [{itemId, status, usage, model, ' +
  'failure {code, type, param, message, advice} or null}], mcp [{itemId, kind, state, server, name, arguments, ' +
  'tools, output, failure {code, type, param, message} or null}], usage [{source, model, path, label, total, unit, reports, ' +
  'known}], cost {currency, priceBook, model, modelGuessed, lines [{source, field, label, model, quantity, ' +
  'unit, unitPrice, cost, costUsd}], total, totalUsd, unpriced, expected {low, best, ifBilled, high, estimated, ' +
  'unpriced}, accuracy} (a line of the field not_understood is an amount that no price can be for, in unit ' +
  'tokens, seconds or units; costUsd and totalUsd are null under a book in another currency; lines and total ' +
  'are what was reported), alarms [{level, kind, title, text}], unfinished, outcome {code, name, failures [{code, name, text}]} (how ' +
  'the session came out: the exit code of voxtally run, and everything that failed), latency {firstAudio, firstText, ' +
  'audible, transcript, silence, silenceAfterWord, each {count, medianMs, p95Ms, minMs, maxMs} or null}, turns ' +
  '[{itemId, responseId, source, endMs, endFrom, firstTextMs, firstAudioMs, audibleMs, transcriptMs}]. p95Ms is ' +
  'null under 20 waits, where it would be the longest. endFrom says what names the end of a turn: vad (less its ' +
  'silence), audio (the level of what was sent), decision (a VAD whose wait is not known), commit, sent; only ' +
  'vad and audio are the last word. Money is a decimal string, exact, and a quotient that never ends to ten decimals. A session that could not be started ' +
  'prints {voxtally, error {reason, message, nextStep, facts}}.';

/** One option as the session had it: asked, in effect, the service's default, and what came of it. */
interface ReportedOption {
  readonly id: string;
  readonly label: string;
  readonly path: string;
  /** null: not asked for, or off; `asked` tells which. */
  readonly requested: Json;
  readonly asked: boolean;
  /** What the service last said; absent when it does not mention the option. */
  readonly effective?: Json;
  readonly default: Json;
  readonly state: 'default' | 'accepted' | 'pending' | 'ignored' | 'altered' | 'refused' | 'locked' | 'unsent';
  /** The service's words when it refused. */
  readonly message: string | null;
}

/** One `session.update` and its answer. */
interface ReportedUpdate {
  readonly t: number;
  readonly eventId: string;
  readonly asked: JsonObject;
  readonly before: JsonObject;
  readonly state: string;
  readonly answeredMs: number | null;
  readonly kept: JsonObject;
  readonly error: { readonly code: string; readonly message: string; readonly param: string | null } | null;
}

/** Every option that was asked for, and every one that the service says something about. */
function reportedOptions(view: SessionView): ReportedOption[] {
  const standing = standings(view);
  return optionSpecs.flatMap((spec): ReportedOption[] => {
    const now = standing(spec);
    const fact = view.options.facts[spec.id];
    if (now.kind === 'not-connected') return [];
    if (fact === undefined && now.inEffect === undefined) return [];
    return [
      {
        id: spec.id,
        label: spec.label,
        path: spec.path,
        requested: fact?.asked ?? null,
        asked: fact !== undefined,
        ...(now.inEffect === undefined ? {} : { effective: now.inEffect }),
        default: spec.default,
        state: now.kind,
        message: now.kind === 'refused' ? now.message : null,
      },
    ];
  });
}

const reportedUpdates = (view: SessionView): ReportedUpdate[] =>
  toArray(view.options.updates).map(({ t, eventId, asked, before, state, answeredMs, kept, refusal }) => ({
    t,
    eventId,
    asked,
    before,
    state,
    answeredMs,
    kept,
    error: refusal,
  }));

/** The rows of a table of what was asked for: label, asked, in effect, default, what came of it. */
export function optionRows(options: readonly ReportedOption[]): string[][] {
  const asked = options.filter((option) => option.asked);
  return asked.map((option) => {
    const spec = optionSpecs.find(({ id }) => id === option.id);
    const text = (value: Json | undefined): string => {
      const full = spec === undefined ? JSON.stringify(value) : optionText(spec, value);
      return full.length > 40 ? `${full.slice(0, 39)}…` : full;
    };
    const { state, message } = option;
    const outcome = state === 'default' ? 'accepted' : state;
    return [
      option.id,
      text(option.requested),
      text(option.effective),
      text(option.default),
      message === null ? outcome : `${outcome}: ${message}`,
    ];
  });
}

interface ReportedCost {
  readonly source: string;
  readonly field: string;
  readonly label: string;
  readonly model: string | null;
  readonly quantity: number;
  readonly unit: CostLine['unit'];
  readonly unitPrice: { readonly usd: string | null; readonly price: string; readonly per: PriceUnit } | null;
  readonly costUsd: string | null;
  readonly cost: string | null;
}

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
    /** What part of an answer it is, where the service says so: `commentary`, `final_answer`. */
    readonly phase: string | null;
  }[];
  readonly responses: readonly {
    readonly id: string;
    readonly status: string;
    readonly statusReason: string | null;
    readonly error: string | null;
    readonly usage: unknown;
    readonly failure: Failure | null;
  }[];
  readonly transcriptions: readonly {
    readonly itemId: string;
    readonly status: string;
    readonly usage: unknown;
    readonly model: string;
    readonly failure: TranscriptionFailure | null;
  }[];
  /** What went on with MCP servers. */
  readonly mcp: readonly Omit<McpView, 'approvalId' | 'responseId' | 'answeredBy'>[];
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
  /** How the session came out. */
  readonly outcome: RunOutcome;
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
    costUsd: usd ? written(cost) : null,
    cost: written(cost),
  };
}

const written = (amount: string | null): string | null => (amount === null ? null : writtenMoney(amount));

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

/** How the responses and transcriptions of a session ended. */
const endsOf = (view: SessionView): Pick<SessionReport, 'responses' | 'transcriptions'> => ({
  responses: toArray(view.responses).map((response) => {
    const { id, statusReason, failure, usage } = response;
    const error = failure === null ? null : (failure.message ?? failure.code ?? 'no reason given');
    return { id, status: statusWord(response), statusReason, error, usage: usage ?? null, failure };
  }),
  transcriptions: toArray(view.items).flatMap(({ id, transcription }) => {
    if (transcription === null) return [];
    const { status, usage, model, failure } = transcription;
    return [{ itemId: id, status, usage, model, failure }];
  }),
});

/** Everything the command line says about a session. Pure. */
export function reportOf(
  view: SessionView,
  book: PriceBook,
  folder: string,
  unfinished: readonly string[] = [],
  ends: readonly RunEnd[] = [],
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
      phase: item.phase,
    })),
    ...endsOf(view),
    mcp: toArray(view.mcp).map(
      ({ approvalId: _approval, responseId: _response, answeredBy: _answer, ...shown }) => shown,
    ),
    usage: view.usage.fields.map((field) => {
      const known = knownField(field.source, field.path);
      return { ...field, label: fieldLabel(field.source, field.path), unit: known?.unit ?? 'tokens' };
    }),
    cost: {
      lines: cost.lines.map((line) => costLine(line, cost.currency)),
      totalUsd: cost.currency === 'USD' ? writtenMoney(cost.total) : null,
      total: writtenMoney(cost.total),
      currency: cost.currency,
      unpriced: cost.unpriced,
      priceBook: book.id,
      model: priced?.model.model ?? null,
      modelGuessed: priced?.how === 'guessed',
      expected: {
        low: written(knownTotal(costs.least)),
        best: written(knownTotal(costs.expected)),
        ifBilled: written(knownTotal(costs.ifBilled)),
        high: knownTotal(costs.most) === null ? null : writtenMoney(highEnd(costs)),
        estimated: costs.estimated,
        unpriced: [...new Set([...costs.most.unpriced, ...costs.ifBilled.unpriced])],
      },
      accuracy: costs.totals.accuracy,
    },
    alarms: toArray(view.alarms).map(({ level, kind, title, text }) => ({ level, kind, title, text })),
    unfinished,
    outcome: outcomeOf(view, ends),
    latency: latencySummary(view),
    turns: toArray(view.turns).map(roundedTurn),
  };
}
