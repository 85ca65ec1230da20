import { lazy, Suspense } from 'react';
import { useAppWindow } from '../../store/context.ts';

const SessionJson = lazy(async () => ({ default: (await import('./session-json.tsx')).SessionJson }));
const PresetsDialog = lazy(async () => ({ default: (await import('./presets-dialog.tsx')).PresetsDialog }));
const PricesDialog = lazy(async () => ({ default: (await import('./prices-dialog.tsx')).PricesDialog }));
const BudgetDialog = lazy(async () => ({ default: (await import('./budget-dialog.tsx')).BudgetDialog }));
const CommandMenu = lazy(async () => ({ default: (await import('../../actions/command-menu.tsx')).CommandMenu }));
const ToolAnswersDialog = lazy(async () => ({
  default: (await import('../live/tool-answers-dialog.tsx')).ToolAnswersDialog,
}));

/** Dialogs that few sessions open: their code comes when one is asked for. */
export function LateDialogs() {
  const dialog = useAppWindow((state) => state.dialog);
  return (
    <Suspense fallback={null}>
      {dialog === 'session-json' && <SessionJson />}
      {dialog === 'presets' && <PresetsDialog />}
      {dialog === 'prices' && <PricesDialog />}
      {dialog === 'budget' && <BudgetDialog />}
      {dialog === 'commands' && <CommandMenu />}
      {dialog === 'tool-answers' && <ToolAnswersDialog />}
    </Suspense>
  );
}
