import type { Clients } from './control.ts';

/** What a person should know of this start, in whole sentences: repairs, files set aside. Said to whoever is there, and kept for whoever comes later. */
export class Notices {
  readonly #clients: Clients;
  readonly #log: (line: string) => void;
  readonly #all: string[] = [];

  constructor(clients: Clients, log: (line: string) => void) {
    this.#clients = clients;
    this.#log = log;
  }

  get all(): readonly string[] {
    return this.#all;
  }

  /** For what was found before anybody could be there. */
  keep(text: string): void {
    this.#all.push(text);
  }

  say(text: string): void {
    this.keep(text);
    this.#log(text);
    this.#clients.push({ type: 'notice', text });
  }
}
