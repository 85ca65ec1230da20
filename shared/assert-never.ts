/** Closes an exhaustive switch: a case added to the union and not to the switch fails to compile here. */
export function assertNever(value: never, what: string): never {
  throw new Error(`${what} has a case that nothing handles: ${JSON.stringify(value)}`);
}
