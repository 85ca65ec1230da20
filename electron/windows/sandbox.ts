import { app } from 'electron';

/** Every page in the sandbox. With --no-sandbox, which root needs, the call would end the process. */
export function sandboxPages(): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}
