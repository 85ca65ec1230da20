const head =
  '# Benchmarks\n\nEvery section is what `npm run bench -- NAME --write` measured, with the name, the day, the commit and the machine under its title; `npm run bench -- --write` measures all but `sdks`, which installs packages and runs where it is named. *Where the processor time goes* was put together by hand from the runs that stand in it. The machine is shared: read speeds as +-50 %.\n';

const titleOf = (section: string): string => section.slice(0, section.indexOf('\n'));

/** The page with the sections that were measured in the places of their former selves; new ones come last, the others stay. */
export function withSections(page: string, measured: readonly string[]): string {
  const kept = page
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => section.trimEnd());
  const fresh = new Map(measured.map((section) => [titleOf(section), section.trimEnd()]));
  const sections = kept.map((section) => {
    const newer = fresh.get(titleOf(section));
    fresh.delete(titleOf(section));
    return newer ?? section;
  });
  return `${[head.trimEnd(), ...sections, ...fresh.values()].join('\n\n')}\n`;
}
