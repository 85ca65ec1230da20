import { StringDecoder } from 'node:string_decoder';

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
