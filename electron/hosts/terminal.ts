import type { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { codeOf, messageOf } from '../../shared/kit/errors.ts';
import { visible, visibleLine } from '../../shared/kit/untrusted/safe-text.ts';

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

/** Resolves once what was written has left this process, for ends that do not wait for it; at once where nobody reads any more. */
export async function drained(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writable) await new Promise<void>((resolve) => void stream.write('', () => resolve()));
  }
}

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

/** What stopped the program, as a sentence; `detail`: what is known of a fault of its own. */
export function thrownSentence(error: unknown, detail: string = messageOf(error)): string {
  return codeOf(error) === 'EMFILE' || codeOf(error) === 'ENFILE'
    ? 'voxtally cannot go on, for too many files are open. Close other programs, or allow it more open files (ulimit -n 1024), and start it again.'
    : `voxtally met a fault of its own: ${detail}`;
}

/** A fault that nothing caught ends the process with `code` and a sentence, and not with a print of its raw words. */
export function tellFaults(code: number): void {
  // Node makes an exception of it by itself; Electron says a word about it and goes on.
  process.once('unhandledRejection', (reason) => {
    throw reason instanceof Error ? reason : new Error(messageOf(reason));
  });
  process.once('uncaughtException', (error) => {
    terminal.err(textLine(thrownSentence(error, error.stack ?? error.message)));
    process.exit(code);
  });
}

/** What is used of a child's output: a pipe of Node, or Electron's of a utility process. */
interface Output {
  on(event: 'data', listener: (bytes: Buffer) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
}

/**
 * Passes on what a child process writes, as it comes, to a writer of the terminal: what it says of others is as foreign as what
 * this process says of them. Letters and line ends that come in two pieces stay whole.
 */
export function passOn(output: Output | null | undefined, write: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let held = '';
  const tell = (text: string, more: boolean): void => {
    const all = held + text;
    held = more && all.endsWith('\r') ? '\r' : '';
    if (all.length > held.length) write(all.slice(0, all.length - held.length));
  };
  output?.on('data', (bytes) => tell(decoder.write(bytes), true));
  output?.on('end', () => tell(decoder.end(), false));
}
