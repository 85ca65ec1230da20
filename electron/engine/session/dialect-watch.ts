import type { Json } from '../../../shared/kit/json.ts';
import { type Dialect, dialectSign } from '../../../shared/protocol/dialects.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { SessionView } from '../../../shared/session/view.ts';

export interface DialectParts {
  readonly view: () => SessionView;
  readonly bench: (event: BenchEvent) => void;
  /** Asks again, in the dialect now spoken, for every option that was asked for. */
  readonly askAgain: () => void;
}

/** Says in the record that the service speaks another dialect than it was spoken to in, and follows it. */
export class DialectWatch {
  readonly #parts: DialectParts;
  /** The dialect the service was last spoken to in. */
  #sent: Dialect | null = null;
  #mixed = false;

  constructor(parts: DialectParts) {
    this.#parts = parts;
  }

  /** The connection is open, and options are about to be asked for. */
  begin(): void {
    this.#sent = this.#parts.view().dialect.sends;
  }

  /** @param wire a frame of the service, as it came, that stands in the view */
  received(wire: Json): void {
    const { sends, shown } = this.#parts.view().dialect;
    if (this.#sent !== null && this.#sent !== sends && shown !== null) {
      const asked = this.#sent;
      this.#sent = sends;
      this.#parts.bench({ type: 'bench.dialect', asked, spoken: sends, sign: shown.event, resent: true });
      this.#parts.askAgain();
      return;
    }
    const sign = this.#mixed ? null : dialectSign(wire);
    if (sign === null || sign.dialect === sends) return;
    this.#mixed = true;
    this.#parts.bench({ type: 'bench.dialect', asked: sends, spoken: sign.dialect, sign: sign.event, resent: false });
  }
}
