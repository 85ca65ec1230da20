import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { azureCaFile, azureTls } from '../../integration/support/azure-tls.ts';
import { startProxy } from '../../integration/support/proxy.ts';
import { temporaryFolder } from './places.ts';

export interface FakeAzure {
  /** The bodies that Cost Management answers with, one a question; the last again. */
  readonly answers: { status: number; body: unknown }[];
  /** What reached it: path and token. */
  readonly asked: { readonly path: string; readonly authorization: string | undefined }[];
  /** A proxy that leads every host to this service, and the authority of its certificate. */
  readonly network: NetworkSettings;
  /** A PATH on which the Azure CLI is signed in. */
  readonly path: string;
  readonly token: string;
  close(): Promise<void>;
}

/** Azure as a bench behind a company's proxy finds it: management.azure.com on this machine, and an az that is signed in. */
export async function fakeAzure(): Promise<FakeAzure> {
  const token = 'planted-token-of-the-azure-cli';
  const answers: FakeAzure['answers'] = [];
  const asked: { path: string; authorization: string | undefined }[] = [];
  const server = createServer(azureTls, (request, response) => {
    request.resume().on('end', () => {
      asked.push({ path: request.url ?? '', authorization: request.headers.authorization });
      const next = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 500, body: {} };
      response.writeHead(next.status, { 'content-type': 'application/json' }).end(JSON.stringify(next.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = await startProxy({ leadsTo: (server.address() as AddressInfo).port });
  const bin = await temporaryFolder();
  const answer = { accessToken: token, expires_on: Math.floor(Date.now() / 1000) + 3600, tokenType: 'Bearer' };
  await writeFile(join(bin, 'az'), `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
  await chmod(join(bin, 'az'), 0o755);
  return {
    answers,
    asked,
    network: { ...defaultNetwork, proxy: { kind: 'explicit', url: proxy.url }, extraCa: azureCaFile },
    path: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    token,
    async close() {
      await proxy.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
