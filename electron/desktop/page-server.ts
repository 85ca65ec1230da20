import {
  BrowserWindow,
  ipcMain,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  MessageChannelMain,
  type MessagePortMain,
  protocol,
  shell,
  type WebFrameMain,
} from 'electron';
import { z } from 'zod';
import { desktopChannels } from '../../shared/contract/desktop.ts';
import { portKinds } from '../../shared/contract/ports.ts';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { isLinkId, links } from '../../shared/kit/links.ts';
import { secretOwnerSchema } from '../../shared/protocol/endpoints/credential-id.ts';
import type { EngineSupervisor } from '../hosts/engine-supervisor.ts';
import type { KeyRing } from '../hosts/keys.ts';
import { type PageSource, securityHeaders } from '../hosts/page-files.ts';
import { appScheme, isPageUrl } from './policy-rules.ts';

/** Has to run before the app is ready: afterwards the scheme's privileges are settled. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

const headers = securityHeaders('none');
const notFound = (): Response => new Response('The bench has no such page.\n', { status: 404, headers });

/** Serves the page, and nothing else on this disk, under `app://bench/`. */
export function serveAppScheme(page: PageSource): void {
  protocol.handle(appScheme, async ({ url, method }) => {
    if (method !== 'GET' || !isPageUrl(url)) return notFound();
    const { pathname, search } = new URL(url);
    const file = await page.read(pathname, search);
    if (file.status === 404) return notFound();
    return new Response(new Uint8Array(file.bytes), {
      status: 200,
      headers: { ...page.headers, ...file.headers, 'content-type': file.type },
    });
  });
}

/** The frame that called, when it is the main frame of one of our windows and shows our page; else null. */
function callerOf({ sender, senderFrame }: IpcMainInvokeEvent | IpcMainEvent): WebFrameMain | null {
  const isOurs = BrowserWindow.fromWebContents(sender) !== null && senderFrame === sender.mainFrame;
  return isOurs && senderFrame !== null && isPageUrl(senderFrame.url) ? senderFrame : null;
}

/** Whether something was said by the page of the bench itself. */
export const isOwnPage = (event: IpcMainEvent): boolean => callerOf(event) !== null;

/** Answers one kind of call of the page. Who calls and with what is checked before the handler hears of it. */
function handle<Args extends unknown[]>(
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

const count = z.number().int().positive();
const portArgs = z.tuple([z.enum(portKinds), count, count]);
const secretArgs = z.tuple([secretOwnerSchema, z.string()]);
const linkArgs = z.tuple([z.string()]);

/** Answers the calls of `DesktopBridge`. */
export function servePageCalls(engine: EngineSupervisor<MessagePortMain>, keys: KeyRing): void {
  handle(desktopChannels.openPort, portArgs, async ([portKind, number, clientId], frame) => {
    const { port1, port2 } = new MessageChannelMain();
    const sent = await engine.send({ kind: 'port', portKind, clientId }, port1);
    if (!sent.ok) return sent;
    // The page may have been reloaded while the engine started.
    if (frame.isDestroyed()) port2.close();
    else frame.postMessage(desktopChannels.port, number, [port2]);
    return ok({});
  });

  handle(desktopChannels.storeSecret, secretArgs, ([owner, secret]) => keys.put(owner, secret));

  handle(desktopChannels.openLink, linkArgs, async ([id]) => {
    if (!isLinkId(id)) return refuse(benchError('not-found', 'The bench has no link of that name.'));
    await shell.openExternal(links[id]);
    return ok({});
  });
}
