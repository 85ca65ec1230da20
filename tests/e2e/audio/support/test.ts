import type { OpenBench } from '../../support/bench.ts';
import { test as base } from '../../support/test.ts';

export { expect } from '../../support/test.ts';

/** The page that sends a browser on from its ticket names no icon, so now and then the browser asks for one that is not there. */
const iconOfTheEntrance = /404 .*\/favicon\.ico\)$/;

/** `open` as in every spec; sound has nothing to do with the one complaint that is passed over. */
export const test = base.extend({
  open: async ({ open }, use) => {
    const opened: OpenBench[] = [];
    await use(async (wish) => {
      const bench = await open(wish);
      opened.push(bench);
      return bench;
    });
    for (const { problems } of opened) {
      const others = problems.filter((problem) => !iconOfTheEntrance.test(problem));
      problems.splice(0, problems.length, ...others);
    }
  },
});
