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
import { NoDataFolder } from '../engine/data/data-folder.ts';
import { allowLostReader, tellFaults, terminal, textLine, type Terminal } from '../hosts/terminal.ts';
import { type ExitCode, exitCodes, sayError } from './output/terminal-text.ts';
import { helpText } from './help.ts';
import { findInstallation, type Installation } from '../hosts/installation.ts';
import { lookup } from '../../shared/kit/lookup.ts';
import { keyOnCommandLine } from './input/flags.ts';
import { repeated } from '../../shared/kit/untrusted/quoting.ts';

type Command = (args: readonly string[], installation: Installation, terminal: Terminal) => Promise<ExitCode>;

/** One entry a command. */
const commands = lookup<Command>({
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
});

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
  const command = commands(name);
  if (command === undefined) {
    const what = name.startsWith('-') ? 'flag' : 'command';
    terminal.err(textLine(`voxtally knows no ${what} ${repeated(name)}; see voxtally --help.`));
    return exitCodes.usage;
  }
  return await command(args, installation, terminal);
}

allowLostReader((error) => {
  throw error;
});
tellFaults(exitCodes.failed);
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof NoDataFolder) {
    terminal.err(textLine(error.message));
    return exitCodes.failed;
  }
  const what = error instanceof Error ? error.message : String(error);
  terminal.err(textLine(`voxtally met a fault of its own: ${what}`));
  return exitCodes.failed;
});
