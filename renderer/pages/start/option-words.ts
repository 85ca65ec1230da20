import type { OptionValues } from '../../../shared/contract/bench-api.ts';
import { lookup } from '../../../shared/kit/lookup.ts';

/** What the service does where nothing is asked, as the table of options has it, which the start page does not read. */
export const unasked = { 'vad.type': 'server_vad', 'transcription.model': null } as const;

const vadNames = lookup({ server_vad: 'server VAD', semantic_vad: 'semantic VAD' });

/** What is asked of the session, in a sentence. */
export function optionWords(asked: OptionValues): string {
  const inForce = { ...unasked, ...asked };
  const of = (id: 'vad.type' | 'transcription.model'): string => {
    const value = inForce[id];
    return typeof value === 'string' ? value : '';
  };
  // Which voice a model has by itself is its own matter; `alloy` is the documents' word alone.
  const voice = asked['voice'];
  const spoken = typeof voice === 'string' ? `Voice ${voice}` : 'Default voice';
  const vad = vadNames(of('vad.type')) ?? 'no VAD, hold to talk';
  const model = of('transcription.model');
  return `${spoken}, ${vad}, ${model === '' ? 'no transcription' : `${model} transcription`}.`;
}
