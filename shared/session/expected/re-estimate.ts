import type { InputEvidence } from '../../usage/expected.ts';
import { at, findLastIndex, replace } from '../chunk-list.ts';
import type { ResponseView, SessionView } from '../view.ts';
import { expectedResponse } from './expect-response.ts';
import { inputEvidence, isPromptChanged, type Reading } from './input-evidence.ts';

/** Report and counts of a response are in: nothing about its estimate will change any more. */
export const isSettled = ({ doneSeq, expected }: ResponseView): boolean =>
  doneSeq !== null && expected.evidence.input.uncounted + expected.evidence.output.uncounted === 0;

/** Something may still speak for its estimate: a count, or a prompt that is known better. */
export const isOpen = ({ expected: { basis, evidence } }: ResponseView): boolean =>
  basis !== 'reported' ||
  evidence.input.uncounted > 0 ||
  evidence.input.prompt.from !== 'report' ||
  evidence.input.prompt.width > 0;

/** The texts that a response read and that are no items. */
export type PromptTexts = Pick<InputEvidence, 'instructions' | 'tools' | 'ownInput'>;

const readingOf = (response: ResponseView, texts: PromptTexts): Reading => ({
  seq: response.createdSeq,
  prompt: { instructions: texts.instructions, tools: texts.tools },
  ownInput: texts.ownInput,
  outOfBand: response.outOfBand,
  reported: response.expected.basis === 'reported',
  counting: response.expected.evidence.input.counting,
});

/** What a response read, worked out anew. */
export const readAnew = (view: SessionView, response: ResponseView, texts: PromptTexts): InputEvidence =>
  inputEvidence(view, readingOf(response, texts));

/** The view after a report came: responses that have not reported take their prompt from it, where it is another now. */
export function withPromptReported(view: SessionView): SessionView {
  let { responses } = view;
  for (let index = 0; index < responses.length; index += 1) {
    const response = at(responses, index);
    if (response === undefined || response.expected.basis === 'reported') continue;
    const { input, output } = response.expected.evidence;
    const now = { ...view, responses };
    if (!isPromptChanged(now, readingOf(response, input), input)) continue;
    const expected = expectedResponse(response, readAnew(now, response, input), output);
    responses = replace(responses, index, { ...response, expected });
  }
  return responses === view.responses ? view : { ...view, responses };
}

/**
 * The view after a response ended: those that began while it ran read its answer as it now stands. There is nearly never
 * one.
 */
export function withReadersAnew(view: SessionView, id: string): SessionView {
  const ended = findLastIndex(view.responses, (response) => response.id === id);
  if (ended < 0) return view;
  let { responses } = view;
  for (let index = ended + 1; index < responses.length; index += 1) {
    const response = at(responses, index);
    if (response === undefined) continue;
    const { input, output } = response.expected.evidence;
    const expected = expectedResponse(response, readAnew({ ...view, responses }, response, input), output);
    responses = replace(responses, index, { ...response, expected });
  }
  return responses === view.responses ? view : { ...view, responses };
}
