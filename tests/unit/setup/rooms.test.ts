import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const layers = ['shared', 'electron', 'renderer'];

const isModule = (name: string): boolean => /\.tsx?$/.test(name) && !name.endsWith('.d.ts');

/** Every module and style sheet of a layer, as a path from the root. */
const files = layers.flatMap((layer) =>
  readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .filter((name) => isModule(name) || name.endsWith('.css'))
    .map((name) => `${layer}/${name.replaceAll('\\', '/')}`),
);

/** The address of what a file names, as a path from the root. */
const fromRoot = (file: string, name: string): string =>
  relative(root, resolve(root, dirname(file), name)).replaceAll('\\', '/');

/**
 * Files that a file imports, as paths from the root: statically, lazily, by a pattern, as a type, as a sheet, as a worker's or
 * worklet's address.
 */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const names = text.matchAll(/(?:from|import|import\(|new URL\()\s*'(\.[^'?]+\.(?:tsx?|css))(?:\?[^']*)?'/g);
  const patterns = text.matchAll(/import\.meta\.glob[^']*'(\.[^']+)'/g);
  const matched = [...patterns].flatMap(([, pattern = '']) => {
    const whole = fromRoot(file, pattern)
      .replaceAll('.', String.raw`\.`)
      .replaceAll('*', '[^/]*');
    return files.filter((other) => new RegExp(`^${whole}$`).test(other));
  });
  return [...[...names].map(([, name = '']) => fromRoot(file, name)), ...matched];
}
const imports = files.map((file) => ({ file, others: importsOf(file) }));

/** The lines of the document's table, and what each says: the folder, and the rooms in it, lowest first. */
const section = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  .split(/^## /m)
  .find((text) => text.startsWith('Rooms\n'));
const lines = (section ?? '')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2);
const tables = lines.flatMap((line) => {
  const [, folder, rooms] = /^\| `([\w/-]+)` \| ([\w/-]+(?:, [\w/-]+)*) \|$/.exec(line) ?? [];
  return folder === undefined || rooms === undefined ? [] : [{ folder, rooms: rooms.split(', ') }];
});

/** The room of a folder that a file lies in: the one with the longest name that fits; null: outside the folder. */
function roomOf(file: string, { folder, rooms }: (typeof tables)[number]): string | null {
  if (!file.startsWith(`${folder}/`)) return null;
  const within = file.slice(folder.length + 1);
  const found = rooms.filter((room) => within.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0];
  return found ?? (within.includes('/') || !rooms.includes('own') ? `unknown ${within}` : 'own');
}

/** Folders from which imports lead back to themselves through other folders, each with all of its ring. */
function rings(edges: readonly (readonly [from: string, to: string])[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reached = (from: string): Set<string> => {
    const seen = new Set<string>();
    const open = [from];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      const fresh = [...(next.get(folder) ?? [])].filter((to) => !seen.has(to));
      fresh.forEach((to) => seen.add(to));
      open.push(...fresh);
    }
    return seen;
  };
  const reach = new Map([...next.keys()].map((folder) => [folder, reached(folder)]));
  const ringOf = (folder: string): string[] =>
    [...(reach.get(folder) ?? [])].filter((other) => reach.get(other)?.has(folder) === true).sort();
  const all = [...reach.keys()].map((folder) => ringOf(folder).join(' <-> '));
  return [...new Set(all)].filter((ring) => ring !== '').sort();
}

describe('the rooms of the documented table', () => {
  it('are read from every line of it, one a folder', () => {
    expect(tables.length).toBe(lines.length);
    expect(tables.length).toBeGreaterThan(15);
    expect(new Set(tables.map(({ folder }) => folder)).size).toBe(tables.length);
  });

  it('are all there is: every file lies in one, and every folder with folders in it has its line', () => {
    const named = tables.map(({ folder }) => folder);
    const folders = [...new Set(files.map((file) => dirname(file)))];
    const parents = [...new Set(folders.map((folder) => dirname(folder)))].filter((folder) => folder !== '.');
    expect(parents.filter((folder) => !named.includes(folder))).toEqual([]);
    const unknown = files.flatMap((file) =>
      tables.flatMap((table) => (roomOf(file, table)?.startsWith('unknown') === true ? [file] : [])),
    );
    expect(unknown).toEqual([]);
    const empty = tables.flatMap((table) =>
      table.rooms
        .filter((room) => !files.some((file) => roomOf(file, table) === room))
        .map((room) => `${table.folder}: ${room}`),
    );
    expect(empty).toEqual([]);
  });

  it('import from those before them alone', () => {
    const upward = imports.flatMap(({ file, others }) =>
      others.flatMap((other) =>
        tables.flatMap((table) => {
          const [from, to] = [roomOf(file, table), roomOf(other, table)];
          if (from === null || to === null) return [];
          return table.rooms.indexOf(from) < table.rooms.indexOf(to) ? [`${file} -> ${other}`] : [];
        }),
      ),
    );
    expect(upward).toEqual([]);
    expect(imports.flatMap(({ others }) => others).length).toBeGreaterThan(1000);
  });

  it('hold no file over 450 lines', () => {
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 451);
    expect(long).toEqual([]);
  });
});

describe('folders', () => {
  it('form no ring, not even one with a folder inside them', () => {
    const edges = imports.flatMap(({ file, others }) =>
      others.map((other) => [dirname(file), dirname(other)] as const).filter(([from, to]) => from !== to),
    );
    expect(edges).toContainEqual(['renderer/audio', 'renderer/audio/worklets']);
    expect(edges).toContainEqual(['renderer/app', 'renderer/pages/live']);
    expect(rings(edges)).toEqual([]);
  });

  it('that do would be found', () => {
    const chain = ['a', 'a/b', 'c', 'd', 'e'];
    const edges = chain.slice(1).map((to, at) => [chain[at] ?? '', to] as const);
    expect(rings(edges)).toEqual([]);
    expect(rings([...edges, ['c', 'a']])).toEqual(['a <-> a/b <-> c']);
  });
});
