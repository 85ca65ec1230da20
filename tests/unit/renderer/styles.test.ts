import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../renderer', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .sort();
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const inOrder = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);

interface Sheet {
  readonly file: string;
  readonly css: string;
}
const sheetOf = (file: string): Sheet => ({ file, css: textOf(file).replaceAll(/\/\*[^]*?\*\//g, '') });
const sheets = files.filter((file) => file.endsWith('.css')).map(sheetOf);
const modules = sheets.filter(({ file }) => file.endsWith('.module.css'));
const sources = files
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => ({ file, text: textOf(file) }));

/** Every `property: value` of a sheet, without those of its fonts. */
const declarations = ({ css }: Sheet): { property: string; value: string }[] =>
  [...css.replaceAll(/@font-face \{[^}]*\}/g, '').matchAll(/(?<=[{;]\s*)([\w-]+):\s*([^;{}]+);/g)].map(
    ([, property = '', value = '']) => ({ property, value }),
  );
const classesOf = (selectors: string): string[] =>
  found(selectors.replaceAll(/:global\([^)]*\)/g, ''), /\.([a-zA-Z][\w-]*)/g);
const selectorsOf = ({ css }: Sheet): string => found(css, /([^{};]*)\{/g).join('\n');
const definedIn = (sheet: Sheet): string[] => inOrder(classesOf(selectorsOf(sheet).replaceAll(/@[^\n]*/g, '')));

/** Where a module may set its type itself, each with the reason beside it in the sheet. */
const ownType = [
  'app/top-bar.module.css line-height',
  'ui/button.module.css line-height',
  'ui/styles/table.module.css font-size',
  'ui/styles/table.module.css line-height',
];

describe('type styles', () => {
  it('are the only place of a size, a line height, a weight or a face', () => {
    const own = modules.flatMap((sheet) =>
      declarations(sheet)
        .filter(({ property }) => /^(font|font-(size|weight|family|style)|line-height|letter-spacing)$/.test(property))
        .filter(({ property, value }) => property !== 'font-style' || value !== 'normal')
        .map(({ property }) => `${sheet.file} ${property}`),
    );
    expect(own).toEqual(ownType);
  });

  it('and the common parts are there when a sheet or a component names them, and each is used', () => {
    const common = ['ui/styles/type.css', 'ui/styles/parts.css'].flatMap((file) => definedIn(sheetOf(file)));
    const composed = modules.flatMap((sheet) =>
      found(sheet.css, /composes:\s*([^;]*?)\s+from global;/g).flatMap((names) => names.split(/\s+/)),
    );
    const named = sources.flatMap(({ text }) => found(text, /['"]((?:type|part)-[a-z0-9-]+)['"]/g));
    expect(inOrder([...composed, ...named])).toEqual(inOrder(common));
  });
});

describe('classes', () => {
  /** The classes of each module that components read from it. */
  const used = new Map(modules.map(({ file }) => [file, [] as string[]]));
  const odd: string[] = [];
  for (const { file, text } of sources) {
    for (const [, name = '', path = ''] of text.matchAll(/import (\w+) from '([^']+\.module\.css)';/g)) {
      const module = relative(root, resolve(root, dirname(file), path));
      const classes = used.get(module);
      if (classes === undefined) odd.push(`${file} imports ${module}, which is not there`);
      const without = text
        .replace(`import ${name} from '${path}';`, '')
        .replaceAll(/(['"])[^'"\n]*?\.module\.css\1/g, '');
      classes?.push(...found(without, new RegExp(`(?<![\\w.$'-])${name}\\.(\\w+)`, 'g')));
      // A name put together while it runs cannot be looked for: a table of classes says which there are.
      if (new RegExp(`(?<![\\w.$'-])${name}(\\[|\\s*[,)}])`).test(without)) odd.push(`${file} uses ${name} as a whole`);
    }
  }

  it('are read from their module one by one', () => {
    expect(odd).toEqual([]);
  });

  it.each(modules)('of $file are all used, and all that are used are there', (sheet) => {
    expect(inOrder(used.get(sheet.file) ?? [])).toEqual(definedIn(sheet));
  });
});

describe('tokens', () => {
  const tokens = found(textOf('ui/styles/tokens.css'), /^ {2}--([\w-]+):/gm);
  const others = sheets.filter(({ file }) => file !== 'ui/styles/tokens.css');

  it('carry every colour, and every length that one of them stands for', () => {
    const lengths = found(textOf('ui/styles/tokens.css'), /^ {2}--(?:[sr]\d|edge|rule|bar|focus): (\d+)px;/gm);
    const literals = others.flatMap((sheet) =>
      declarations(sheet)
        // A pattern is drawn by the pixel.
        .filter(({ value }) => !value.includes('gradient('))
        .flatMap(({ value }) => [
          ...found(value, /(#[0-9a-f]{3,8}|rgba?\([^)]*\)|hsla?\([^)]*\))/gi),
          ...found(value, /(?<![\w.-])-?(\d+)px/g).filter((length) => lengths.includes(length)),
        ])
        .map((literal) => `${sheet.file} ${literal}`),
    );
    expect(literals).toEqual([]);
  });

  it('are there when something reads them, and something reads each', () => {
    const read = others.flatMap(({ css }) => found(css, /var\(--([\w-]+)/g));
    const own = others.flatMap(({ css }) => found(css, /(?<=[{;]\s*)--([\w-]+):/g));
    /** Set by the libraries of lists and plots. */
    const foreign = ['anchor-width', 'available-height'];
    expect(inOrder(read).filter((name) => ![...tokens, ...own, ...foreign].includes(name))).toEqual([]);

    const inCode = sources.map(({ text }) => text).join('\n');
    const inTokens = found(textOf('ui/styles/tokens.css'), /var\(--([\w-]+)/g);
    /** Canvases read colours by names that they put together: `${side}-fill`. */
    const parts = found(inCode, /`\$\{\w+\}(-[a-z]+)`/g);
    const unread = inOrder(tokens).filter(
      (name) =>
        !read.includes(name) &&
        !inTokens.includes(name) &&
        !new RegExp(`(['"\`]|--)${name}['"\`)]`).test(inCode) &&
        !parts.some((part) => name.endsWith(part)),
    );
    expect(unread).toEqual([]);
  });
});
