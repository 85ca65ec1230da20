import type { NamedReport, ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { decidedReport, undecidedReport } from '../reconcile/thread-report.ts';

/** Names under which a reconciliation holds words, some of others and some of its own: each may be hostile, and nothing is parsed. */
export const words: ReadonlySet<string> = new Set(
  ['headline', 'lead', 'title', 'text', 'words', 'statement', 'arithmetic', 'note', 'notes', 'rule', 'fails', 'names']
    .concat('mechanisms', 'supports', 'contradictions', 'alsoOpen', 'label', 'resource', 'sessions', 'shape', 'runId')
    .concat('sentence', 'responseId', 'session', 'change', 'steps', 'sees', 'means', 'isolation', 'name', 'priceBook')
    .concat('notComparable', 'audioFormula', 'textFormula', 'formula', 'finding', 'open', 'unseparatedBecause')
    .concat('model', 'by'),
);
const source: ReconcileReport['sources'][number] = {
  files: [{ name: 'costs.csv', sha256: 'ab12', bytes: 10 }],
  shape: 'actual',
  importedAt: '2026-04-03T10:00:00.000Z',
  writtenAt: '2026-04-03T09:00:00.000Z',
  period: null,
  runId: 'run',
  tally: { rows: 10, kept: 6 } as ReconcileReport['sources'][number]['tally'],
};
const full = (report: ReconcileReport): NamedReport => ({
  name: 'One response',
  at: '2026-04-02T10:00:00.000Z',
  report: {
    ...report,
    sources: [source],
    notes: ['a note', 'another'],
    sessions: ['one', 'two'],
    compared: { days: ['2026-04-01'], resource: 'contoso', freshness: 'settled' },
    reportedResponses: [
      {
        number: 1,
        origin: { session: 'one', responseId: 'resp_1', number: 1 },
        audioIn: 1,
        audioCached: 0,
        audioOut: 1,
        textIn: 1,
        textCached: 0,
        textOut: 1,
      },
    ],
  },
});

/** Reconciliations with something in every part that a document has, decided and undecided. */
export const papers: readonly NamedReport[] = [full(decidedReport), full(undecidedReport)];
