import { BrowserWindow, ipcMain, type IpcMainInvokeEvent, type WebFrameMain } from 'electron';
import type { z } from 'zod';
import { benchError, refuse, type Result } from '../../shared/errors.ts';
import { isPageUrl } from './page-address.ts';

/** The frame that called, when it is the main frame of one of our windows and shows our page; else null. */
function callerOf({ sender, senderFrame }: IpcMainInvokeEvent): WebFrameMain | null {
  const isOurs = BrowserWindow.fromWebContents(sender) !== null && senderFrame === sender.mainFrame;
  return isOurs && senderFrame !== null && isPageUrl(senderFrame.url) ? senderFrame : null;
}

/** Answers one kind of call of the page. Who calls and with what is checked before the handler hears of it. */
export function handle<Args extends unknown[]>(
  channel: string,
  schema: z.ZodType<Args>,
  handler: (args: Args, frame: WebFrameMain) => Promise<Result>,
): void {
  ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Result> => {
    const frame = callerOf(event);
    if (frame === null) return refuse(benchError('refused', `${channel} is only for the page of the bench itself.`));
    const checked = schema.safeParse(args);
    // What was wrong is not repeated: one of the arguments may be a key.
    if (!checked.success) return refuse(benchError('invalid-argument', `${channel} was called with wrong arguments.`));
    return handler(checked.data, frame);
  });
}

/** Tells every open window a sentence. */
export function tellWindows(channel: string, message: string): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channel, message);
}
