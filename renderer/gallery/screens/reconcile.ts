import type { ScreenState } from './screen-state.ts';

const states: readonly ScreenState[] = [
  {
    id: 'reconcile-example',
    says: 'The finding of the public example.',
    seen: 'Example: one response, six meters',
    arrange: ({ appWindow }) => appWindow.showPage('reconcile'),
  },
  {
    id: 'reconcile-none',
    says: 'Nothing is given yet.',
    seen: 'A worked example',
    answers: () => ({ 'reconcile.list': { ok: true, cases: [] }, 'bill.list': { ok: true, imports: [] } }),
    arrange: ({ appWindow }) => appWindow.showPage('reconcile'),
  },
];
export default states;
