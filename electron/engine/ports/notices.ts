import { noRepairs, type RepairNews } from '../../../shared/contract/repairs.ts';
import type { Clients } from './control.ts';

/** What a person should know of this start, in whole sentences, as of files set aside, and the records it repaired. Said to whoever is there, and kept for whoever comes later. */
export class Notices {
  readonly #clients: Pick<Clients, 'push'>;
  readonly #log: (line: string) => void;
  readonly #all: string[] = [];
  #repairs = noRepairs;

  constructor(clients: Pick<Clients, 'push'>, log: (line: string) => void) {
    this.#clients = clients;
    this.#log = log;
  }

  get all(): readonly string[] {
    return this.#all;
  }

  get repairs(): RepairNews {
    return this.#repairs;
  }

  /** What became of the records that a crash had left behind. */
  sayRepairs(repairs: RepairNews): void {
    this.#repairs = repairs;
    const { repaired, broken } = repairs;
    for (const { sessionId, did } of repaired) this.#log(`Session ${sessionId} was repaired. ${did.join(' ')}`);
    for (const { sessionId, problem } of broken) this.#log(`Session ${sessionId} was not repaired: ${problem}`);
    if (repaired.length + broken.length > 0) this.#clients.push({ type: 'repairs', repairs });
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
