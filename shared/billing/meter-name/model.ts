import type { MeterFamily } from './words.ts';

export interface ModelWords {
  readonly family: MeterFamily;
  readonly generation: string | null;
  readonly mini: boolean;
  readonly diarize: boolean;
}

const tails: Readonly<Record<Exclude<MeterFamily, 'realtime' | 'audio-chat'>, string>> = {
  transcribe: 'transcribe',
  tts: 'tts',
  whisper: 'whisper',
  translate: 'translate',
};

/** The model's name as price books and `session.created` spell it. Families with a realtime twin are told apart by `realtime`. */
export function modelName({ family, generation, mini, diarize }: ModelWords, realtime: boolean): string {
  const small = mini ? '-mini' : '';
  if (family === 'realtime' || family === 'audio-chat') {
    const tail = family === 'realtime' ? 'realtime' : 'audio';
    if (generation === '4o') return `gpt-4o${small}-${tail}-preview`;
    return `gpt-${tail}${generation === null ? '' : `-${generation}`}${small}`;
  }
  if (realtime) return `gpt-realtime-${tails[family]}`;
  if (family === 'whisper') return 'whisper-1';
  return `gpt-${generation ?? '4o'}${small}-${tails[family]}${diarize ? '-diarize' : ''}`;
}
