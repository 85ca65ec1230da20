import { isJsonObject, readKeptJson } from '../../../shared/json.ts';
import type { BenchPort, PortMessage } from '../../../shared/ports.ts';
import { exactBuffer, isBinary } from './bytes.ts';
import { Inbox } from './inbox.ts';

/** What really arrives over a transport: a copy, and JSON as JSON keeps it. */
function crossed(message: PortMessage): PortMessage {
  if (isBinary(message)) return exactBuffer(message).slice(0);
  const read = readKeptJson(JSON.stringify(message));
  if (!read.ok || !isJsonObject(read.value))
    throw new Error('A message over a port is one JSON object of bounded depth.');
  return read.value;
}

function end(own: Inbox, other: Inbox): BenchPort {
  return {
    post(message) {
      if (own.closed) return;
      const copy = crossed(message);
      queueMicrotask(() => other.deliver(copy));
    },
    onMessage: (listener) => own.listen(listener),
    onClose: (listener) => own.onClose(listener),
    close() {
      own.close();
      // Behind the messages that are on their way.
      queueMicrotask(() => other.close());
    },
  };
}

/** Two ends of a port within one process, with the manners of the real ones: copies, in order, never within the caller's call. */
export function portPair(): [BenchPort, BenchPort] {
  const [a, b] = [new Inbox(), new Inbox()];
  return [end(a, b), end(b, a)];
}
