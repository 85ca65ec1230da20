import { tokensPerMessageOverhead } from '../../../../shared/usage/recurrence.ts';
import type { ResponseView } from '../../../../shared/session/view.ts';
import type { EstimateError, EvidencePart, InputEvidence, OutputEvidence } from '../../../../shared/usage/expected.ts';
import { bytes, count, plural, signed } from '../../../format/count.ts';
import styles from './tables.module.css';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const tokens = (value: number): string => plural(value, 'token');

function audioWords(what: string, part: EvidencePart): string[] {
  return part.items === 0 ? [] : [`${plural(part.items, what)}, ${seconds(part.audioMs)}: ${tokens(part.tokens)}`];
}

function inputWords(input: InputEvidence): string[] {
  const prompt = input.instructions === null ? 'the default prompt' : 'instructions';
  return [
    `${prompt}${input.tools === null ? '' : ' and tools'}: ${tokens(input.promptTokens)}`,
    ...audioWords('spoken turn', input.userAudio),
    ...audioWords('spoken answer', input.assistantAudio),
    ...(input.text.items === 0 ? [] : [`${plural(input.text.items, 'text')}: ${tokens(input.text.tokens)}`]),
    ...(input.messages === 0
      ? []
      : [`${plural(input.messages, 'message')} at ${tokensPerMessageOverhead} tokens each`]),
    ...(input.images === 0 ? [] : [`${plural(input.images, 'image')}, which no formula turns into tokens`]),
    `read before in this session: ${tokens(input.processed.text + input.processed.audio)}`,
  ];
}

function outputWords(output: OutputEvidence): string[] {
  return [
    `${bytes(output.audioBytes)} of audio received, ${seconds(output.audioMs)}`,
    `${plural(output.characters, 'character')} of text: ${tokens(output.textTokens)}${output.uncounted > 0 ? ', by their length' : ''}`,
  ];
}

const errorNames: readonly (readonly [keyof EstimateError, string])[] = [
  ['audioIn', 'audio in'],
  ['textIn', 'text in'],
  ['audioOut', 'audio out'],
  ['textOut', 'text out'],
  ['cached', 'cached'],
];

function errorWords(error: EstimateError | null): string {
  if (error === null) return 'Nothing was reported that this could be held against.';
  const off = errorNames.filter(([key]) => error[key] !== 0).map(([key, name]) => `${name} ${signed(error[key])}`);
  return off.length === 0 ? 'The estimate met the report to the token.' : `Estimate less report: ${off.join(', ')}.`;
}

/** What the estimate of one response rests on, and how far it was off where a report came. */
export function Evidence({ response: { expected, number } }: { readonly response: ResponseView }) {
  const { input, output } = expected.evidence;
  return (
    <div role="group" aria-label={`Evidence for R${number}`}>
      <p>
        {expected.basis === 'reported'
          ? 'Reported. By the evidence it would have been:'
          : 'Estimated from what was seen:'}
      </p>
      <dl className={styles.facts}>
        <dt>Read</dt>
        {inputWords(input).map((text) => (
          <dd key={text}>{text}</dd>
        ))}
        <dt>Produced</dt>
        {outputWords(output).map((text) => (
          <dd key={text}>{text}</dd>
        ))}
      </dl>
      {input.uncounted > 0 && (
        <p>{`${count(input.uncounted)} of the texts are taken by their length until they are counted.`}</p>
      )}
      <p>{errorWords(expected.error)}</p>
    </div>
  );
}
