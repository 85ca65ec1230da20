import { isJsonObject, type JsonObject } from './json.ts';

/** Tells whether a value from outside is what its type says. Never throws. */
export type Guard<T> = (value: unknown) => value is T;

export const isText: Guard<string> = (value) => typeof value === 'string';
/** A number that arithmetic can go on with: JSON's 1e400 is read as Infinity, which is none. */
export const isFinite: Guard<number> = (value): value is number => Number.isFinite(value);
export const isFlag: Guard<boolean> = (value) => typeof value === 'boolean';
export const isObject: Guard<JsonObject> = isJsonObject;

export const oneOf =
  <const T extends string | number>(...values: readonly T[]): Guard<T> =>
  (value): value is T =>
    values.some((one) => one === value);

export const orNull =
  <T>(guard: Guard<T>): Guard<T | null> =>
  (value): value is T | null =>
    value === null || guard(value);

export const listOf =
  <T>(guard: Guard<T>): Guard<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.every(guard);

/** An object whose every member passes, whatever the members are called. */
export const tableOf =
  <T>(guard: Guard<T>): Guard<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isJsonObject(value) && Object.values(value).every(guard);

/** A member that may be missing; where it stands it has to pass. */
export interface Optional<T> {
  readonly optional: Guard<T>;
}
export const optional = <T>(guard: Guard<T>): Optional<T> => ({ optional: guard });

/** A guard for every member of an object type: leaving one out does not compile. */
export type Shape<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Optional<Exclude<T[K], undefined>> : Guard<T[K]>;
};

const passes = (member: Guard<unknown> | Optional<unknown>, value: unknown): boolean =>
  typeof member === 'function' ? member(value) : value === undefined || member.optional(value);

/** Whether an object's members fit a shape. Members that the shape does not name may hold anything. */
export const fits = <T extends object>(shape: Shape<T>, value: JsonObject): boolean =>
  Object.entries<Guard<unknown> | Optional<unknown>>(shape).every(([key, member]) =>
    passes(member, Object.hasOwn(value, key) ? value[key] : undefined),
  );

export const shaped =
  <T extends object>(shape: Shape<T>): Guard<T> =>
  (value): value is T =>
    isJsonObject(value) && fits(shape, value);
