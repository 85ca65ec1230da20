/** One row of a file: its number (the header is 1) and its cells as text. */
export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
}
