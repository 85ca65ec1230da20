#!/usr/bin/env node
import { billCommand } from './commands/bill.ts';
import { runCommand } from './commands/run.ts';
import { optionsCommand } from './commands/options.ts';
import { pricesCommand } from './commands/prices.ts';
import { profilesCommand } from './commands/profiles.ts';
import { reconcileCommand } from './commands/reconcile.ts';
import { replayCommand } from './commands/replay.ts';
import { resampleCommand } from './commands/resample.ts';
import { simulateCommand } from './commands/simulate.ts';
import { usageCommand } from './commands/usage.ts';
import { NoDataFolder } from '../engine/kept/make-data-folder.ts';
import { keyOnCommandLine } from './misplaced-key.ts';
import { sayError } from './say-error.ts';
import { exitCodes, type ExitCode, type Terminal } from './exit-codes.ts';
import { helpText } from './help.ts';
import { findInstallation, type Installation } from './installation.ts';
import { repeated } from '../../shared/foreign/repeated.ts';

type Command = (args: readonly string[], installation: Installation, terminal: Terminal) => Promise<ExitCode>;

/** One entry a command. */
const commands: Readonly<Record<string, Command | undefined>> = {
  run: runCommand,
  options: optionsCommand,
  resample: resampleCommand,
  replay: replayCommand,
  usage: usageCommand,
  prices: pricesCommand,
  profiles: profilesCommand,
  bill: billCommand,
  reconcile: reconcileCommand,
  simulate: simulateCommand,
};

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

async function main([name, ...args]: readonly string[]): Promise<ExitCode> {
  const installation = findInstallation();
  if (name === undefined || name === '--help' || name === '-h' || name === 'help' || args.includes('--help')) {
    terminal.out(helpText(installation.version));
    return exitCodes.done;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`${installation.version}\n`);
    return exitCodes.done;
  }
  const key = keyOnCommandLine([name, ...args]);
  if (key !== null) {
    terminal.err(sayError(key));
    return exitCodes.usage;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const what = name.startsWith('-') ? 'flag' : 'command';
    terminal.err(`voxtally knows no ${what} ${repeated(name)}; see voxtally --help.\n`);
    return exitCodes.usage;
  }
  return await command(args, installation, terminal);
}

// A reader that closes the pipe early (`| head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof NoDataFolder) {
    terminal.err(`${error.message}\n`);
    return exitCodes.failed;
  }
  terminal.err(`voxtally met a fault of its own: ${error instanceof Error ? error.message : String(error)}\n`);
  return exitCodes.failed;
});
