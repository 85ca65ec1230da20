import ArrowDown from 'lucide-react/icons/arrow-down';
import CircleStop from 'lucide-react/icons/circle-stop';
import Command from 'lucide-react/icons/command';
import Mic from 'lucide-react/icons/mic';
import Plus from 'lucide-react/icons/plus';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Volume2 from 'lucide-react/icons/volume-2';
import VolumeX from 'lucide-react/icons/volume-x';
import { useCallback, useRef, useState } from 'react';
import { emptyList, last } from '../../../../shared/kit/chunk-list.ts';
import { errorText } from '../../../../shared/kit/errors.ts';
import type { ItemView } from '../../../../shared/session/view.ts';
import { keyOf } from '../../../actions/actions.ts';
import { useAction } from '../../../actions/use-action.ts';
import { useCalmView, useHearAgain, useLive, useStores, useView } from '../../../store/context.ts';
import type { SendGuard } from '../../../store/live.ts';
import { Button, printedKey } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { clockTime } from '../../../ui/format.ts';
import { plural } from '../../../../shared/kit/numbers.ts';
import { useFocusReturn } from '../../../ui/focus-return.ts';
import { Strip } from '../../../ui/strip.tsx';
import { Composer } from './composer.tsx';
import { speakingSince, TurnList } from './turn-list.tsx';
import styles from './conversation.module.css';
import turn from './turn.module.css';

function GuardQuestion({ guard }: { readonly guard: SendGuard }) {
  useFocusReturn();
  return (
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        guard.decide(false);
      }}
    >
      <Strip
        level="alarm"
        icon={<TriangleAlert />}
        title="Not sent yet"
        actions={
          <>
            <Button size="small" onClick={() => guard.decide(true)}>
              {guard.warnings.length === 0 ? 'Send' : 'Send anyway'}
            </Button>
            <Button
              size="small"
              // The safe choice has the focus, so that Enter or Space does no harm.
              ref={(element) => element?.focus()}
              onClick={() => guard.decide(false)}
            >
              Do not send
            </Button>
          </>
        }
      >
        {guard.warnings.length === 0 ? 'What spoke against it is over by now.' : guard.warnings.join(' ')}
      </Strip>
    </div>
  );
}

/** What is known to go wrong with something that was about to be sent, and the choice. Escape does not send. */
function GuardNotice() {
  const guard = useLive((state) => state.guard);
  return guard === null ? null : <GuardQuestion guard={guard} />;
}

/** That what is heard comes from the record and the microphone is silent meanwhile, or why it cannot be heard. */
function AgainNotice() {
  const { hearAgain } = useStores();
  const hears = useHearAgain(({ itemId }) => itemId !== null);
  const problem = useHearAgain((state) => state.problem);
  if (problem !== null) {
    return (
      <Strip
        level="notice"
        icon={<VolumeX />}
        title="It cannot be heard again"
        actions={
          <Button size="small" onClick={() => hearAgain.understood()}>
            Understood
          </Button>
        }
      >
        {errorText(problem)}
      </Strip>
    );
  }
  return hears ? (
    <Strip
      level="notice"
      icon={<Volume2 />}
      title="Heard again"
      actions={
        <Button size="small" onClick={() => hearAgain.stop()}>
          Stop
        </Button>
      }
    >
      The microphone is silent meanwhile.
    </Strip>
  ) : null;
}

/** What you are saying right now: the service has heard the beginning and not the end of it. */
function Speaking() {
  const sinceMs = useView(speakingSince);
  if (sinceMs === null) return null;
  return (
    <div className={cx(turn.turn, turn.solid)}>
      <div className={turn.row}>
        <time className={turn.time}>{clockTime(sinceMs)}</time>
        <span className={cx(turn.who, turn.in)}>
          <Mic />
          You
        </span>
        <p className={cx(turn.text, turn.unheard)}>Speaking.</p>
      </div>
    </div>
  );
}

function Empty() {
  const phase = useView((view) => view?.phase ?? null);
  const speaking = useView(speakingSince) !== null;
  const answering = useView((view) => view !== null && view.responses.length > 0);
  const wav = useView((view) => view?.header?.input.kind === 'wav');
  if (speaking || answering) return null;
  const words =
    phase === 'connecting'
      ? 'Connecting. Nothing has been sent yet.'
      : phase === 'open'
        ? wav
          ? 'Connected. The sound file is being sent in real time.'
          : `Connected. Speak, or press ${printedKey(keyOf('message') ?? '')} to type.`
        : 'Nothing was said in this session.';
  return <p className={styles.empty}>{words}</p>;
}

const none = emptyList<ItemView>();

/** The conversation, newest at the foot; it follows the end until somebody scrolls away from it. */
export function Conversation() {
  const { live } = useStores();
  const message = useAction('message');
  const commands = useAction('commands');
  const cancel = useAction('cancel-response');
  const items = useCalmView((view) => view?.items) ?? none;
  const open = useView((view) => view?.phase === 'open');
  const answering = useView((view) => view !== null && last(view.responses)?.status === 'in_progress');
  const composing = useLive((state) => state.composing);
  const [away, setAway] = useState(false);
  const toEnd = useRef<() => void>(() => undefined);
  const onAway = useCallback((isAway: boolean, end: () => void) => {
    toEnd.current = end;
    setAway(isAway);
  }, []);
  const turns = items.chunks.reduce((sum, chunk) => sum + chunk.filter(({ role }) => role === 'user').length, 0);
  return (
    <section aria-label="Conversation" data-region tabIndex={-1} className={styles.conversation}>
      <div className={styles.head}>
        <h2 className={styles.title}>Conversation</h2>
        <span className={styles.note}>{turns > 0 && plural(turns, 'turn')}</span>
        {away && (
          <Button look="quiet" size="dense" icon={<ArrowDown />} onClick={() => toEnd.current()}>
            Newest
          </Button>
        )}
        {open && (
          <>
            {answering && (
              <Button look="quiet" size="dense" icon={<CircleStop />} {...cancel}>
                Cancel
              </Button>
            )}
            <Button
              look="quiet"
              size="dense"
              icon={<Plus />}
              {...message}
              pressed={composing}
              onClick={() => (composing ? live.closeComposer() : message.onClick())}
            >
              Message
            </Button>
            <Button look="quiet" size="dense" icon={<Command />} {...commands}>
              Commands
            </Button>
          </>
        )}
      </div>
      <TurnList items={items} head={items.length === 0 ? <Empty /> : null} foot={<Speaking />} onAway={onAway} />
      <AgainNotice />
      <GuardNotice />
      {composing && open && <Composer />}
    </section>
  );
}
