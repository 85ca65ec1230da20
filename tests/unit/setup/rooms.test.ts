import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const layers = ['shared', 'electron', 'renderer'];

const isModule = (name: string): boolean => /\.tsx?$/.test(name) && !name.endsWith('.d.ts');

/** Every module of a layer, as a path from the root. */
const modules = layers.flatMap((layer) =>
  readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .filter(isModule)
    .map((name) => `${layer}/${name.replaceAll('\\', '/')}`),
);

/** Modules that a module imports, as paths from the root: statically, lazily, as a type, as a worker's or worklet's address. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const names = [...text.matchAll(/(?:from|import|import\(|new URL\()\s*'(\.[^'?]+\.tsx?)(?:\?[^']*)?'/g)];
  return names.map(([, name = '']) => relative(root, resolve(root, dirname(path), name)).replaceAll('\\', '/'));
}

/** The table of the document: the folder, and the rooms in it, lowest first. */
const tables = [
  ...readFileSync(join(root, 'docs/architecture.md'), 'utf8').matchAll(/^\| `([\w/-]+)` \| (\w[^|]*own[^|]*) \|$/gm),
].map(([, folder = '', rooms = '']) => ({ folder, rooms: rooms.split(', ').map((room) => room.trim()) }));

/** The room of a folder that a module lies in: the one with the longest name that fits; null: outside the folder. */
function roomOf(path: string, { folder, rooms }: (typeof tables)[number]): string | null {
  if (!path.startsWith(`${folder}/`)) return null;
  const within = path.slice(folder.length + 1);
  const found = rooms.filter((room) => within.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0];
  return found ?? (within.includes('/') ? `unknown ${within}` : 'own');
}

describe('the rooms of the documented table', () => {
  it('are all there is: every module lies in one, and every folder with rooms has its line', () => {
    expect(tables.map(({ folder }) => folder)).toEqual(expect.arrayContaining(layers));
    const unknown = modules.flatMap((path) =>
      tables.flatMap((table) => {
        const room = roomOf(path, table);
        return room?.startsWith('unknown') === true ? [path] : [];
      }),
    );
    expect(unknown).toEqual([]);
    const empty = tables.flatMap((table) =>
      table.rooms
        .filter((room) => !modules.some((path) => roomOf(path, table) === room))
        .filter((room) => !(room === 'own' && table.folder === 'shared'))
        .map((room) => `${table.folder}: ${room}`),
    );
    expect(empty).toEqual([]);
  });

  it('import from those before them alone', () => {
    const upward = modules.flatMap((path) =>
      importsOf(path).flatMap((other) =>
        tables.flatMap((table) => {
          const [from, to] = [roomOf(path, table), roomOf(other, table)];
          if (from === null || to === null) return [];
          return table.rooms.indexOf(from) < table.rooms.indexOf(to) ? [`${path} -> ${other}`] : [];
        }),
      ),
    );
    expect(upward).toEqual([]);
    expect(modules.flatMap(importsOf).length).toBeGreaterThan(1000);
  });

  it('hold no module over 450 lines', () => {
    const long = modules.filter((path) => readFileSync(join(root, path), 'utf8').split('\n').length > 451);
    expect(long).toEqual([]);
  });
});
