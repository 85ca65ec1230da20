/** The meters that a Realtime response can land on, in the order a bill reader expects them. */
export const meterKinds = ['audio_in', 'audio_cached', 'audio_out', 'text_in', 'text_cached', 'text_out'] as const;
export type MeterKind = (typeof meterKinds)[number];

/** Billed tokens per meter. A meter that is missing had no row; 0 is a row that says nothing was used. */
export type Billed = Readonly<Partial<Record<MeterKind, number>>>;
