import { responseCount } from '../../../../shared/usage/fields.ts';
import { Fragment } from 'react';
import { moneyWithin, shortMoney } from '../../../../shared/kit/money-format.ts';
import { sumExact } from '../../../../shared/kit/money.ts';
import { evidenceCosts, isNothing, type ResponseRow } from '../../../../shared/session/costs/response-costs.ts';
import { partsRead, type ReadPart } from '../../../../shared/session/expected/items-read.ts';
import { widthsWith } from '../../../../shared/session/expected/widths.ts';
import { type ResponseView, statusWord } from '../../../../shared/session/view.ts';
import type {
  EstimateError,
  ExpectedResponse,
  InputEvidence,
  OutputEvidence,
  UsageWidth,
} from '../../../../shared/usage/expected.ts';
import {
  cachedWords,
  errorFields,
  nothingSentence,
  nothingWords,
  promptWords,
  readWords,
  silenceWords,
  unknownWords,
} from '../../../../shared/usage/estimate-words.ts';
import { bytes, count, plural, signed } from '../../../../shared/kit/numbers.ts';
import { useStores } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import type { CostState } from './use-cost.ts';
import styles from './tables.module.css';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** `24 text, 312 audio`, what is 0 left out; all 0 is `0 text`. */
function tokens({ audio, text, image = 0 }: { audio: number; text: number; image?: number }, sign = ''): string {
  const parts = [
    [audio, 'audio'],
    [text, 'text'],
    [image, 'image'],
  ] as const;
  const said = parts.filter(([value]) => value !== 0).map(([value, name]) => `${sign}${count(value)} ${name}`);
  return said.length === 0 ? `${sign}0 text` : said.join(', ');
}

function partWords(part: ReadPart): string {
  const [one, many] = readWords[part.of];
  return `${plural(part.items, one, many)}: ${tokens(part)}`;
}

function cachedLine({ cached }: InputEvidence): string {
  const { text, audio, by, mostText, mostAudio } = cached;
  const most = mostText + mostAudio;
  switch (by) {
    case 'expected':
      return `cached: ${text + audio === 0 ? 'none' : tokens({ text, audio })}, ${cachedWords[by]}`;
    case 'none':
      return `cached: ${cachedWords[by]}`;
    case 'first':
    case 'at most':
      return `cached: 0 to ${count(most)}, ${cachedWords[by]}`;
  }
}

function inputLines(input: InputEvidence, parts: readonly ReadPart[]): string[] {
  const { prompt, ownInput, images } = input;
  return [
    `prompt ${count(prompt.tokens)}, ${promptWords[prompt.from]}`,
    ...parts.map(partWords),
    ...(ownInput === null || ownInput.messages === 0 ? [] : [`${plural(ownInput.messages, 'message')} of its own`]),
    ...(images === 0 ? [] : [plural(images, 'image')]),
    cachedLine(input),
    ...(input.uncounted > 0 ? [`${plural(input.uncounted, 'text')} by length until counted`] : []),
  ];
}

function outputLines(output: OutputEvidence): string[] {
  return [
    `${bytes(output.audioBytes)} of audio, ${seconds(output.audioMs)}`,
    `${plural(output.characters, 'character')}${output.runs === 0 ? '' : `, ${plural(output.runs, 'run')} of transcript`}`,
    ...(output.uncounted > 0 ? [`${plural(output.uncounted, 'text')} by length until counted`] : []),
  ];
}

const outputHead = ({ estimate }: ExpectedResponse): string => {
  const made = { audio: responseCount(estimate, 'audioOut') ?? 0, text: responseCount(estimate, 'textOut') ?? 0 };
  return `output as received: ${tokens(made)}`;
};

/** How far the estimate may be off, field by field; what cannot be off is left out. */
function widthLine(width: UsageWidth): string {
  const fields = [
    [width.audioIn, 'audio in'],
    [width.textIn, 'text in'],
    [width.imageIn, 'image in'],
    [width.cached, 'cached'],
    [width.audioOut, 'audio out'],
    [width.textOut, 'text out'],
  ] as const;
  const said = fields.filter(([half]) => half > 0).map(([half, name]) => `±${count(half)} ${name}`);
  if (width.reasoning > 0) said.push(`up to ${count(width.reasoning)} reasoning`);
  return said.length === 0 ? 'none: nothing of it is open' : said.join(', ');
}

/** @param reasoning tokens of it in the report; no estimate has any */
function errorWords(error: EstimateError | null, reasoning: number): string {
  if (error === null) return 'No report came that it could be held against.';
  const off = errorFields.filter(([key]) => error[key] !== 0).map(([key, name]) => `${name} ${signed(error[key])}`);
  const besides =
    reasoning === 0 ? '' : ` besides ${plural(reasoning, 'reasoning token')}, which nothing shows before the report`;
  return off.length === 0
    ? `The estimate met the report to the token${besides}.`
    : `Estimate less report${besides === '' ? '' : `,${besides}`}: ${off.join(', ')}.`;
}

const heads = {
  reported: 'Reported',
  'if billed': 'If billed',
  estimated: 'Report lost',
  live: 'So far',
} as const;

export interface EvidenceProps {
  readonly response: ResponseView;
  readonly row: ResponseRow;
  readonly state: CostState;
}

interface Group {
  readonly head: string;
  readonly money?: string | null;
  readonly lines: readonly string[];
}

function Groups({ groups, currency }: { readonly groups: readonly Group[]; readonly currency: string }) {
  return (
    <dl className={styles.facts}>
      {groups.map(({ head, money = null, lines }) => (
        <Fragment key={head}>
          <dt>
            <span>{head}</span>
            {money !== null && <span>{shortMoney(money, currency)}</span>}
          </dt>
          {lines.map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </Fragment>
      ))}
    </dl>
  );
}

/** From the numbers to the events that made them: the one that ended it, or all that name it. */
function ItsEvents({ response: { id, number, doneSeq, createdSeq } }: Pick<EvidenceProps, 'response'>) {
  const { live, events } = useStores();
  return (
    <div className={styles.events}>
      <Button size="dense" onClick={() => live.showEntry(doneSeq ?? createdSeq)}>
        {doneSeq === null ? 'Its beginning' : 'Its end'}
      </Button>
      <Button
        size="dense"
        title={`Only the events that name R${number}`}
        onClick={() => {
          events.setFilter({ ...events.getState().filter, text: id });
          live.showEntry(doneSeq ?? createdSeq);
        }}
      >
        {`R${number} only`}
      </Button>
    </div>
  );
}

/** What the numbers of one response rest on: part by part, how far each may be off, and how far it was where a report came. */
export function Evidence({ response, row, state }: EvidenceProps) {
  const { expected, number, statusReason, usage, id } = response;
  const { input, output } = expected.evidence;
  const { book } = state.prices;
  const { currency } = book;
  const costs = evidenceCosts(response, state.match?.model ?? null, book);
  const width = widthsWith(state.costs.totals.learned, id, expected);
  const about = costs.input === null || costs.output === null ? null : sumExact([costs.input, costs.output]);
  const groups: Group[] = [
    {
      head: `input by the rules: ${tokens({ text: input.text, audio: input.audio, image: input.imageTokens })}`,
      money: costs.input,
      lines: inputLines(input, partsRead(state.view, response)),
    },
    { head: outputHead(expected), money: costs.output, lines: outputLines(output) },
    { head: 'may be off by', lines: [widthLine(width)] },
    ...(input.unknown.length === 0
      ? []
      : [{ head: 'no rule is known for', lines: input.unknown.map((why) => unknownWords[why]) }]),
  ];
  const nothing = isNothing(row);
  return (
    <div role="group" aria-label={`Evidence for R${number}`}>
      <p className={styles.lead}>
        <span>{nothing ? `${nothingWords.charAt(0).toUpperCase()}${nothingWords.slice(1)}` : heads[row.basis]}</span>
        <strong>
          {row.cost === null
            ? 'price unknown'
            : nothing || row.basis === 'reported'
              ? shortMoney(row.cost, currency)
              : moneyWithin(row.cost, row.costWidth ?? '0', currency)}
        </strong>
      </p>
      {row.basis === 'reported' && about !== null && <p>{`By the evidence alone ~${shortMoney(about, currency)}:`}</p>}
      {nothing ? <p>{nothingSentence}</p> : <Groups groups={groups} currency={currency} />}
      <p>
        {row.basis === 'reported'
          ? errorWords(expected.error, responseCount(expected.usage, 'reasoning') ?? 0)
          : silenceWords(statusWord(response), statusReason, usage)}
      </p>
      <ItsEvents response={response} />
    </div>
  );
}
