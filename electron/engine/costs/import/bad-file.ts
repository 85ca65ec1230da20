/** The file ends inside a row, or a row is no row. The message is a clause that follows the file's name. */
export class BadFile extends Error {
  /** Filled in where the file is known. */
  file = '';
  /** What a person does about it. */
  readonly nextStep: string;

  constructor(
    message: string,
    { cause, nextStep = 'Download the export again.' }: { cause?: unknown; nextStep?: string } = {},
  ) {
    super(message, { cause });
    this.nextStep = nextStep;
  }
}

/** The import was cancelled by a person. */
export class Cancelled extends Error {}
