import {
  type DeviceList,
  type DeviceNews,
  type DeviceWish,
  follow,
  type Following,
  noDevices,
} from '../audio/follow-device.ts';

export interface FollowerParts {
  readonly wish: () => DeviceWish;
  readonly wait: (ms: number) => Promise<void>;
  /** Opens it again, for no person asked. Answers when that has come to an end. */
  readonly reopen: () => Promise<unknown>;
}

/** Carries out what becomes of one device that is wanted: `follow` decides, this waits and opens. */
export class Follower {
  readonly #parts: FollowerParts;
  #following: Following = { kind: 'off' };
  #list: DeviceList = noDevices;
  #waiting = 0;
  /** A try is under way; the devices changed meanwhile. */
  #trying = false;
  #missed = false;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /** Somebody wants it, be it there or not. */
  get wanted(): boolean {
    return this.#following.kind !== 'off';
  }

  news(news: DeviceNews): void {
    if (news.type === 'changed') this.#list = news.list;
    const { following, open, waitMs } = follow(this.#following, this.#parts.wish(), news);
    this.#following = following;
    if (open) void this.#try();
    if (waitMs !== null) void this.#wait(waitMs);
    if (following.kind !== 'away') this.#waiting += 1;
  }

  async #wait(ms: number): Promise<void> {
    this.#waiting += 1;
    const mine = this.#waiting;
    await this.#parts.wait(ms);
    if (mine === this.#waiting) this.news({ type: 'waited' });
  }

  async #try(): Promise<void> {
    if (this.#trying) {
      this.#missed = true;
      return;
    }
    this.#trying = true;
    try {
      await this.#parts.reopen();
    } finally {
      this.#trying = false;
    }
    if (!this.#missed) return;
    this.#missed = false;
    this.news({ type: 'changed', list: this.#list });
  }
}
