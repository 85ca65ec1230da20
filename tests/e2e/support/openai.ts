import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { openAiCaFile, openAiTls } from '../../integration/support/azure-tls.ts';
import { type CostService, startCostService } from '../../integration/support/cost-service.ts';
import { startProxy } from '../../integration/support/proxy.ts';

export interface FakeOpenAi {
  /** What answers, and what reached it. */
  readonly service: CostService;
  /** A proxy that leads every host to this service, and the authority of its certificate. */
  readonly network: NetworkSettings;
  close(): Promise<void>;
}

/** OpenAI as a bench behind a company's proxy finds it: api.openai.com on this machine. */
export async function fakeOpenAi(): Promise<FakeOpenAi> {
  const service = await startCostService();
  const server = createServer(openAiTls, (request, response) => {
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, authorization: headers.authorization, body: '' };
    service.asked.push(one);
    service.reply(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = await startProxy({ leadsTo: (server.address() as AddressInfo).port });
  return {
    service,
    network: { ...defaultNetwork, proxy: { kind: 'explicit', url: proxy.url }, extraCa: openAiCaFile },
    async close() {
      await proxy.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service.close();
    },
  };
}
