/** The file ends inside a row, or a row is no row. The message is a clause that follows the file's name. */
export class BadFile extends Error {
  /** Filled in where the file is known. */
  file = '';
}

/** The import was cancelled by a person. */
export class Cancelled extends Error {}
