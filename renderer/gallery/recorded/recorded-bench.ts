import type { Answer, Args, CommandName, BenchPush } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import type { HostServices } from '../../store/services.ts';
import type { Bench } from '../../store/first-stores.ts';
import { asAnswered } from './answers.ts';

/** What an engine answers: a value, or a function of what it is asked. */
export type Answers = { readonly [C in CommandName]?: Answered<C> };
type Answered<C extends CommandName> = Answer<C> | ((args: Args<C>) => Answer<C> | Promise<Answer<C>>);

/** No sound is kept with pictures. */
const soundless: Answers = {
  'sound.peaks': refuse(benchError('not-found', 'The gallery keeps no sound.')),
};

const nothing = (): (() => void) => () => undefined;

/**
 * An engine that was recorded: it answers what it is told to, and does nothing.
 * @param own in place of what a real engine answered over a folder with five sessions
 * @param pushes what it tells unasked, to whoever begins to listen
 */
export function recordedBench(own: Answers, pushes: readonly BenchPush[] = []): Bench {
  const answers = new Map<string, unknown>(Object.entries({ ...asAnswered, ...soundless, ...own }));
  return {
    async call<C extends CommandName>(command: C, args: Args<C>): Promise<Answer<C>> {
      // `Answers` says by command what stands here.
      const answer = answers.get(command) as Answered<C> | undefined;
      if (answer === undefined) {
        const message = `The gallery has no engine to ask for ${command}.`;
        // A state that looks right although it could not read something is not what a person would see.
        console.error(message);
        return refuse(benchError('unsupported', message));
      }
      return typeof answer === 'function' ? answer(args) : answer;
    },
    onPush(listener) {
      for (const push of pushes) queueMicrotask(() => listener(push));
      return () => undefined;
    },
    onReconnected: nothing,
  };
}

/** A host that leads nowhere: its ports have nobody at the other end. */
export const deadHost: HostServices = {
  openPort: () => Promise.resolve(new MessageChannel().port1),
  pathOf: () => null,
  openLink: () => undefined,
  storeSecret: () => Promise.resolve(ok({ kept: 'memory' as const, note: null })),
  onEngineGone: nothing,
  onEngineBack: nothing,
};
