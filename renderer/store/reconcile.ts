import { createState, type State } from './state.ts';

export interface ReconcileState {
  /** Sessions that the Reconcile page begins a case with when it opens; null: it shows what it had. */
  readonly sessionIds: readonly string[] | null;
}

/** What the Reconcile page is opened with. */
export interface ReconcileWith extends State<ReconcileState> {
  begin(sessionIds: readonly string[]): void;
  /** Hands the sessions over, once. */
  take(): readonly string[] | null;
}

export const createReconcileWith = (): ReconcileWith =>
  createState<ReconcileState, Omit<ReconcileWith, keyof State<ReconcileState>>>(
    { sessionIds: null },
    ({ getState, setState }) => ({
      begin: (sessionIds) => setState({ sessionIds }),
      take: () => {
        const { sessionIds } = getState();
        setState({ sessionIds: null });
        return sessionIds;
      },
    }),
  );
