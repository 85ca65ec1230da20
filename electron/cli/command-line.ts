import { lookup } from '../../shared/kit/lookup.ts';
import { repeated } from '../../shared/kit/untrusted/quoting.ts';
import type { Launch } from '../hosts/child-process.ts';
import { findInstallation, type Installation } from '../hosts/installation.ts';
import { allowLostReader, tellFaults, terminal, textLine, thrownSentence } from '../hosts/terminal.ts';
import { runCommand, type Surroundings } from './input/command.ts';
import { commands } from './all-commands.ts';
import { commandHelp, helpText } from './help.ts';
import { keyOnCommandLine } from './input/flags.ts';
import { type ExitCode, exitCodes, sayError } from './output/terminal-text.ts';

const entryOf = lookup(Object.fromEntries(commands.map((entry) => [entry.name, entry])));

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

/** The help that a command line asks for: of one form, of one command, or of all of them. */
async function help(words: readonly string[], version: string): Promise<string> {
  const [name = '', form] = words;
  const entry = entryOf(name);
  return entry === undefined ? helpText(version, commands) : commandHelp(entry, await entry.load(), form);
}

async function answered(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { installation, terminal } = surroundings;
  const [name, ...args] = words;
  if (name === undefined || name === 'help' || words.some(isHelp)) {
    terminal.out(await help(name === 'help' ? args : words.filter((word) => !isHelp(word)), installation.version));
    return exitCodes.done;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`${installation.version}\n`);
    return exitCodes.done;
  }
  const key = keyOnCommandLine(words);
  if (key !== null) {
    terminal.err(sayError(key));
    return exitCodes.usage;
  }
  const entry = entryOf(name);
  if (entry === undefined) {
    const what = name.startsWith('-') ? 'flag' : 'command';
    terminal.err(textLine(`voxtally knows no ${what} ${repeated(name)}; see voxtally --help.`));
    return exitCodes.usage;
  }
  return await runCommand(name, await entry.load(), args, surroundings);
}

/** What the words need of their process; the installation is looked for where a fault of it can be told. */
type Wanted = Omit<Surroundings, 'installation'> & { readonly findInstallation: () => Installation };

/** Does what a command line says, in a process that may do more: what it throws is told as a sentence, and nothing else is heard. */
export async function runWords(
  words: readonly string[],
  { findInstallation: find, ...rest }: Wanted,
): Promise<ExitCode> {
  try {
    return await answered(words, { ...rest, installation: find() });
  } catch (error) {
    rest.terminal.err(textLine(thrownSentence(error)));
    return exitCodes.failed;
  }
}

/**
 * Does what a command line says, in a process that does nothing else: faults that nothing catches end it with a sentence.
 * @param words the command and its own words
 * @param launch how processes are made here: Node's, or Electron's
 */
export async function runCommandLine(words: readonly string[], launch: Launch): Promise<ExitCode> {
  allowLostReader((error) => {
    throw error;
  });
  tellFaults(exitCodes.failed);
  return await runWords(words, { findInstallation, terminal, launch });
}
