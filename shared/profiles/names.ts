/** Two names that a person would not tell apart. */
export const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The name itself, or with the first free number behind it. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const base = wanted.trim().slice(0, 90);
  if (!taken.some((name) => sameName(name, base))) return base;
  const stem = base.replace(/ \(\d+\)$/, '');
  for (let number = 2; ; number += 1) {
    const name = `${stem} (${number})`;
    if (!taken.some((other) => sameName(other, name))) return name;
  }
}
