import { benchError, codeOf, messageOf, ok, refuse } from '../../../shared/kit/errors.ts';
import { textLine } from '../../hosts/terminal.ts';
import { startSimulator } from '../../simulator/server.ts';
import { type Command, form, type Outcome, type Surroundings } from '../input/command.ts';

async function serve(port: number, { installation, terminal }: Surroundings): Promise<Outcome> {
  try {
    const simulator = await startSimulator({ assetsFolder: installation.assetsFolder, port });
    const interrupted = new Promise<void>((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    // Whoever reads the address may interrupt at once.
    terminal.out(textLine(simulator.url));
    await interrupted;
    await simulator.close();
    return ok({ out: '' });
  } catch (error) {
    const why = codeOf(error) === 'EADDRINUSE' ? `port ${port} is taken` : messageOf(error);
    return refuse(benchError('simulator', `The simulator could not start: ${why}.`));
  }
}

/** `voxtally simulate`: the simulator in the foreground, for any Realtime client, until interrupted. */
export const simulate: Command = {
  forms: [
    form({
      flags: {
        port: {
          type: 'string',
          says: 'The port it listens on, on loopback.',
          whole: [0, 65_535],
          default: '0',
          otherwise: 'any port that is not taken',
        },
      },
      run: ({ values }, surroundings) => serve(values.port, surroundings),
    }),
  ],
};
