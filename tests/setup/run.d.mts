/**
 * Runs a command and waits for it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] quiet: keep the output and give it back instead of showing it
 * @returns {Promise<{ code: number, output: string }>} code 127 when there is no such command
 */
export declare function run(
  command: string,
  args: readonly string[],
  {
    env,
    quiet,
  }?: {
    env?: NodeJS.ProcessEnv;
    quiet?: boolean;
  },
): Promise<{
  code: number;
  output: string;
}>;
