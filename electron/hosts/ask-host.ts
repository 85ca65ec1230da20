import type { FromEngineProcess, HostQuestion, HostService, HostServices } from './engine-messages.ts';

/** The host's services as functions of the engine: each call is a question to the parent process and waits for its answer. */
export function askHost(post: (message: FromEngineProcess) => void): {
  services: HostServices;
  answered(id: number, answer: unknown): void;
} {
  const open = new Map<number, (answer: unknown) => void>();
  let lastId = 0;
  const ask =
    <N extends HostService>(service: N) =>
    (argument: Parameters<HostServices[N]>[0]): ReturnType<HostServices[N]> => {
      lastId += 1;
      const id = lastId;
      const answer = new Promise((resolve) => open.set(id, resolve));
      // Service and argument are of one kind, which the compiler cannot follow through the table.
      post({ kind: 'ask', id, service, argument } as HostQuestion);
      return answer as ReturnType<HostServices[N]>;
    };
  return {
    services: {
      secret: ask('secret'),
      secretStatus: ask('secretStatus'),
      simulatorUrl: ask('simulatorUrl'),
      systemProxy: ask('systemProxy'),
    },
    answered(id, answer) {
      open.get(id)?.(answer);
      open.delete(id);
    },
  };
}

/** Answers a question of the engine by the service it names. */
export function answerQuestion(services: HostServices, question: HostQuestion): Promise<unknown> {
  switch (question.service) {
    case 'secret':
      return services.secret(question.argument);
    case 'secretStatus':
      return services.secretStatus(question.argument);
    case 'simulatorUrl':
      return services.simulatorUrl(question.argument);
    case 'systemProxy':
      return services.systemProxy(question.argument);
  }
}
