import { MessageChannelMain, shell, type MessagePortMain } from 'electron';
import { z } from 'zod';
import { desktopChannels } from '../../shared/desktop.ts';
import { benchError, ok, refuse } from '../../shared/errors.ts';
import { isLinkId, links } from '../../shared/links.ts';
import { portKinds } from '../../shared/ports.ts';
import { secretOwnerSchema } from '../../shared/protocol/endpoint/credential-id.ts';
import type { EngineSupervisor } from '../hosts/engine-supervisor.ts';
import type { KeyRing } from '../hosts/keys/key-ring.ts';
import { handle } from './ipc.ts';

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
