import { answerOptions } from './options/answer.ts';
import { contextOptions } from './options/context.ts';
import { inputAudioOptions } from './options/input-audio.ts';
import { sessionOptions } from './options/session.ts';
import type { OptionSpec } from './options/spec.ts';
import { toolOptions } from './options/tools.ts';
import { transcriptionOptions } from './options/transcription.ts';
import { turnDetectionOptions } from './options/turn-detection.ts';

export type { Changeable, OptionGroup, OptionKind, OptionSpec } from './options/spec.ts';

/**
 * Every option of the GA session object, a file a group. The form, the checks, the diff, the log and the command line
 * read this one list. The model is none of them: the address names it.
 */
export const optionSpecs: readonly OptionSpec[] = [
  ...turnDetectionOptions,
  ...inputAudioOptions,
  ...transcriptionOptions,
  ...answerOptions,
  ...toolOptions,
  ...contextOptions,
  ...sessionOptions,
];

const specById = new Map(optionSpecs.map((spec) => [spec.id, spec]));

/** The table's entry for an option id, or undefined for an id it does not have. */
export const optionSpec = (id: string): OptionSpec | undefined => specById.get(id);

/** The option that governs the object which `spec` is part of, itself included; undefined when it stands alone. */
export const governorOf = (spec: OptionSpec): OptionSpec | undefined =>
  optionSpecs.find(
    ({ switches }) => switches !== undefined && (spec.switches === switches || spec.path.startsWith(`${switches}.`)),
  );
