import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** A text, the files it is planted as, and what the project's own rules say of each of them. */
interface Plant {
  readonly text: string;
  readonly paths: readonly string[];
  readonly rules: readonly string[];
}

const table = 'voxtally(open-table)';
const key = 'voxtally(open-key)';
const json = 'voxtally(read-json)';
const build = (made: string): string => `export function f(name: string) { ${made} }`;

const everywhere = ['shared/planted.ts', 'electron/engine/planted.ts', 'renderer/planted.tsx'];
const inShared = ['shared/planted.ts'];
const refused = (paths: readonly string[], text: string, ...rules: readonly string[]): Plant => ({
  text,
  paths,
  rules,
});
const taken = (paths: readonly string[], text: string): Plant => ({ text, paths, rules: [] });

const plants: readonly Plant[] = [
  refused(everywhere, 'const t: Record<string, number> = { a: 1 }; export { t };', table),
  refused(everywhere, 'const t: Readonly<Record<string, number>> = { a: 1 }; export { t };', table),
  refused(everywhere, 'const t: Readonly<Partial<Record<number, string>>> = { 1: "a" }; export { t };', table),
  refused(everywhere, 'const t: { readonly [name: string]: number } = { a: 1 }; export { t };', table),
  refused(everywhere, 'const t: Record<string, number> = { a: 1 } as const; export { t };', table),
  refused(
    everywhere,
    'export class C { readonly #t: Record<string, number> = {}; get t() { return this.#t; } }',
    table,
  ),
  refused(everywhere, build('const made = {}; made[name] = 1; return made;'), key),
  refused(
    everywhere,
    build('const made = { ...{ a: 1 } }; for (const one of [name]) made[one] ??= 1; return made;'),
    key,
  ),
  refused(everywhere, build('return JSON.parse(name);'), json),
  refused(everywhere, build('return [name].map(JSON.parse);'), json),
  refused(everywhere, build('return JSON["parse"](name);'), json),
  refused(everywhere, build('const { parse } = JSON; return parse(name);'), json),
  refused(everywhere, build('return fetch(name).then((response) => response.json());'), json),
  taken(inShared, 'type Kind = "a" | "b"; const t: Readonly<Record<Kind, number>> = { a: 1, b: 2 }; export { t };'),
  taken(
    inShared,
    'type Kind = "a" | "b"; export function f(kind: Kind) { const made: Partial<Record<Kind, number>> = {}; made[kind] = 1; return made; }',
  ),
  taken(inShared, 'const t = new Map([["a", 1]]); export { t };'),
  taken(inShared, build('const list: number[] = []; list[name.length] = 1; return list;')),
  taken(inShared, build('const made = { a: 1 }; made.a = 2; made["a"] = name.length; return made;')),
  taken(inShared, build('return JSON.stringify(name);')),
  taken(inShared, 'import { z } from "zod"; export const any = z.json();'),
  // The one way in for JSON reads it.
  taken(['shared/kit/json.ts'], build('return JSON.parse(name);')),
  // Where no clock may be read, and there alone.
  ...[
    'export const t = Date.now();',
    'export const t = new Date();',
    'export const t = Date();',
    'const now = Date; export const t = now.now();',
    'export const t = Date["now"]();',
  ].flatMap((text) => [refused(inShared, text, 'voxtally(no-clock)'), taken(['electron/engine/planted.ts'], text)]),
  taken(inShared, build('return [Date.UTC(2026, 1, 1), Date.parse(name), new Date(name).toISOString()];')),
];

/** A file of its own for each place of each plant. */
const fileOf = (path: string, index: number): string => path.replace('planted', `planted-${index}`);

/** The rules of the project's own that each planted file breaks, by the project's configuration, in one run of the linter. */
async function brokenRules(): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-lint-'));
  try {
    const config = join(folder, '.oxlintrc.json');
    const own = JSON.parse(await readFile(join(root, '.oxlintrc.json'), 'utf8')) as { jsPlugins: string[] };
    const jsPlugins = own.jsPlugins.map((path) => join(root, path));
    await writeFile(config, JSON.stringify({ ...own, $schema: undefined, jsPlugins }));
    const files = plants.flatMap(({ text, paths }, index) => paths.map((path) => [fileOf(path, index), text] as const));
    for (const [file, text] of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const names = files.map(([file]) => file);
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    const said = await new Promise<string>((resolve, reject) =>
      execFile(
        process.execPath,
        [oxlint, '-c', config, '--format', 'json', ...names],
        { cwd: folder, maxBuffer: 1e8 },
        (error, out, err) => (out === '' ? reject(error ?? new Error(err)) : resolve(out)),
      ),
    );
    const { diagnostics, number_of_files: count } = JSON.parse(said) as {
      diagnostics: { code: string; filename: string }[];
      number_of_files: number;
    };
    expect(count).toBe(names.length);
    const broken = (name: string): string[] =>
      diagnostics
        .filter(({ code, filename }) => filename === name && code.startsWith('voxtally'))
        .map(({ code }) => code);
    return new Map(names.map((name) => [name, broken(name)]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('lint', () => {
  let broken: ReadonlyMap<string, readonly string[]> = new Map();
  beforeAll(async () => {
    broken = await brokenRules();
  });

  const cases = plants.flatMap(({ text, paths, rules }, index) =>
    paths.map((path) => ({
      path,
      file: fileOf(path, index),
      text,
      rules,
      says: rules.length > 0 ? 'refuses' : 'takes',
    })),
  );
  it.each(cases)('$says in $path: $text', ({ file, rules }) => {
    expect(broken.get(file)).toEqual(rules);
  });
});
