import { startSimulator } from '../../simulator/server.ts';
import { benchError } from '../../../shared/kit/errors.ts';
import { textLine, type Terminal } from '../../hosts/terminal.ts';
import { type ExitCode, exitCodes, sayError } from '../output/terminal-text.ts';
import { readFlags, wholeNumber } from '../input/flags.ts';
import type { Installation } from '../../hosts/installation.ts';

/** `voxtally simulate`: the simulator in the foreground, for any Realtime client, until interrupted. */
export async function simulateCommand(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const read = readFlags('simulate', args, { port: { type: 'string', default: '0' } });
  const port = read.ok ? wholeNumber('--port', read.values.port, 0, 65_535) : read;
  if (!port.ok) {
    terminal.err(sayError(port.error));
    return exitCodes.usage;
  }
  try {
    const simulator = await startSimulator({ assetsFolder: installation.assetsFolder, port: port.number });
    terminal.out(textLine(simulator.url));
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    await simulator.close();
    return exitCodes.done;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? `port ${port.number} is taken` : message;
    terminal.err(sayError(benchError('simulator', `The simulator could not start: ${why}.`)));
    return exitCodes.failed;
  }
}
