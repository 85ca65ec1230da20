import CircleX from 'lucide-react/icons/circle-x';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Strips } from '../frame/strips.tsx';
import { Button } from '../parts/button.tsx';
import { Strip } from '../parts/strip.tsx';
import { useMedia } from '../parts/use-media.ts';
import { useStores } from '../store/context.ts';
import { createCaseStore } from './case-store.ts';
import { Evidence } from './evidence/evidence.tsx';
import { useEvidenceFold } from './evidence/use-evidence-fold.ts';
import { Foot } from './foot.tsx';
import { PageHead } from './page-head.tsx';
import styles from './reconcile.module.css';
import { Outcome } from './outcome/outcome.tsx';
import { Side } from './side/side.tsx';
import { CaseProvider } from './use-case.ts';

/** The bill against the record: evidence, what the numbers force, and what would settle the rest. */
export default function ReconcilePage() {
  const { bench, host, ui } = useStores();
  const [store] = useState(() => createCaseStore(bench, host));
  const problem = useStore(store, (state) => state.problem);
  /** A side of the evidence is missing, so there is no outcome to be covered by it. */
  const lacking = useStore(
    store,
    ({ view }) => view !== null && [view.reported, view.billed].some(({ kind }) => kind !== 'read'),
  );
  const narrow = useMedia('(max-width: 1279px)');
  const handle = useRef<HTMLButtonElement>(null);
  const fold = useEvidenceFold(narrow, lacking, handle);
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    // Whoever comes by a key left nothing behind that has the focus: they begin here, and not at the top of the window.
    if (document.activeElement === document.body) page.current?.focus();
  }, []);
  useEffect(() => {
    const sessions = ui.getState().reconcileSessions;
    ui.setState({ reconcileSessions: null });
    void store.load(sessions);
    const stop = bench.onReconnected(() => void store.load(null));
    return () => {
      stop();
      store.close();
    };
  }, [bench, store, ui]);
  return (
    <CaseProvider value={store}>
      <main ref={page} tabIndex={-1} className={styles.page} data-evidence={fold.overlay ? 'over' : undefined}>
        <PageHead />
        {narrow && (
          <Button
            ref={handle}
            look="quiet"
            className={styles.handle}
            aria-expanded={!fold.folded}
            aria-controls="reconcile-evidence"
            onClick={fold.toggle}
            onKeyDown={({ key }) => {
              if (fold.overlay && key === 'Escape') fold.toggle();
            }}
          >
            Evidence
          </Button>
        )}
        <Evidence box={fold.box} overlay={fold.overlay} folded={fold.folded} handle={handle} onFold={fold.toggle} />
        <div className={styles.middle}>
          <Strips />
          {problem !== null && (
            <Strip
              level="alarm"
              icon={<CircleX />}
              title={problem.message}
              actions={
                <Button size="small" onClick={() => store.dismiss()}>
                  Dismiss
                </Button>
              }
            >
              {problem.nextStep}
            </Strip>
          )}
          <Outcome />
        </div>
        <Side className={styles.side} />
      </main>
      <Foot />
    </CaseProvider>
  );
}
