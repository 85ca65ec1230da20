import type { Script, ScriptedAnswer, ScriptedPart } from '../../../electron/simulator/model/reply-plan.ts';
import type { Simulator } from '../../../electron/simulator/server.ts';
import type { CountTokens } from '../../../electron/simulator/model/tokens.ts';
import { asNumber, atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { toolTexts } from '../../../shared/session/fold/prompt.ts';
import { familyOf } from '../../recordings/coverage.ts';
import type { ItemFact, ResponseFact, SessionFact } from '../../recordings/facts.ts';
import { modelName } from '../../recordings/log.ts';
import { atAzure, Caller, silence, textMessage } from './harness.ts';

/** A text of exactly so many tokens. */
const words = (tokens: number): string => ' hello'.repeat(tokens);

const image = { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=' };

/** The first text made of `start`, so many repetitions and `end` that `count` takes for this many tokens. */
function sized(make: (repetitions: number) => string, tokens: number, count: (text: string) => number): string {
  for (let repetitions = 0; repetitions <= tokens; repetitions += 1) {
    const text = make(repetitions);
    if (count(text) === tokens) return text;
  }
  throw new Error(`No text of ${tokens} tokens was found.`);
}

/** A function whose declaration is so many tokens. */
function toolOf(tokens: number, index: number, count: CountTokens): JsonObject {
  const tool = (description: string): JsonObject => ({
    type: 'function',
    name: `f${index}`,
    description,
    parameters: {},
  });
  const declared = (description: string): number =>
    toolTexts([tool(description)]).reduce((sum, text) => sum + count(text), 0);
  return tool(sized(words, tokens, declared));
}

/** Length of a person's audio; where only its tokens are known, half a token longer than they are. Null: not known. */
function audioMsOf({ audioMs, audioTokensReported }: ItemFact): number | null {
  if (typeof audioMs === 'number') return audioMs;
  return typeof audioTokensReported === 'number' ? audioTokensReported * 100 + 50 : null;
}

/**
 * How many words an answer has of which only the report is known, so that later turns read it as it was reported; its own
 * text out says nothing then.
 */
function reportedWords(session: SessionFact, { usage, modality }: ResponseFact): number {
  const frame = modality === 'audio' ? 6 : familyOf(session) === 'reasoning' ? 4 : 2;
  return Math.max(0, (usage?.outText ?? 0) - (usage?.reasoning ?? 0) - frame);
}

const isCut = (session: SessionFact, { outItems }: ResponseFact): boolean =>
  (outItems ?? []).some((index) => session.items[index]?.status === 'incomplete');

/** What a recorded response put out, for the simulator to put out again. */
function answerOf(session: SessionFact, response: ResponseFact, count: CountTokens): ScriptedAnswer {
  const outItems = response.outItems ?? [];
  const { usage } = response;
  const cut = isCut(session, response);
  const said = outItems.filter((index) => session.items[index]?.kind === 'answer');
  const parts = outItems.flatMap((index): ScriptedPart[] => {
    const item = session.items[index];
    if (item === undefined) return [];
    const tokens = item.o200k ?? reportedWords(session, response);
    if (item.kind === 'function-call') {
      const name = sized(
        (n) => `go${'_to'.repeat(n)}`,
        item.nameO200k ?? 3,
        (text) => count(`functions.${text}`),
      );
      return [{ kind: 'called', name, arguments: words(tokens) }];
    }
    if (response.modality !== 'audio') return [{ kind: 'written', text: words(tokens) }];
    const audioMs = said[0] === index ? (usage?.outAudio ?? 0) * 50 : 0;
    // Where the stream was not kept the simulator plans the runs.
    const runs = typeof response.runs === 'number' ? { runs: response.runs } : {};
    return [{ kind: 'spoken', text: words(tokens), audioMs, ...runs }];
  });
  const neverBegan = (usage?.total ?? 0) === 0 && parts.length === 0;
  return {
    parts,
    ...(typeof usage?.reasoning === 'number' ? { reasoningTokens: usage.reasoning } : { reasoningTokens: 0 }),
    ...(cut || neverBegan ? { staysOpen: true } : {}),
  };
}

/** What the simulator reported of a session driven with items of the same counts. */
export interface Driven {
  /** By index of the recorded response; null for one that cannot be asked for. */
  readonly usages: readonly (JsonObject | null)[];
  /** Usage of transcriptions by item. */
  readonly transcriptions: ReadonlyMap<number, JsonObject>;
}

/** A recorded session that is held again with the simulator, over a real WebSocket. */
export class Replay {
  readonly #session: SessionFact;
  readonly #caller: Caller;
  readonly #script: Script;
  readonly #count: CountTokens;
  /** Ids in the conversation, by index of the item. */
  readonly #ids = new Map<number, string>();
  /** Calls that have no result yet, the oldest first. */
  readonly #calls: string[] = [];
  readonly #truncatedMs = new Map<number, number>();
  readonly #transcriptions = new Map<number, JsonObject>();

  private constructor(session: SessionFact, caller: Caller, script: Script, count: CountTokens) {
    this.#session = session;
    this.#caller = caller;
    this.#script = script;
    this.#count = count;
  }

  /**
   * Holds a session.
   * @param instructions as they are sent; each session has others, so that none finds another in the cache
   */
  static async hold(
    session: SessionFact,
    instructions: string,
    { simulator, script, count }: { simulator: Simulator; script: Script; count: CountTokens },
  ): Promise<Driven> {
    const onAzure = (session.endpoint ?? '').startsWith('azure');
    const caller = await Caller.connect(onAzure ? atAzure(simulator) : simulator, {
      model: modelName(session),
      cache: 1,
      speed: 1000,
    });
    const transcribedBy = session.transcriptions?.[0]?.model?.split(' ')[0];
    await caller.configure({
      instructions,
      tools: (session.tools ?? []).map(({ textTokens }, index) => toolOf(textTokens ?? 0, index, count)),
      audio: {
        input: {
          turn_detection: null,
          transcription: transcribedBy === undefined ? null : { model: transcribedBy },
        },
      },
    });
    const replay = new Replay(session, caller, script, count);
    const usages: (JsonObject | null)[] = [];
    for (const [k, response] of session.responses.entries()) usages.push(await replay.#respond(k, response));
    if (session.responses.length === 0) for (const index of session.items.keys()) await replay.#give(index);
    await replay.#transcribed();
    await caller.hangUp();
    return { usages, transcriptions: replay.#transcriptions };
  }

  async #transcribed(): Promise<void> {
    for (const { item: index, usage } of this.#session.transcriptions ?? []) {
      const id = this.#ids.get(index ?? -1);
      if (id === undefined || usage === null || usage === undefined) continue;
      const done = await this.#caller.wait(
        ({ type, item_id }) => type.endsWith('input_audio_transcription.completed') && item_id === id,
        `the transcript of item ${index}`,
      );
      this.#transcriptions.set(index ?? -1, done['usage'] as JsonObject);
    }
  }

  /** Puts an item into the conversation that no response wrote. */
  async #give(index: number): Promise<void> {
    const item = this.#session.items[index];
    if (item === undefined || this.#ids.has(index)) return;
    const from = this.#caller.events.length;
    const tokens = item.o200k ?? 0;
    switch (item.kind) {
      case 'user-audio': {
        const ms = audioMsOf(item);
        if (ms === null) return;
        this.#caller.speak(silence(ms), 1000);
        this.#caller.send('input_audio_buffer.commit');
        break;
      }
      case 'user-text': {
        const images = item.images ?? 0;
        // Where the text's length was worked out from a report, what the images add to it is in it.
        const text = words(tokens - (typeof item.o200kInferred === 'string' ? images : 0));
        const content = [{ type: 'input_text', text }, ...Array.from({ length: images }, () => image)];
        this.#caller.send(
          'conversation.item.create',
          images === 0 ? textMessage(text) : { item: { type: 'message', role: 'user', content } },
        );
        break;
      }
      case 'assistant-text-given':
        this.#caller.send('conversation.item.create', {
          item: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: words(tokens) }] },
        });
        break;
      case 'function-output':
        this.#caller.send('conversation.item.create', {
          item: { type: 'function_call_output', call_id: this.#calls.shift() ?? 'none', output: words(tokens) },
        });
        break;
      case 'answer':
      case 'function-call':
      case 'other':
        return;
    }
    const added = await this.#caller.next('conversation.item.added', from);
    this.#ids.set(index, atPath(added, 'item.id') as string);
  }

  /** Brings the conversation to what the response reads. */
  async #conversationOf({ reads }: ResponseFact): Promise<void> {
    const wanted = new Set((reads ?? []).map(({ item }) => item));
    for (const { item, truncatedAtMs } of reads ?? []) {
      await this.#give(item);
      const id = this.#ids.get(item);
      if (typeof truncatedAtMs !== 'number' || id === undefined || this.#truncatedMs.get(item) === truncatedAtMs)
        continue;
      this.#truncatedMs.set(item, truncatedAtMs);
      const from = this.#caller.events.length;
      this.#caller.send('conversation.item.truncate', { item_id: id, content_index: 0, audio_end_ms: truncatedAtMs });
      await this.#caller.next('conversation.item.truncated', from);
    }
    for (const [index, id] of this.#ids) {
      if (wanted.has(index)) continue;
      this.#caller.send('conversation.item.delete', { item_id: id });
      this.#ids.delete(index);
    }
  }

  async #respond(k: number, response: ResponseFact): Promise<JsonObject | null> {
    await this.#conversationOf(response);
    const answer = answerOf(this.#session, response, this.#count);
    this.#script.tell(answer);
    const from = this.#caller.events.length;
    this.#caller.send('response.create', {
      response: {
        output_modalities: [response.modality === 'audio' ? 'audio' : 'text'],
        ...(response.promptUnknown === true ? { instructions: '' } : {}),
      },
    });
    await this.#caller.next('response.created', from);
    if (answer.staysOpen === true) {
      const wholeMs = answer.parts.reduce((sum, part) => sum + (part.kind === 'spoken' ? part.audioMs : 0), 0);
      const sentMs = (): number =>
        this.#caller.events
          .slice(from)
          .filter(({ type }) => type === 'response.output_audio.delta')
          .reduce((ms, { delta }) => ms + Buffer.from(delta as string, 'base64').length / 48, 0);
      await this.#caller.wait(() => sentMs() >= wholeMs, 'all that it says', from);
      this.#caller.send('response.cancel');
    }
    const done = await this.#caller.next('response.done', from);
    const output = atPath(done, 'response.output') as JsonObject[];
    for (const { call_id: callId } of output) if (typeof callId === 'string') this.#calls.push(callId);
    for (const [place, index] of (response.outItems ?? []).entries()) {
      const id = output[place]?.['id'];
      if (typeof id === 'string') this.#ids.set(index, id);
    }
    const usage = atPath(done, 'response.usage');
    if (usage === null || usage === undefined) throw new Error(`Response ${k} reported nothing.`);
    return usage as JsonObject;
  }
}

/** A number of a usage object. */
export const tokensAt = (usage: JsonObject | null | undefined, path: string): number | undefined =>
  asNumber(atPath(usage ?? null, path));
