import { Suspense } from 'react';
import { useAppWindow } from '../../store/context.ts';
import { late, latePart } from '../../ui/late.ts';

const settings = late(async () => (await import('./settings.tsx')).Settings);
const keys = late(async () => (await import('./keys-dialog.tsx')).KeysDialog);
const sessionJson = late(async () => (await import('./session-json.tsx')).SessionJson);
const presets = late(async () => (await import('./presets-dialog.tsx')).PresetsDialog);
const prices = late(async () => (await import('./prices-dialog.tsx')).PricesDialog);
const budget = late(async () => (await import('./budget-dialog.tsx')).BudgetDialog);
const commands = late(async () => (await import('../../actions/command-menu.tsx')).CommandMenu);
const toolAnswers = late(async () => (await import('../live/tool-answers-dialog.tsx')).ToolAnswersDialog);
const useOptions = late(async () => (await import('./use-options-dialog.tsx')).UseOptionsDialog);
const handOn = late(async () => (await import('./hand-on-dialog.tsx')).HandOnDialog);

const repairs = late(async () => (await import('./repairs-dialog.tsx')).RepairsDialog);

/** Those that are read before they are asked for: any session may open them. */
export const lateDialogs = [settings, keys, commands];

const Settings = latePart(settings);
const KeysDialog = latePart(keys);
const SessionJson = latePart(sessionJson);
const PresetsDialog = latePart(presets);
const PricesDialog = latePart(prices);
const BudgetDialog = latePart(budget);
const CommandMenu = latePart(commands);
const ToolAnswersDialog = latePart(toolAnswers);
const UseOptionsDialog = latePart(useOptions);
const HandOnDialog = latePart(handOn);
const RepairsDialog = latePart(repairs);

/** The dialogs over the window. Their code comes behind the start page, that of the seldom ones when one is asked for. */
export function LateDialogs() {
  const dialog = useAppWindow((state) => state.dialog);
  return (
    <Suspense fallback={null}>
      {dialog === 'settings' && <Settings />}
      {dialog === 'keys' && <KeysDialog />}
      {dialog === 'session-json' && <SessionJson />}
      {dialog === 'presets' && <PresetsDialog />}
      {dialog === 'prices' && <PricesDialog />}
      {dialog === 'budget' && <BudgetDialog />}
      {dialog === 'commands' && <CommandMenu />}
      {dialog === 'tool-answers' && <ToolAnswersDialog />}
      {dialog === 'use-options' && <UseOptionsDialog />}
      {dialog === 'hand-on' && <HandOnDialog />}
      {dialog === 'repairs' && <RepairsDialog />}
    </Suspense>
  );
}
