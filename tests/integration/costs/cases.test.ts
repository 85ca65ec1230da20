import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../../shared/reconcile/case/case-view.ts';
import { exampleMeters, exampleUsage } from '../../../shared/reconcile/case/pasted-texts.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { openWindow, reconcilingBenches, type Window } from '../support/reconcile-bench.ts';
import { writeSession } from '../support/session.ts';

const start = reconcilingBenches();

async function begun(window: Window, from: 'nothing' | 'example' = 'nothing'): Promise<CaseView> {
  const made = await window.call('reconcile.create', { from: { kind: from } });
  if (!made.ok) throw new Error(made.error.message);
  return made.view;
}
async function changed(window: Window, caseId: string, change: object): Promise<CaseView> {
  const answer = await window.call('reconcile.change', { caseId, change });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.view;
}
const usage = (text: string) => ({ reported: { kind: 'usage', text } });
const table = (text: string) => ({ billed: { kind: 'table', text } });

describe('a case of two pasted texts', () => {
  it('is understood side by side, compared as soon as both are there, and kept for the next start', async () => {
    const bench = await start();
    const window = openWindow(bench);
    const empty = await begun(window);
    expect(empty).toMatchObject({
      reported: { kind: 'nothing' },
      billed: { kind: 'nothing' },
      outcome: { kind: 'waiting' },
    });
    const { caseId } = empty.case;

    const half = await changed(window, caseId, usage(exampleUsage));
    expect(half.reported).toMatchObject({
      kind: 'read',
      read: { responses: 1, totals: { audio_in: 110, text_out: 117 } },
    });
    expect(half.outcome.kind).toBe('waiting');

    const whole = await changed(window, caseId, { ...table(`${exampleMeters}\nStandard Traffic\t3`), name: 'March' });
    expect(
      whole.billed.kind === 'read' && whole.billed.read.kind === 'table' && whole.billed.read.rows.at(-1),
    ).toMatchObject({
      line: 7,
      meter: null,
    });
    expect(whole.outcome.kind === 'report' && whole.outcome.report.finding.headline).toContain(
      'the model ran at least once more',
    );

    await bench.engine.shutdown(0);
    const again = openWindow(await start({ dataFolder: bench.dataFolder }));
    const listed = await again.call('reconcile.list', {});
    expect(listed.ok && listed.cases).toMatchObject([{ caseId, name: 'March', example: false }]);
    const reopened = await again.call('reconcile.look', { caseId });
    expect(reopened.ok && reopened.view.outcome).toEqual(whole.outcome);
  });

  it('says for each side what it cannot read, with the line, and what to do', async () => {
    const window = openWindow(await start());
    const {
      case: { caseId },
    } = await begun(window);
    const view = await changed(window, caseId, {
      ...usage('{ "input_tokens": 5 }'),
      ...table('gpt rt aud mn in gl 1215 many'),
    });
    expect(view.reported).toMatchObject({
      kind: 'refused',
      error: { nextStep: expect.stringContaining('usage object') },
    });
    expect(view.billed).toMatchObject({ kind: 'refused', error: { message: expect.stringContaining('Line 1') } });
    expect(view.outcome.kind).toBe('waiting');
    const exported = await window.call('reconcile.export', { caseId, format: 'json' });
    expect(exported).toMatchObject({ ok: false, error: { reason: 'invalid-argument' } });
  });

  it('asks which model when two were billed, and takes the answer', async () => {
    const window = openWindow(await start());
    const {
      case: { caseId },
    } = await begun(window);
    const other = exampleMeters.replaceAll('mn ', '').replaceAll('gl 1215', 'gl');
    const asked = await changed(window, caseId, { ...usage(exampleUsage), ...table(`${exampleMeters}\n${other}`) });
    if (asked.outcome.kind !== 'choose') throw new Error(`nothing was asked: ${asked.outcome.kind}`);
    expect(asked.outcome).toMatchObject({
      about: 'model',
      choices: [expect.stringContaining('mini'), expect.any(String)],
    });
    const [model] = asked.outcome.choices;
    const answered = await changed(window, caseId, { wanted: { days: [], resource: null, model } });
    expect(answered.outcome.kind === 'report' && answered.outcome.report.model.label).toBe(model);
  });
});

describe('what Azure Monitor counted', () => {
  const metrics = (count: number): string =>
    JSON.stringify({
      value: [
        {
          name: { value: 'AzureOpenAIRequests' },
          timeseries: [{ metadatavalues: [], data: [{ timeStamp: '2026-03-31T14:05:00Z', total: count }] }],
        },
      ],
    });

  it('stands beside report and bill, and speaks for the stories with as many inferences', async () => {
    const window = openWindow(await start());
    const {
      case: { caseId },
    } = await begun(window, 'example');
    const view = await changed(window, caseId, { metrics: metrics(2) });
    expect(view.metrics).toEqual({ kind: 'read', read: { points: 1, source: 'Azure Monitor' } });
    if (view.outcome.kind !== 'report') throw new Error(view.outcome.kind);
    expect(view.outcome.report.notes.join(' ')).toContain('Azure Monitor counts 2 requests');
    expect(view.outcome.report.explanations[0]?.supports.join(' ')).toContain('Azure Monitor');
  });

  it('is refused on its own side where it is of several resources, and the rest is compared without it', async () => {
    const window = openWindow(await start());
    const {
      case: { caseId },
    } = await begun(window, 'example');
    const answers = ['voice-a', 'voice-b'].map((resourceid) => ({ resourceid, ...(JSON.parse(metrics(1)) as object) }));
    const view = await changed(window, caseId, { metrics: JSON.stringify({ values: answers }) });
    expect(view.metrics).toMatchObject({
      kind: 'refused',
      error: { message: expect.stringContaining('voice-a, voice-b') as string },
    });
    if (view.outcome.kind !== 'report') throw new Error(view.outcome.kind);
    expect(view.outcome.report.notes.join(' ')).not.toContain('Azure Monitor counts');
  });

  it('is refused in a sentence when it cannot be read, and the rest is compared without it', async () => {
    const window = openWindow(await start());
    const {
      case: { caseId },
    } = await begun(window, 'example');
    const view = await changed(window, caseId, { metrics: 'none' });
    expect(view.metrics).toMatchObject({ kind: 'refused', error: { reason: 'invalid-argument' } });
    expect(view.outcome.kind).toBe('report');
  });
});

describe('a case', () => {
  it('is exported as report and plan, each named after it', async () => {
    const window = openWindow(await start());
    const {
      case: { caseId },
    } = await begun(window, 'example');
    const written = async (format: 'html' | 'csv' | 'json' | 'markdown' | 'plan-markdown' | 'plan-json') => {
      const answer = await window.call('reconcile.export', { caseId, format });
      if (!answer.ok) throw new Error(answer.error.message);
      return answer;
    };
    const rows = (await written('csv')).text.split('\r\n');
    expect(rows.find((row) => row.startsWith('meter,'))).toMatch(/,gpt rt aud mn in gl 1215,110,46,640,594,/);
    expect(JSON.parse((await written('json')).text)).toMatchObject({ voxtally: 1, responses: 1 });
    expect((await written('markdown')).text).toContain('| Audio in | 110 | 46 | 640 | +530 |');
    expect(JSON.parse((await written('plan-json')).text).cells.map(({ id }: { id: string }) => id)).toContain(
      'instructions-and-question',
    );
    expect(await written('plan-markdown')).toMatchObject({ fileName: 'example-one-response-six-meters.plan.md' });
    expect((await written('html')).text).toContain('the model ran at least once more');
  });

  it('is deleted, and then refused by name', async () => {
    const window = openWindow(await start());
    const {
      case: { caseId },
    } = await begun(window, 'example');
    expect(await window.call('reconcile.delete', { caseId })).toEqual({ ok: true });
    expect(await window.call('reconcile.list', {})).toEqual({ ok: true, cases: [] });
    expect(await window.call('reconcile.look', { caseId })).toMatchObject({
      ok: false,
      error: { reason: 'not-found' },
    });
    expect(await window.call('reconcile.change', { caseId, change: {} })).toMatchObject({ ok: false });
    expect(await window.call('reconcile.look', { caseId: '../preferences' })).toMatchObject({
      ok: false,
      error: { reason: 'invalid-argument' },
    });
  });

  it('gives way to a newer look, and can be cancelled', async () => {
    const window = openWindow(await start());
    const {
      case: { caseId },
    } = await begun(window, 'example');
    const first = window.call('reconcile.look', { caseId });
    const second = window.call('reconcile.look', { caseId });
    expect(await first).toMatchObject({ ok: false, error: { reason: 'refused' } });
    expect(await second).toMatchObject({ ok: true });
    const third = window.call('reconcile.look', { caseId });
    await window.call('reconcile.cancel', { caseId });
    expect(await third).toMatchObject({ ok: false, error: { message: expect.stringContaining('cancelled') } });
  });

  it('over sessions names their day, resource and model, and says which session is gone', async () => {
    const bench = await start();
    const window = openWindow(bench);
    await writeSession(`${bench.dataFolder}/sessions`, [{ id: 'resp_1', usage: threadUsage }]);
    const listed = await window.call('library.list', {});
    const [saved] = listed.ok ? listed.sessions : [];
    if (saved === undefined) throw new Error('no session');
    const made = await window.call('reconcile.create', { from: { kind: 'sessions', sessionIds: [saved.sessionId] } });
    if (!made.ok) throw new Error(made.error.message);
    expect(made.view.reported).toMatchObject({
      kind: 'read',
      read: { responses: 1, days: ['2026-03-31'], resources: ['contoso-voice'], responsesCreated: 1 },
    });
    const { caseId } = made.view.case;
    const compared = await changed(window, caseId, table(exampleMeters));
    expect(compared.outcome.kind === 'report' && compared.outcome.report.sessions).toEqual([saved.sessionId]);
    await window.call('library.delete', { sessionId: saved.sessionId });
    const lost = await window.call('reconcile.look', { caseId });
    expect(lost.ok && lost.view.reported).toMatchObject({
      kind: 'refused',
      error: { message: expect.stringContaining(saved.sessionId) },
    });
  });
});
