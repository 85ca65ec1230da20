import type { FromEngineProcess, HostService, HostServices } from './engine-messages.ts';
import type { Endpoint } from '../../shared/protocol/endpoint.ts';

/** The host's services as functions of the engine: each call is a question to the parent process and waits for its answer. */
export function askHost(post: (message: FromEngineProcess) => void): {
  services: HostServices;
  answered(id: number, answer: unknown): void;
} {
  const open = new Map<number, (answer: unknown) => void>();
  let lastId = 0;
  const ask =
    <N extends HostService>(service: N) =>
    (endpoint: Endpoint): ReturnType<HostServices[N]> => {
      lastId += 1;
      const id = lastId;
      const answer = new Promise((resolve) => open.set(id, resolve));
      post({ kind: 'ask', id, service, endpoint });
      return answer as ReturnType<HostServices[N]>;
    };
  return {
    services: { secret: ask('secret'), secretStatus: ask('secretStatus'), simulatorUrl: ask('simulatorUrl') },
    answered(id, answer) {
      open.get(id)?.(answer);
      open.delete(id);
    },
  };
}
