import fc from 'fast-check';
import { LogWriter } from '../log.ts';
import { expectedUsage, noTokens, type ContextItem, type RealtimeUsage } from '../../../../shared/usage/recurrence.ts';

/** How a response ends: with a report that is right, or without one that says anything. */
type Ending = 'reported' | 'null' | 'zero';

export type Step =
  | { readonly what: 'say'; readonly frames: number }
  | { readonly what: 'type'; readonly tokens: number }
  | { readonly what: 'answer'; readonly ms: number; readonly tokens: number; readonly ending: Ending }
  | { readonly what: 'truncate'; readonly ms: number }
  | { readonly what: 'delete'; readonly which: number }
  | { readonly what: 'instruct'; readonly tokens: number };

const tokens = fc.integer({ min: 1, max: 80 });

export const steps = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant('say' as const), frames: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ what: fc.constant('type' as const), tokens }),
    fc.record({
      what: fc.constant('answer' as const),
      ms: fc.integer({ min: 0, max: 3000 }),
      tokens,
      ending: fc.constantFrom<Ending>('reported', 'null', 'zero'),
    }),
    fc.record({ what: fc.constant('truncate' as const), ms: fc.integer({ min: 0, max: 3000 }) }),
    fc.record({ what: fc.constant('delete' as const), which: fc.nat({ max: 30 }) }),
    fc.record({ what: fc.constant('instruct' as const), tokens }),
  ),
  { maxLength: 16 },
);

interface Said {
  readonly id: string;
  readonly context: ContextItem;
}

/** A session that was never recorded: its log, and beside it what each response read and made by the recurrence alone. */
export class Conversation {
  readonly log = new LogWriter(20, 5);
  /** What each response really used, nothing cached. */
  readonly used: RealtimeUsage[] = [];
  /** The same as reported; null when it was not. */
  readonly reported: (RealtimeUsage | null)[] = [];
  #items: Said[] = [];
  #prompt = 119;
  #made = 0;

  constructor(plan: readonly Step[]) {
    this.#session('x'.repeat(500), 117, 'session.created');
    for (const step of plan) this.#take(step);
  }

  #id(kind: string): string {
    this.#made += 1;
    return `${kind}_${this.#made}`;
  }

  #session(instructions: string, counted: number, type = 'session.updated'): void {
    this.log.server(type, {
      session: {
        type: 'realtime',
        model: 'gpt-realtime-mini',
        instructions,
        audio: { input: { transcription: { model: 'whisper-1' }, turn_detection: null } },
      },
    });
    this.#count('instructions', null, counted);
  }

  #count(part: 'instructions' | 'text', itemId: string | null, count: number): void {
    const ofSeq = this.log.entries.length;
    this.log.bench({ type: 'bench.tokens', part, ofSeq, itemId, characters: 1, tokens: count });
  }

  #take(step: Step): void {
    switch (step.what) {
      case 'say':
        return this.#say(step.frames * 20);
      case 'type': {
        const id = this.#id('typed');
        const content = [{ type: 'input_text', text: 'words' }];
        this.log.server('conversation.item.added', { item: { id, type: 'message', role: 'user', content } });
        this.#count('text', id, step.tokens);
        this.#items.push({ id, context: { kind: 'text', textTokens: step.tokens } });
        return;
      }
      case 'answer':
        return this.#answer(step);
      case 'truncate': {
        const index = this.#items.findLastIndex(({ context }) => context.kind === 'assistant-audio');
        const said = this.#items[index];
        if (said?.context.kind !== 'assistant-audio') return;
        const audioMs = Math.min(step.ms, said.context.audioMs);
        this.log.server('conversation.item.truncated', { item_id: said.id, content_index: 0, audio_end_ms: audioMs });
        this.#items[index] = { id: said.id, context: { kind: 'assistant-audio', audioMs, textTokens: 0 } };
        return;
      }
      case 'delete': {
        const said = this.#items[step.which % Math.max(1, this.#items.length)];
        if (said === undefined) return;
        this.log.server('conversation.item.deleted', { item_id: said.id });
        this.#items = this.#items.filter(({ id }) => id !== said.id);
        return;
      }
      case 'instruct':
        this.#prompt = step.tokens + 2;
        this.#session(`instructions ${this.log.entries.length}`, step.tokens);
    }
  }

  #say(ms: number): void {
    const id = this.#id('said');
    this.log.speak(ms).server('input_audio_buffer.committed', { item_id: id });
    this.#items.push({ id, context: { kind: 'user-audio', audioMs: ms } });
    this.log.server('conversation.item.input_audio_transcription.completed', {
      item_id: id,
      transcript: 'words',
      usage: { type: 'duration', seconds: this.#made % 3 === 0 ? 0 : ms / 1000 },
    });
  }

  #answer({ ms, tokens: textTokens, ending }: Extract<Step, { what: 'answer' }>): void {
    const [r, a] = [this.#id('resp'), this.#id('answer')];
    const context = { promptTokens: this.#prompt, items: this.#items.map((said) => said.context), processed: noTokens };
    const usage = expectedUsage(context, { audioMs: ms, textTokens });
    const zero = expectedUsage({ promptTokens: 0, items: [], processed: noTokens }, { audioMs: 0, textTokens: 0 });
    this.used.push(usage);
    this.reported.push(ending === 'reported' ? usage : null);
    this.log
      .client('response.create', { event_id: `e_${r}` })
      .server('response.created', { response: { id: r, conversation_id: 'conv_1' } })
      .server('response.output_item.added', {
        response_id: r,
        item: { id: a, type: 'message', role: 'assistant', content: [] },
      })
      .server('response.output_audio_transcript.delta', { response_id: r, item_id: a, delta: 'some words' })
      .server('response.output_audio.delta', {
        response_id: r,
        item_id: a,
        delta: { $audio: { file: 'output.wav', offset: 44, length: ms * 48 } },
      })
      .server('response.done', {
        response: {
          id: r,
          status: ending === 'zero' ? 'cancelled' : 'completed',
          usage: ending === 'null' ? null : ending === 'zero' ? zero : usage,
        },
      });
    this.#count('text', a, textTokens);
    this.#items.push({ id: a, context: { kind: 'assistant-audio', audioMs: ms, textTokens } });
  }
}
