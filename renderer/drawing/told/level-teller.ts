import type { LevelNews, LevelsTogether } from './messages.ts';

/** So many are told together while the page is hidden: those of about a second. */
const mostTogether = 20;

/** Tells levels as they come; in a hidden page, where nobody waits for them and each message wakes who draws, many together. */
export class LevelTeller {
  readonly #hidden: () => boolean;
  readonly #tell: (news: LevelNews | LevelsTogether) => void;
  #heard: LevelNews[] = [];

  constructor(hidden: () => boolean, tell: (news: LevelNews | LevelsTogether) => void) {
    this.#hidden = hidden;
    this.#tell = tell;
  }

  hear(news: LevelNews): void {
    this.#heard.push(news);
    if (!this.#hidden() || this.#heard.length >= mostTogether) this.tellAll();
  }

  /** Tells whatever waits: the page is seen again. */
  tellAll(): void {
    const [first, ...more] = this.#heard;
    this.#heard = [];
    if (first !== undefined) this.#tell(more.length === 0 ? first : { kind: 'together', news: [first, ...more] });
  }
}
