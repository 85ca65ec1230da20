import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import { NoDataFolder } from '../../engine/data/data-folder.ts';
import type { EngineServices } from '../../engine/context/services.ts';
import type { Launch } from '../../hosts/child-process.ts';
import type { Installation } from '../../hosts/installation.ts';
import { type Terminal, textLine } from '../../hosts/terminal.ts';
import { type ExitCode, exitCodes, sayError } from '../output/terminal-text.ts';
import { type Flags, type Read, readFlags, type Word } from './flags.ts';

/** What every command runs in. */
export interface Surroundings {
  readonly installation: Installation;
  readonly terminal: Terminal;
  /** How processes are made: Node's, or Electron's where the command runs in a packaged application. */
  readonly launch: Launch;
  /** Replaces what an engine of the command is lent, for tests. */
  readonly lent?: Partial<EngineServices>;
}

/** What came of a command. */
export type Outcome =
  | {
      readonly ok: true;
      /** What is printed: whole lines. */
      readonly out: string;
      /** Sentences beside it, for a person. */
      readonly notes?: readonly string[];
      /** Default: done. */
      readonly code?: ExitCode;
    }
  | {
      readonly ok: false;
      readonly error: BenchError;
      /** Default: failed. */
      readonly code?: ExitCode;
    };

/** A refusal of what the command line asks for, once the command has seen what else there is. */
export const misused = (error: BenchError): Outcome => ({ ok: false, error, code: exitCodes.usage });

interface Described<F extends Flags> {
  /** Its word behind the command's name; absent in a command that has one form only. */
  readonly name?: string;
  /** What it does, where the command's summary does not say it. */
  readonly says?: string;
  readonly words?: readonly Word[];
  readonly flags: F;
  /** Paragraphs below its flags in the help. */
  readonly notes?: readonly string[];
  readonly examples?: readonly string[];
}

/** One form of a command: `voxtally prices refresh`. */
export interface Form {
  readonly name: string;
  readonly says: string | null;
  readonly words: readonly Word[];
  readonly flags: Flags;
  readonly notes: readonly string[];
  readonly examples: readonly string[];
  /** Whether a command line is one that it understands, and if not why; nothing is read or written. */
  check(called: string, args: readonly string[]): Result;
  run(called: string, args: readonly string[], surroundings: Surroundings): Promise<ExitCode>;
}

/** Tells what came of a command, the same for every one. With `json` a refusal is an object among the results. */
function conclude(outcome: Outcome, json: boolean, { out, err }: Terminal): ExitCode {
  if (!outcome.ok) {
    if (json) out(jsonText({ voxtally: 1, error: outcome.error }));
    else err(sayError(outcome.error));
    return outcome.code ?? exitCodes.failed;
  }
  out(outcome.out);
  for (const note of outcome.notes ?? []) err(textLine(note));
  return outcome.code ?? exitCodes.done;
}

/** What came of a command, where there may be no folder for what it keeps. */
async function ran(run: () => Promise<Outcome> | Outcome): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof NoDataFolder) return refuse(benchError('disk', error.message));
    throw error;
  }
}

/**
 * A form whose flags say more than each by itself.
 * @param spec `plan` understands them, or refuses before anything is read or written; `run` does what was planned
 */
export function plannedForm<const F extends Flags, P>(
  spec: Described<F> & {
    readonly plan: (read: Read<F>) => Result<{ plan: P }>;
    readonly run: (plan: P, surroundings: Surroundings) => Promise<Outcome> | Outcome;
  },
): Form {
  const { name = '', says = null, words = [], flags, notes = [], examples = [] } = spec;
  const plan = (called: string, args: readonly string[]): Result<{ plan: P; json: boolean }> => {
    const given = readFlags(called, args, flags, words);
    if (!given.ok) return given;
    const planned = spec.plan(given.read);
    return planned.ok ? ok({ plan: planned.plan, json: given.read.values['json'] === true }) : planned;
  };
  return {
    name,
    says,
    words,
    flags,
    notes,
    examples,
    check: plan,
    async run(called, args, surroundings) {
      const planned = plan(called, args);
      // What is wrong with the command line itself is said to the person who typed it.
      if (!planned.ok) return conclude(misused(planned.error), false, surroundings.terminal);
      return conclude(await ran(() => spec.run(planned.plan, surroundings)), planned.json, surroundings.terminal);
    },
  };
}

/** A form that needs nothing beyond its flags and words as they were read. */
export function form<const F extends Flags>(
  spec: Described<F> & {
    readonly run: (read: Read<F>, surroundings: Surroundings) => Promise<Outcome> | Outcome;
  },
): Form {
  return plannedForm<F, Read<F>>({ ...spec, plan: (read) => ok({ plan: read }) });
}

/** A command: one form, or several of which the first one is meant where none is named. */
export interface Command {
  readonly forms: readonly [Form, ...Form[]];
}

/** The form that a command line names, how it is called, and what is left for it. */
export function formOf(
  name: string,
  { forms }: Command,
  args: readonly string[],
): Result<{ form: Form; called: string; rest: readonly string[] }> {
  const [first] = forms;
  if (forms.length === 1 && first.name === '') return ok({ form: first, called: name, rest: args });
  const [word] = args;
  if (word === undefined || word.startsWith('-')) {
    return ok({ form: first, called: `${name} ${first.name}`, rest: args });
  }
  const named = forms.find((one) => one.name === word);
  if (named !== undefined) return ok({ form: named, called: `${name} ${word}`, rest: args.slice(1) });
  const known = forms.map((one) => one.name).join(', ');
  return refuse(
    benchError('invalid-argument', `voxtally ${name} does not know ${repeated(word)}.`, {
      nextStep: `It knows ${known.replace(/, ([^,]*)$/, ' and $1')}.`,
    }),
  );
}

/** Runs a command. Whatever it does, this alone prints what came of it and names the exit code. */
export async function runCommand(
  name: string,
  command: Command,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const found = formOf(name, command, args);
  if (!found.ok) return conclude(misused(found.error), false, surroundings.terminal);
  return await found.form.run(found.called, found.rest, surroundings);
}
