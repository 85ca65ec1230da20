// @ts-check
/**
 * What `npm run bench -- …` was asked for.
 * @typedef {object} BenchOptions
 * @property {string[]} wanted Names of benches; none: all of them.
 * @property {boolean} write The page of benchmarks is written, too.
 * @property {boolean} json One JSON document in place of tables.
 * @property {string[]} facts Files of facts, as given.
 */

/** What only the bench of this name takes. */
const recordings = 'recordings';

/**
 * The options in the words behind the command, or the sentence that says what is wrong with them.
 * @param {readonly string[]} words
 * @returns {{ ok: true, options: BenchOptions } | { ok: false, problem: string }}
 */
export function readBenchOptions(words) {
  /** @type {BenchOptions} */
  const options = { wanted: [], write: false, json: false, facts: [] };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) options.wanted.push(word);
    else if (word === '--write') options.write = true;
    else if (word === '--json') options.json = true;
    else if (word === '--facts') {
      const file = rest.shift();
      if (file === undefined || file.startsWith('-'))
        return { ok: false, problem: '--facts needs the name of a file.' };
      options.facts.push(file);
    } else return { ok: false, problem: `There is no flag ${word}; there are --write, --facts FILE and --json.` };
  }
  const alone = options.wanted.length === 1 && options.wanted[0] === recordings;
  if ((options.json || options.facts.length > 0) && !alone) {
    return { ok: false, problem: `--facts and --json belong to the bench ${recordings}, run by itself.` };
  }
  if (options.write && (options.json || options.facts.length > 0)) {
    return { ok: false, problem: '--write is for what everybody can measure again: without --facts and --json.' };
  }
  return { ok: true, options };
}
