import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Words that a reader who is new to bills and Realtime stumbles over, each with what is said in its place. */
const refusedWords: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bfree\b/i, 'read off this bill; not taken'],
  [/\bresiduals?\b/i, 'left over'],
  [/\b(?:un)?folded\b/i, 'billed in the input; hidden'],
  [/\bcoverage\b/i, 'how often chance does as well'],
  [/\b0 open\b|\$\{0\} open/i, 'nothing, or what is waited for'],
  [/\b\d less \d\b/i, 'difference'],
  [/^the one$/i, 'its name'],
  [/\bnone (?:is )?needed\b/i, 'the next step'],
  [/[x×] reported\b/i, 'as reported; × what was reported'],
  [/\ball answered\b/i, 'all in effect'],
  [/\byour own voice\b/i, 'plays back what you say'],
  [/\bkey variable\b/i, 'environment variable'],
  [/^of them asked for$/i, 'requested by'],
];

/** Names of members of JSON, which their help lists as they are. */
const isOfNames = (name: string): boolean => name === 'jsonHelp';

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** A type is read by nobody; an import names a file. */
const unread = new Set(['ImportDeclaration', 'TSLiteralType', 'TSTypeAliasDeclaration', 'TSInterfaceDeclaration']);

interface Text {
  readonly at: number;
  readonly text: string;
}

/** Texts of a syntax tree: strings, templates with `…` for what they are given, and what stands in markup. */
function textsOf(value: unknown): Text[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (!isNode(value) || unread.has(String(value['type']))) return [];
  const id = value['id'];
  if (value['type'] === 'VariableDeclarator' && isNode(id) && isOfNames(String(id['name']))) return [];
  const at = Number(value['start']);
  const within = Object.entries(value).flatMap(([key, member]) => (key === 'type' ? [] : textsOf(member)));
  if (value['type'] === 'JSXText') return [{ at, text: String(value['value']) }];
  if (value['type'] === 'Literal' && typeof value['value'] === 'string') return [{ at, text: value['value'] }];
  if (value['type'] !== 'TemplateLiteral' || !Array.isArray(value['quasis'])) return within;
  const quasis = (value['quasis'] as readonly { readonly value: { readonly cooked: string } }[]).map(
    (one) => one.value,
  );
  return [{ at, text: quasis.map(({ cooked }) => cooked).join('…') }, ...within];
}

/** Whether a person may read it: a sentence or a label. A lone word in small letters is a name of the code. */
const isRead = ({ text }: Text): boolean => /\s/.test(text.trim()) || /^\p{Lu}/u.test(text.trim());

/** Refused words in texts of a module, each with its line. */
function refusedIn(name: string, source: string): string[] {
  const { program, errors } = parseSync(name, source);
  expect(errors).toEqual([]);
  return textsOf(program)
    .filter(isRead)
    .flatMap(({ at, text }) => {
      const plain = text.trim().replaceAll(/\s+/g, ' ');
      const found = refusedWords.filter(([pattern]) => pattern.test(plain));
      const line = source.slice(0, at).split('\n').length;
      return found.map(([, instead]) => `${name}:${line} "${plain}": say ${instead}`);
    });
}

const modules = ['shared', 'electron', 'renderer'].flatMap((layer) =>
  readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${layer}/${name.replaceAll('\\', '/')}`),
);

describe('what people read', () => {
  it.each(['shared', 'electron', 'renderer'])('has none of the words that stop a newcomer, in %s', (layer) => {
    const own = modules.filter((name) => name.startsWith(`${layer}/`));
    expect(own.length).toBeGreaterThan(50);
    expect(own.flatMap((name) => refusedIn(name, readFileSync(join(root, name), 'utf8')))).toEqual([]);
  });

  it.each([
    ['a label', "export const a = { label: 'Coverage' };"],
    ['a sentence', "export const a = 'two parts are folded';"],
    ['a sentence with numbers', 'export const a = (n: number) => `${n} less 1 and ${n} free numbers`;'],
    ['a ratio', 'export const a = (n: number) => `${n} × reported`;'],
    ['markup', 'export const A = () => <p>Key variable</p>;'],
    ['an attribute', 'export const A = () => <p title="residual 0" />;'],
    ['a text within another', "export const a = (b: boolean) => `${b ? 'no number is free' : ''}`;"],
  ])('is refused such a word in %s', (_, source) => {
    expect(refusedIn('one.tsx', source)).not.toEqual([]);
  });

  it.each([
    ['a name of the code', "export const a = { kind: 'free' };"],
    ['a type', "export type A = 'within it' | 'the residual kind';"],
    ['a comment', '// Cached tokens are folded into the input.\nexport const a = 1;'],
    ['another word', "export const a = 'Freely chosen, in the fold of the one';"],
  ])('has such a word in %s', (_, source) => {
    expect(refusedIn('one.tsx', source)).toEqual([]);
  });
});
