/** What the bench writes down about the life of a connection, beside its beginning and its end. */
export type LifeEvent =
  /** The machine slept, or this process stood still, while the session was open. */
  | { type: 'bench.slept'; forMs: number }
  /** The wall clock was set: times of day before and after do not fit together. */
  | { type: 'bench.clock-set'; byMs: number }
  /** What the window's system says of the network. */
  | { type: 'bench.network'; online: boolean }
  /** The service will end the session soon. */
  | { type: 'bench.expiring'; leftMs: number }
  /** The conversation of an earlier session was put into this one, as far as it could be. */
  | { type: 'bench.continued'; sessionId: string; items: number; losses: string[] }
  /** While the close waited, somebody asked to close without waiting. */
  | { type: 'bench.hurried' }
  /** A call of a function was answered from the table. */
  | { type: 'bench.tool'; callId: string; by: 'rule' | 'otherwise' };
