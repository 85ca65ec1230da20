import type { Writable } from 'node:stream';
import { visible, visibleLine } from '../../shared/foreign/visible.ts';

/** Where a program writes: results to `out`, everything else to `err`. Whole lines, their ends included. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** One line, whatever a text from outside holds. */
export const textLine = (text: string): string => `${visibleLine(text)}\n`;

/**
 * What writes to a stream that a person may see. Line ends and tabs go through as they are, and nothing else that a terminal obeys
 * and does not show: whatever else was forgotten, no text of others moves the cursor, sets a title or writes to the clipboard.
 */
export const writerOf =
  (stream: Pick<Writable, 'write'>) =>
  (text: string): void =>
    void stream.write(visible(text));

/** The only way to this process's own output. */
export const terminal: Terminal = {
  out: (text) => writerOf(process.stdout)(text),
  err: (text) => writerOf(process.stderr)(text),
};

/** Tells one line beside the results: the log of a host. */
export const logLine = (line: string): void => terminal.err(textLine(line));

/**
 * A reader that closes the pipe early (`| head`) is no failure, nor is a terminal that is gone. `other`: what any other error of
 * the streams is for, a full disk for one; a host goes on without its log.
 */
export function allowLostReader(other: (error: Error) => void = () => undefined): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') other(error);
    });
  }
}

/** A fault that nothing caught ends the process with `code` and a sentence, and not with a print of its raw words. */
export function tellFaults(code: number): void {
  process.once('uncaughtException', (error) => {
    terminal.err(textLine(`voxtally met a fault of its own: ${error.stack ?? error.message}`));
    process.exit(code);
  });
}
