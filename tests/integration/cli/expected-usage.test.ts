import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../electron/simulator/server.ts';
import { at, toArray } from '../../../shared/kit/chunk-list.ts';
import { expectedTotals } from '../../../shared/session/expected/expected-totals.ts';
import { addReport, emptyLedger, type UsageLedger } from '../../../shared/usage/ledger.ts';
import { responseCount } from '../../../shared/usage/fields.ts';
import { assetsFolder, question } from '../simulator/harness.ts';
import { chargedLedger, Talk, totals } from '../support/talk.ts';

/*
 * A check of consistency and no evidence: estimator and simulator go by the same table of rules, and what is seen here is
 * that each, folding the conversation in its own way, arrives at the same numbers. What the rules are worth is judged by
 * recorded sessions alone.
 */

let simulator: Simulator;
beforeEach(async () => {
  // A cache that nothing has been read into, and an empty bill.
  simulator = await startSimulator({ assetsFolder });
});
afterEach(() => simulator.close());

const parcel = question('where-is-my-parcel');
const thanks = question('thank-you');

const kinds = (talk: Talk): string[] => toArray(talk.view.alarms).map(({ kind }) => kind);

/** A spoken turn, a typed one, and a spoken one again. */
async function threeTurns(talk: Talk): Promise<void> {
  await talk.speak(parcel);
  await talk.answer();
  await talk.type('Is the second parcel on its way?');
  await talk.answer();
  await talk.speak(thanks);
  await talk.answer();
}

/** All that a session is expected to have used, work included that reported nothing and may not be billed. */
function expectedLedger({ view }: Talk): UsageLedger {
  const responses = toArray(view.responses).reduce(
    (ledger, { id, expected }) => addReport(ledger, { source: 'response', id, usage: expected.usage, model: null }),
    emptyLedger,
  );
  return toArray(view.items).reduce((ledger, { id, transcription }) => {
    if (transcription === null) return ledger;
    const { expected, model } = transcription;
    return addReport(ledger, { source: 'transcription', id, usage: expected.usage, model });
  }, responses);
}

async function expectTheBill(talk: Talk): Promise<void> {
  expect(totals(expectedLedger(talk))).toEqual(totals(chargedLedger(await talk.bill())));
}

const counts = { reported: 0, 'if billed': 0, estimated: 0, live: 0 };

describe('expected usage, beside a simulator that counts by the same rules', () => {
  it('where everything is reported is the report, and the estimate beside it is right to the token', async () => {
    const talk = await Talk.begin(simulator, {}, { 'transcription.model': 'gpt-4o-transcribe' });
    await threeTurns(talk);
    await talk.end();
    const { ledger, estimated, accuracy, responses, transcriptions } = expectedTotals(talk.view);
    expect(totals(ledger)).toEqual(totals(talk.view.usage));
    expect(estimated.fields).toEqual([]);
    expect(responses).toEqual({ ...counts, reported: 3 });
    expect(transcriptions).toEqual({ ...counts, reported: 2 });
    expect(accuracy).toMatchObject({ compared: 3, exact: 3, tokensOff: 0 });
    for (const { expected } of toArray(talk.view.responses)) expect(expected.estimate).toEqual(expected.usage);
    for (const { transcription } of toArray(talk.view.items)) {
      if (transcription !== null) expect(transcription.expected.estimate).toEqual(transcription.expected.usage);
    }
    await expectTheBill(talk);
  });

  it('of responses with null usage is the bill to the token, cached tokens included', async () => {
    const talk = await Talk.begin(simulator, { null_usage: '1', zero_seconds: '1' });
    await threeTurns(talk);
    await talk.end();
    expect(talk.view.usage.fields.every(({ total }) => total === 0)).toBe(true);
    expect(expectedTotals(talk.view).responses).toEqual({ ...counts, 'if billed': 3 });
    await expectTheBill(talk);
  });

  it('follows deletions, other instructions, tools and out-of-band responses to the token', async () => {
    const talk = await Talk.begin(simulator, { null_usage: '1', zero_seconds: '1' });
    await threeTurns(talk);
    const [question1] = talk.itemIds;
    await talk.send({ type: 'conversation.item.delete', item_id: question1 ?? '' });
    await talk.answer();
    await talk.send({
      type: 'session.update',
      session: {
        type: 'realtime',
        instructions: 'Answer in one short sentence.',
        tools: [{ type: 'function', name: 'parcel_status', description: 'Where a parcel is.', parameters: {} }],
      },
    });
    await talk.bench.client.event('session.updated', 2);
    await talk.answer();
    await talk.answer({
      conversation: 'none',
      output_modalities: ['text'],
      instructions: 'Name the topic.',
      input: [
        { type: 'item_reference', id: talk.itemIds[2] ?? '' },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'What was this about?' }] },
      ],
    });
    await talk.answer();
    await talk.end();
    await expectTheBill(talk);
  });

  it('of a cancelled response that reports only zeros counts what it had said, and what is left of it afterwards', async () => {
    const talk = await Talk.begin(simulator, { zero_usage_on_cancel: '1', speed: '8' });
    await talk.speak(parcel);
    await talk.send({ type: 'response.create' });
    await talk.bench.client.event('response.output_audio.delta', 5);
    await talk.send({ type: 'response.cancel' });
    await talk.bench.client.event('response.done');
    await talk.speak(thanks);
    await talk.answer();
    await talk.end();
    const [cancelled, next] = toArray(talk.view.responses);
    expect(cancelled).toMatchObject({ status: 'cancelled', expected: { basis: 'if billed' } });
    expect(next).toMatchObject({ status: 'completed', expected: { basis: 'reported' } });
    expect(expectedTotals(talk.view).accuracy).toMatchObject({ compared: 1, exact: 1 });
    expect(kinds(talk)).toContain('usage-missing');
    const bill = await talk.bill();
    expect(totals(expectedLedger(talk))).toMatchObject(totals(chargedLedger({ ...bill, transcriptions: [] })));
  });

  it('of a reply whose line is cut is what had been received by then', async () => {
    const talk = await Talk.begin(simulator, { drop_mid_reply: '1' });
    await talk.speak(parcel);
    await talk.send({ type: 'response.create' });
    await talk.ended();
    const [lost] = toArray(talk.view.responses);
    expect(lost).toMatchObject({ status: 'lost', expected: { basis: 'estimated' } });
    expect(lost?.expected.evidence.output).toMatchObject({ audioMs: 10_500, uncounted: 0 });
    expect(kinds(talk)).toContain('usage-lost');
    const [inference] = (await talk.bill()).inferences;
    const charged = inference?.charged ?? {};
    // Whether the service closed the answer after all cannot be seen: the 2 tokens of that are within the width.
    expect(lost?.expected.usage).toMatchObject({
      input_token_details: charged['input_token_details'],
      output_token_details: {
        audio_tokens: responseCount(charged, 'audioOut'),
        text_tokens: (responseCount(charged, 'textOut') ?? 0) + 2,
      },
    });
    expect(lost?.expected.ruleWidth.textOut).toBeGreaterThanOrEqual(2);
  });

  it('of transcriptions that report 0 seconds, or never come, is the length of what was committed', async () => {
    const talk = await Talk.begin(simulator, { zero_seconds: '1' });
    await threeTurns(talk);
    await talk.end();
    await expectTheBill(talk);

    const deaf = await startSimulator({ assetsFolder });
    const unheard = await Talk.begin(deaf, { lose_transcription: '1' });
    await unheard.speak(parcel);
    await unheard.answer();
    await unheard.end(1500);
    expect(at(unheard.view.items, 0)?.transcription).toMatchObject({
      status: 'lost',
      expected: { basis: 'estimated' },
    });
    expect(totals(expectedTotals(unheard.view).ledger)['transcription seconds']).toBe(11);
    await deaf.close();
  });

  it('of a second response nobody asked for has its whole input, and says that nobody asked', async () => {
    const talk = await Talk.begin(simulator, { hidden_response: 'zero' });
    await talk.speak(parcel);
    await talk.answer();
    await talk.bench.client.event('response.done', 2);
    await talk.end();
    const [, second] = toArray(talk.view.responses);
    const { inferences } = await talk.bill();
    const charged = inferences[1]?.charged;
    expect(second?.expected.basis).toBe('if billed');
    expect(second?.cause).toEqual({ kind: 'nobody' });
    const warned = toArray(talk.view.alarms).find(({ kind }) => kind === 'nobody-asked');
    expect(warned?.title).toBe('Two responses to one turn');
    // 111 + 8 and 109 of the question; 117 + 4 + 2 * 12 + 2 and 420 of the answer.
    expect(second?.expected.evidence.input).toMatchObject({ text: 266, audio: 529 });
    // What it produced was never sent, so of its output there is no evidence.
    expect(second?.expected.usage).toMatchObject({
      input_tokens: charged?.input_tokens,
      input_token_details: charged?.input_token_details,
      output_tokens: 0,
    });
  });

  it('does not invent an inference that no event speaks of', async () => {
    const talk = await Talk.begin(simulator, { hidden_response: '1' });
    await talk.speak(parcel);
    await talk.answer();
    await talk.end();
    const bill = await talk.bill();
    expect(bill.inferences).toHaveLength(2);
    const seen = { ...bill, inferences: bill.inferences.slice(0, 1) };
    expect(totals(expectedTotals(talk.view).ledger)).toMatchObject(
      totals(chargedLedger({ ...seen, transcriptions: [] })),
    );
  });
});
