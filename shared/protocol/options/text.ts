import { isJsonObject, type Json, readJson } from '../../json.ts';
import type { NamedObject, OptionKind, OptionSpec } from './spec.ts';
import { offLabelOf } from './values.ts';
import { entryOf, lookup } from '../../lookup.ts';
import { repeatable } from '../../foreign/repeated.ts';

/** Decimals an option is stepped in: 0.05 has two. */
const decimalsOf = (step: number): number => (String(step).split('.')[1] ?? '').length;

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

function numberText(kind: OptionKind, value: number): string {
  if (kind.type !== 'number') return grouped(value);
  const exact = (String(value).split('.')[1] ?? '').length;
  if (exact > 6) return String(Number(value.toPrecision(6)));
  return value.toFixed(Math.max(decimalsOf(kind.step) === 0 ? 0 : 1, exact));
}

function objectText(kind: OptionKind, value: Json): string {
  const named = kind.type === 'choice' ? kind.named : undefined;
  const name = named !== undefined && isJsonObject(value) ? value[named.key] : undefined;
  if (named !== undefined && typeof name === 'string') return `${named.prefix}:${name}`;
  if (kind.type === 'list' && Array.isArray(value)) return value.join(', ');
  return JSON.stringify(value);
}

/** An option's value as people read it: `off`, `on`, `0.50`, `700`, `near_field`, `id:voice_7`. Empty for none. */
export function optionText({ kind }: OptionSpec, value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null || value === '') return offLabelOf(kind) ?? 'off';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return numberText(kind, value);
  if (typeof value === 'string')
    return (kind.type === 'choice' ? entryOf(kind.labels ?? {}, value) : undefined) ?? value;
  return objectText(kind, value);
}

/** As `optionText`, with its unit, and long values cut: for a line of the log, a mark on the axis. */
export function shortText(spec: OptionSpec, value: Json | undefined): string {
  const { kind } = spec;
  if (kind.type === 'json' && Array.isArray(value)) return value.length === 0 ? 'none' : `${value.length}`;
  const text = optionText(spec, value);
  const unit = kind.type === 'number' && typeof value === 'number' && kind.unit !== undefined ? ` ${kind.unit}` : '';
  return text.length > 64 ? `${text.slice(0, 63)}…` : `${text}${unit}`;
}

const switches = lookup<boolean>({
  true: true,
  on: true,
  yes: true,
  false: false,
  off: false,
  no: false,
});

export type ReadText = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: string };

const read = (value: Json): ReadText => ({ ok: true, value });

function namedFrom(named: NamedObject | undefined, text: string): Json | undefined {
  if (named === undefined || !text.startsWith(`${named.prefix}:`)) return undefined;
  return { ...named.with, [named.key]: text.slice(named.prefix.length + 1).trim() };
}

function choiceFrom(kind: Extract<OptionKind, { type: 'choice' }>, text: string): Json {
  const labelled = Object.entries(kind.labels ?? {}).find(([, label]) => label === text)?.[0];
  return namedFrom(kind.named, text) ?? labelled ?? text;
}

function numberFrom(spec: OptionSpec, kind: Extract<OptionKind, { type: 'number' }>, text: string): ReadText {
  if (kind.inf === true && text.toLowerCase() === 'inf') return read('inf');
  const value = Number(text.replace(',', '.'));
  return text === '' || Number.isNaN(value)
    ? {
        ok: false,
        problem: `${spec.label} is a number from ${kind.min} to ${kind.max}, not ${repeatable(text) || 'nothing'}.`,
      }
    : read(value);
}

/**
 * A value as a person typed it, in a field or on the command line. What can be read is not yet good: `checkOption`
 * decides on that.
 */
export function readOptionText(spec: OptionSpec, typed: string): ReadText {
  const { kind } = spec;
  const text = kind.type === 'text' ? typed : typed.trim();
  const off = kind.type === 'text' ? '' : offLabelOf(kind);
  if (off !== undefined && (text === off || (text === '' && kind.type !== 'choice'))) return read(null);
  switch (kind.type) {
    case 'text':
      return read(text);
    case 'choice':
      return read(choiceFrom(kind, text));
    case 'boolean':
      return read(switches(text.toLowerCase()) ?? text);
    case 'number':
      return numberFrom(spec, kind, text);
    case 'list':
      return read(
        text
          .split(/[\n,]/)
          .map((word) => word.trim())
          .filter((word) => word !== ''),
      );
    case 'json': {
      const parsed = readJson(text);
      return parsed.ok ? parsed : { ok: false, problem: `${spec.label} ${parsed.problem}.` };
    }
  }
}
