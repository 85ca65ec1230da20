import type { ZodType } from 'zod';
import { type Answer, commandArgs, type CommandName, type Handlers } from '../../../shared/contract/bench-api.ts';
import { benchError, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import type { Client } from '../ports/control.ts';

const isCommand = (name: string): name is CommandName => Object.hasOwn(commandArgs, name);

/** What is wrong with an argument, as one sentence that names the place. */
function complaint(command: string, schema: ZodType, args: unknown): string | null {
  const parsed = schema.safeParse(args);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'its argument' : issue.path.join('.');
  return `The command ${command} cannot use ${place}: ${issue?.message ?? 'it has the wrong form'}.`;
}

/**
 * Runs one command of a client: the argument is checked before it is used, the answer is always a value.
 * A throw below is a fault of the engine; it is logged and answered as one.
 */
export async function dispatch(
  handlers: Handlers,
  client: Client,
  command: string,
  args: unknown,
  log: (line: string) => void,
): Promise<Result> {
  if (!isCommand(command)) {
    return refuse(benchError('invalid-argument', `The engine knows no command ${repeated(command, 60)}.`));
  }
  const problem = complaint(command, commandArgs[command], args);
  if (problem !== null) return refuse(benchError('invalid-argument', problem));
  try {
    return await run(handlers, client, command, commandArgs[command].parse(args));
  } catch (error) {
    log(`${command} failed: ${(error as Error).stack ?? String(error)}`);
    return refuse(
      benchError('engine', `The engine met a fault of its own while it worked on ${command}.`, {
        nextStep: 'The session and its record are kept. Please report this with the log of the application.',
        facts: { fault: (error as Error).message },
      }),
    );
  }
}

async function run<C extends CommandName>(
  handlers: Handlers,
  client: Client,
  command: C,
  args: unknown,
): Promise<Answer<C>> {
  // Parsed by the schema of this very command, which is what types the handler's argument.
  const handler = handlers[command] as (args: unknown, client: Client) => Promise<Answer<C>> | Answer<C>;
  return await handler(args, client);
}
