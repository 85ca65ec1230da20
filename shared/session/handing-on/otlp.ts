import type { TableColumn } from '../../kit/documents/columns.ts';
import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import { itemOf, type ResponseView, type SessionView } from '../view.ts';
import { usageColumns } from './usage-columns.ts';
import { modelNameOf, type UsageRow } from './usage-rows.ts';

/* Sessions as spans of OpenTelemetry, in the JSON of OTLP: whole numbers of 64 bits and instants in nanoseconds are texts there. */

export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly OtlpValue[] } };

export interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1: within the application; 3: a call of a service. */
  readonly kind: 1 | 3;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  /** 1: well; 2: it failed. */
  readonly status: { readonly code: 0 | 1 | 2 };
}

/** The body of one request: the spans of one session. */
export interface OtlpTraces {
  readonly resourceSpans: readonly [
    {
      readonly resource: { readonly attributes: readonly OtlpAttribute[] };
      readonly scopeSpans: readonly [
        { readonly scope: { readonly name: string; readonly version: string }; readonly spans: readonly OtlpSpan[] },
      ];
    },
  ];
}

export interface OtlpWish {
  /** Version of the application. */
  readonly app: string;
  /** Words of the conversation go along; else counts alone. */
  readonly content: boolean;
  /** So many bytes in hexadecimal, the same for the same text. */
  readonly idOf: (text: string, bytes: 8 | 16) => string;
}

const text = (key: string, value: string | null | undefined): OtlpAttribute[] => {
  const line = visibleLine(value ?? '');
  return line === '' ? [] : [{ key, value: { stringValue: line } }];
};
const whole = (key: string, value: number | null | undefined): OtlpAttribute[] =>
  value === null || value === undefined || !Number.isSafeInteger(value)
    ? []
    : [{ key, value: { intValue: String(value) } }];

/** Who answers, by the names of the conventions. */
function providerOf(kind: string, host: string): string {
  if (kind.startsWith('azure') || host.endsWith('.azure.com')) return 'azure.ai.openai';
  if (kind === 'openai' || host.endsWith('.openai.com')) return 'openai';
  return kind;
}

function columnAttribute({ name, type, of }: TableColumn<UsageRow>, row: UsageRow): OtlpAttribute[] {
  const value = of(row);
  if (value === null) return [];
  const key = `voxtally.${name}`;
  if (typeof value === 'boolean') return [{ key, value: { boolValue: value } }];
  switch (type) {
    case 'whole':
    case 'count':
      return whole(key, Number(value));
    case 'decimal':
      return [{ key, value: { doubleValue: Number(value) } }];
    default:
      return text(key, String(value));
  }
}

/** Columns of the usage table that say what was used, reported and expected, by kind and by what was cached. */
const counted = usageColumns.filter(({ name }) =>
  /^(?:reported_|expected_|if_billed_|unpriced$|basis$|currency$|price_book$|status_reason$)/.test(name),
);

/** What a response or a transcription used: by the conventions where it was reported, and all of it by the names of the usage table. */
function usageOf(row: UsageRow): OtlpAttribute[] {
  const { reported } = row;
  return [
    ...whole('gen_ai.usage.input_tokens', reported?.get('input_tokens')),
    ...whole('gen_ai.usage.output_tokens', reported?.get('output_tokens')),
    ...whole('gen_ai.usage.cache_read.input_tokens', reported?.get('input_token_details.cached_tokens')),
    ...counted.flatMap((column) => columnAttribute(column, row)),
  ];
}

/** Messages as the conventions write them: JSON of who said what. */
const message = (key: string, role: string, words: string): OtlpAttribute[] =>
  words === ''
    ? []
    : [{ key, value: { stringValue: JSON.stringify([{ role, parts: [{ type: 'text', content: words }] }]) } }];

const wordsOf = (view: SessionView, ids: readonly string[]): string =>
  ids.flatMap((id) => itemOf(view, id)?.text ?? []).join('\n');

/** The item whose end made a response: answers of one turn belong together. */
const turnItem = ({ cause }: ResponseView): string | null => ('itemId' in cause ? cause.itemId : null);

class Spans {
  readonly #rows: readonly UsageRow[];
  readonly #view: SessionView;
  readonly #wish: OtlpWish;
  readonly #startMs: number;
  readonly #traceId: string;
  readonly #sessionId: string;
  readonly all: OtlpSpan[] = [];

  constructor(rows: readonly UsageRow[], view: SessionView, startMs: number, wish: OtlpWish) {
    this.#rows = rows;
    this.#view = view;
    this.#wish = wish;
    this.#startMs = startMs;
    this.#sessionId = view.header?.sessionId ?? '';
    this.#traceId = wish.idOf(this.#sessionId, 16);
  }

  build(): OtlpSpan[] {
    const { t, error } = this.#view;
    const root = this.#span(
      'session',
      null,
      'voxtally session',
      1,
      [0, t],
      this.#sessionAttributes(),
      error === null ? 1 : 2,
    );
    const turns = new Map<string, string>();
    for (const row of this.#rows) {
      if (row.work.kind === 'session') continue;
      const key =
        row.response === null ? (row.item?.id ?? '') : (turnItem(row.response) ?? `response ${row.response.number}`);
      const turn = turns.get(key) ?? this.#turn(key, root);
      turns.set(key, turn);
      this.#work(row, turn);
    }
    return this.all;
  }

  #sessionAttributes(): OtlpAttribute[] {
    const { responses, items } = this.#view;
    return [
      ...text('gen_ai.conversation.id', this.#sessionId),
      ...this.#serviceAttributes(),
      ...whole('voxtally.responses', responses.length),
      ...whole('voxtally.items', items.length),
      ...text('voxtally.record', this.#view.record?.digest),
    ];
  }

  #serviceAttributes(): OtlpAttribute[] {
    const endpoint = this.#view.header?.endpoint;
    const url = endpoint?.url ?? '';
    const host = URL.canParse(url) ? new URL(url).hostname.toLowerCase() : '';
    return [
      ...text('gen_ai.provider.name', providerOf(endpoint?.kind ?? '', host)),
      ...text('gen_ai.request.model', endpoint?.deployment),
      ...text('server.address', host),
    ];
  }

  /** A turn spans what a person said, where that made it, and everything that answered. */
  #turn(key: string, root: string): string {
    const rows = this.#rows.filter(({ response, item }) =>
      response === null ? item?.id === key : (turnItem(response) ?? `response ${response.number}`) === key,
    );
    const item = itemOf(this.#view, key);
    const from = Math.min(item?.startMs ?? Infinity, ...rows.map((row) => row.response?.createdMs ?? row.atMs));
    const to = Math.max(from, ...rows.map(({ atMs }) => atMs));
    const said = this.#wish.content ? message('gen_ai.input.messages', 'user', item?.text ?? '') : [];
    return this.#span(`turn ${key}`, root, 'turn', 1, [from, to], [...text('voxtally.item_id', item?.id), ...said], 0);
  }

  #work(row: UsageRow, parent: string): void {
    const { response, item, atMs } = row;
    const isAnswer = response !== null;
    const operation = isAnswer ? 'chat' : 'transcription';
    const model = modelNameOf(row);
    const firstMs = response?.firstAudioMs ?? response?.firstTextMs ?? null;
    const content =
      !this.#wish.content || response === null
        ? []
        : message('gen_ai.output.messages', 'assistant', wordsOf(this.#view, response.itemIds));
    const attributes = [
      ...text('gen_ai.operation.name', operation),
      ...this.#serviceAttributes(),
      ...text('gen_ai.response.model', model),
      ...text('gen_ai.response.id', response?.id),
      ...text('gen_ai.conversation.id', this.#sessionId),
      ...(response === null
        ? []
        : [
            {
              key: 'gen_ai.response.finish_reasons',
              value: {
                arrayValue: { values: [{ stringValue: visibleLine(response.statusReason ?? response.status) }] },
              },
            },
          ]),
      ...(firstMs === null || response === null
        ? []
        : [{ key: 'voxtally.first_ms', value: { doubleValue: firstMs - response.createdMs } }]),
      ...text('error.type', response?.failure?.code ?? response?.failure?.type),
      ...usageOf(row),
      ...content,
    ];
    const status = response?.status ?? item?.transcription?.status;
    const name = `${operation} ${model ?? 'unknown'}`;
    const id = isAnswer ? `response ${response.number}` : `transcription ${item?.id ?? ''}`;
    const span = [response?.createdMs ?? item?.startMs ?? atMs, atMs] as const;
    this.#span(id, parent, visibleLine(name), 3, span, attributes, status === 'failed' ? 2 : 1);
  }

  /** Its id. */
  #span(
    id: string,
    parent: string | null,
    name: string,
    kind: OtlpSpan['kind'],
    [fromMs, toMs]: readonly [number, number],
    attributes: readonly OtlpAttribute[],
    code: OtlpSpan['status']['code'],
  ): string {
    const spanId = this.#wish.idOf(`${this.#sessionId} ${id}`, 8);
    const nanos = (ms: number): string => String(BigInt(Math.round((this.#startMs + ms) * 1000)) * 1000n);
    this.all.push({
      traceId: this.#traceId,
      spanId,
      ...(parent === null ? {} : { parentSpanId: parent }),
      name,
      kind,
      startTimeUnixNano: nanos(fromMs),
      endTimeUnixNano: nanos(Math.max(fromMs, toMs)),
      attributes,
      status: { code },
    });
    return spanId;
  }
}

/** A session as spans: session, in it a turn for each answer or what made several, in these responses and transcriptions. Pure. */
export function sessionSpans(rows: readonly UsageRow[], view: SessionView, wish: OtlpWish): OtlpTraces {
  const [first] = rows;
  const startMs = first?.session.startMs ?? Date.parse(view.header?.startedAt ?? '');
  const spans = new Spans(rows, view, startMs, wish).build();
  const resource = {
    attributes: [...text('service.name', 'voxtally'), ...text('service.version', wish.app)],
  };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'voxtally', version: wish.app }, spans }] }] };
}

/** How many spans a body holds. */
export const spansIn = ({
  resourceSpans: [
    {
      scopeSpans: [{ spans }],
    },
  ],
}: OtlpTraces): number => spans.length;
