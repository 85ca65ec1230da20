import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let folder = '';
let config = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-lint-'));
  config = join(folder, '.oxlintrc.json');
  const own = JSON.parse(await readFile(join(root, '.oxlintrc.json'), 'utf8')) as { jsPlugins: string[] };
  const jsPlugins = own.jsPlugins.map((path) => join(root, path));
  await writeFile(config, JSON.stringify({ ...own, $schema: undefined, jsPlugins }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Rules of the project's own that a text breaks as a file of each of these paths, by the project's configuration. */
async function broken(paths: readonly string[], text: string): Promise<string[]> {
  const files = paths.map((path) => join(folder, path));
  for (const file of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const said = await new Promise<string>((resolve, reject) =>
    execFile(
      process.execPath,
      [oxlint, '-c', config, '--format', 'json', ...files],
      { cwd: folder },
      (error, out, err) => (out === '' ? reject(error ?? new Error(err)) : resolve(out)),
    ),
  );
  const { diagnostics, number_of_files: count } = JSON.parse(said) as {
    diagnostics: { code: string }[];
    number_of_files: number;
  };
  expect(count).toBe(paths.length);
  return diagnostics.map(({ code }) => code).filter((code) => code.startsWith('voxtally'));
}

const table = 'voxtally(open-table)';
const key = 'voxtally(open-key)';
const json = 'voxtally(read-json)';
const build = (made: string): string => `export function f(name: string) { ${made} }`;

describe('lint', () => {
  it.each([
    ['const t: Record<string, number> = { a: 1 }; export { t };', [table]],
    ['const t: Readonly<Record<string, number>> = { a: 1 }; export { t };', [table]],
    ['const t: Readonly<Partial<Record<number, string>>> = { 1: "a" }; export { t };', [table]],
    ['const t: { readonly [name: string]: number } = { a: 1 }; export { t };', [table]],
    ['const t: Record<string, number> = { a: 1 } as const; export { t };', [table]],
    ['export class C { readonly #t: Record<string, number> = {}; get t() { return this.#t; } }', [table]],
    [build('const made = {}; made[name] = 1; return made;'), [key]],
    [build('const made = { ...{ a: 1 } }; for (const one of [name]) made[one] ??= 1; return made;'), [key]],
    [build('return JSON.parse(name);'), [json]],
    [build('return [name].map(JSON.parse);'), [json]],
    [build('return JSON["parse"](name);'), [json]],
    [build('const { parse } = JSON; return parse(name);'), [json]],
    [build('return fetch(name).then((response) => response.json());'), [json]],
  ])('refuses %s', async (text, rules) => {
    const everywhere = ['shared/planted.ts', 'electron/engine/planted.ts', 'renderer/planted.tsx'];
    expect(await broken(everywhere, text)).toEqual(everywhere.flatMap(() => rules));
  });

  it.each([
    'type Kind = "a" | "b"; const t: Readonly<Record<Kind, number>> = { a: 1, b: 2 }; export { t };',
    'type Kind = "a" | "b"; export function f(kind: Kind) { const made: Partial<Record<Kind, number>> = {}; made[kind] = 1; return made; }',
    'const t = new Map([["a", 1]]); export { t };',
    build('const list: number[] = []; list[name.length] = 1; return list;'),
    build('const made = { a: 1 }; made.a = 2; made["a"] = name.length; return made;'),
    build('return JSON.stringify(name);'),
    'import { z } from "zod"; export const any = z.json();',
  ])('takes %s', async (text) => {
    expect(await broken(['shared/planted.ts'], text)).toEqual([]);
  });

  it('lets the one way in for JSON read it', async () => {
    expect(await broken(['shared/kit/json.ts'], build('return JSON.parse(name);'))).toEqual([]);
  });

  it.each([
    'export const t = Date.now();',
    'export const t = new Date();',
    'export const t = Date();',
    'const now = Date; export const t = now.now();',
    'export const t = Date["now"]();',
  ])('refuses %s where no clock may be read, and there alone', async (text) => {
    expect(await broken(['shared/planted.ts', 'electron/engine/planted.ts'], text)).toEqual(['voxtally(no-clock)']);
  });

  it('takes instants made of what was given', async () => {
    const made = build('return [Date.UTC(2026, 1, 1), Date.parse(name), new Date(name).toISOString()];');
    expect(await broken(['shared/planted.ts'], made)).toEqual([]);
  });
});
