import Keyboard from 'lucide-react/icons/keyboard';
import Mic from 'lucide-react/icons/mic';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Scissors from 'lucide-react/icons/scissors';
import Settings2 from 'lucide-react/icons/settings-2';
import Type from 'lucide-react/icons/type';
import Volume2 from 'lucide-react/icons/volume-2';
import Wrench from 'lucide-react/icons/wrench';
import { memo, useEffect, useRef, useState } from 'react';
import { splitHeard } from '../../../../shared/session/reconnect.ts';
import { mcpStateWords, mcpTitle, type McpView } from '../../../../shared/session/mcp.ts';
import { failureText } from '../../../../shared/session/failure.ts';
import type { BargeIn, CallView, ItemView, ResponseView, TurnLatency } from '../../../../shared/session/view.ts';
import { useStores, useView } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Field } from '../../../ui/fields.tsx';
import { clockTime } from '../../../ui/format.ts';
import { beat, reducedMotion } from '../../../ui/page-beat.ts';
import { ResponseSign } from '../cost/row-parts.tsx';
import { ItemActions } from './item-actions.tsx';
import type { TurnFootWords } from './turn-foot.ts';
import { cutWords, latencyWords, metaOf, withoutWords } from './turn-text.ts';
import styles from './turn.module.css';

function CallResult({ call }: { readonly call: CallView }) {
  const { conversation, appWindow } = useStores();
  const [output, setOutput] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    const answer = await conversation.answerCall(call, output);
    if (!answer.ok) setRefusal(answer.error.message);
  };
  return (
    <form
      className={styles.result}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field
        dense
        className={styles.field}
        aria-label={`Result of ${call.name}`}
        placeholder="What the function gives back; JSON, usually"
        value={output}
        onChange={(event) => setOutput(event.target.value)}
      />
      <Button size="dense" onClick={() => void send()}>
        Give back
      </Button>
      <Button size="dense" look="quiet" onClick={() => appWindow.openDialog('tool-answers')}>
        Table
      </Button>
      {refusal !== null && (
        <span role="alert" className={styles.refusal}>
          {refusal}
        </span>
      )}
    </form>
  );
}

const how: Readonly<Record<'rule' | 'otherwise', string>> = {
  rule: 'from the table',
  otherwise: 'the fixed answer',
};

/** A call of a function with its arguments, and its result or the place to type it. */
function Call({ call }: { readonly call: CallView }) {
  const open = useView((view) => view?.phase === 'open');
  return (
    <div className={styles.call}>
      <code className={styles.code}>
        <b>{call.name}</b>({call.arguments})
      </code>
      {call.status === 'answered' && (
        <code className={styles.code}>
          <span className={styles.gives}>gives </span>
          {call.output}
          {call.answeredBy !== null && <span className={styles.gives}>, {how[call.answeredBy]}</span>}
        </code>
      )}
      {call.status === 'open' && open && <CallResult call={call} />}
      {call.status === 'open' && !open && <span className={styles.gives}>No result was given.</span>}
    </div>
  );
}

/** The question whether the service may call a tool: answered once, by whoever is at the bench. */
function Approval({ mcp }: { readonly mcp: McpView }) {
  const { conversation } = useStores();
  const [refusal, setRefusal] = useState<string | null>(null);
  const answer = async (approve: boolean): Promise<void> => {
    const sent = await conversation.answerApproval(mcp, approve);
    if (!sent.ok) setRefusal(sent.error.message);
  };
  return (
    <div className={styles.result}>
      <Button size="dense" onClick={() => void answer(true)}>
        Approve
      </Button>
      <Button size="dense" look="quiet" onClick={() => void answer(false)}>
        Refuse
      </Button>
      {refusal !== null && (
        <span role="alert" className={styles.refusal}>
          {refusal}
        </span>
      )}
    </div>
  );
}

/** What goes on with an MCP server: what it is, where it stands, and what came of it. */
function Mcp({ mcp }: { readonly mcp: McpView }) {
  const open = useView((view) => view?.phase === 'open');
  const { state, failure, output, tools } = mcp;
  return (
    <div className={styles.call}>
      <code className={styles.code}>
        {mcpTitle(mcp)}
        <span className={styles.gives}> {mcpStateWords[state]}</span>
      </code>
      {tools.length > 0 && <span className={styles.gives}>{tools.join(', ')}</span>}
      {output !== null && (
        <code className={styles.code}>
          <span className={styles.gives}>gives </span>
          {output}
        </code>
      )}
      {failure !== null && <span className={styles.refusal}>{failureText(failure)}</span>}
      {state === 'waiting' && open && <Approval mcp={mcp} />}
    </div>
  );
}

function Who({ item, response }: { readonly item: ItemView; readonly response: ResponseView | undefined }) {
  switch (item.role) {
    case 'user':
      return (
        <span className={cx(styles.who, styles.in)}>
          {item.medium === 'text' ? <Keyboard /> : <Mic />}
          You
        </span>
      );
    case 'assistant':
      return (
        <span className={cx(styles.who, styles.out)}>
          {item.medium === 'text' ? <Type /> : <Volume2 />}
          {response === undefined ? 'R' : `R${response.number}`}
        </span>
      );
    case 'tool':
      return (
        <span className={styles.who}>
          <Wrench />
          Tool
        </span>
      );
    case 'system':
      return (
        <span className={styles.who}>
          <Settings2 />
          Sys
        </span>
      );
  }
}

const blinkMs = 500;

/** Where the running words end. An animation would have the window painted sixty times a second for one blink. */
function Caret() {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      beat.every(blinkMs, () => {
        if (!reducedMotion.matches) element.current?.toggleAttribute('data-off');
        return !reducedMotion.matches;
      }),
    [],
  );
  return <span ref={element} className={styles.caret} />;
}

function Words({ item, running }: { readonly item: ItemView; readonly running: boolean }) {
  const { heard, unheard } = splitHeard(item);
  if (item.text !== '' || running) {
    return (
      <>
        {heard}
        {unheard !== '' && <span className={styles.unheard}>{unheard}</span>}
        {running && <Caret />}
      </>
    );
  }
  return <span className={styles.unheard}>{withoutWords(item)}</span>;
}

export interface TurnProps {
  readonly item: ItemView;
  /** Of its turn, from 1. */
  readonly number: number;
  readonly response: ResponseView | undefined;
  readonly call: CallView | undefined;
  readonly mcp: McpView | undefined;
  /** What became of the answer of a turn that has none. */
  readonly waits: string;
  readonly latency: TurnLatency | undefined;
  /** What the answer cost, in words; null: no price of it is known, or it is none. */
  readonly cost: string | null;
  /** The answer comes to nothing by the rules. */
  readonly isNothing: boolean;
  readonly bargeIn: BargeIn | undefined;
  /** The turn that is still being spoken or written. */
  readonly running: boolean;
  /** What stands between it and the row above: a person begins, or another answer does. */
  readonly rule: 'none' | 'solid' | 'dashed';
  /** The session is open, so that items can be acted on. */
  readonly acting: boolean;
  /** Whether it can be listened to: in no session that runs, not what was typed; it sounds now, or it does not. */
  readonly plays: 'no' | 'silent' | 'still' | 'now';
  /** Session time in ms at which it is heard. */
  readonly fromMs: number;
  readonly isSelected: boolean;
  /** It came behind the cursor. */
  readonly isLater: boolean;
  readonly onChoose: (itemId: string, turn: number) => void;
}

const rules = { none: styles.none, solid: styles.solid, dashed: styles.dashed };

/** What a row is to hear: it plays from there, and stops what plays. */
function PlaySign({ plays, fromMs, name }: Pick<TurnProps, 'plays' | 'fromMs'> & { readonly name: string }) {
  const { player } = useStores();
  switch (plays) {
    case 'no':
      return null;
    case 'silent':
      return <span />;
    case 'still':
    case 'now':
      return (
        <button
          type="button"
          className={styles.play}
          aria-label={plays === 'now' ? 'Pause' : `Play from ${name} at ${clockTime(fromMs)}`}
          onClick={(event) => {
            event.stopPropagation();
            if (plays === 'now') player.pause();
            else player.playFrom(fromMs);
          }}
        >
          {plays === 'now' ? <Pause /> : <Play />}
        </button>
      );
  }
}

/** One turn: when, who, what, and what it took. Past turns are clamped to two lines and open when pressed. */
export const Turn = memo(function Turn(props: TurnProps) {
  const { item, number, response, call, mcp, waits, latency, cost, bargeIn, running, rule, acting } = props;
  const { isNothing, plays, fromMs, isSelected, isLater, onChoose } = props;
  const [open, setOpen] = useState(false);
  const meta = metaOf(item, response, latency, cost, waits);
  const signed = response !== undefined && response.itemIds[0] === item.id && item.deletedMs === null;
  const { basis } = response?.expected ?? { basis: 'reported' };
  return (
    <div
      className={cx(
        styles.turn,
        rules[rule],
        plays !== 'no' && styles.heard,
        item.deletedMs !== null && styles.deleted,
        isSelected && styles.selected,
        isLater && styles.later,
      )}
      data-item={item.id}
      aria-current={isSelected || undefined}
      onClick={() => onChoose(item.id, number)}
    >
      <div className={styles.row}>
        <PlaySign
          plays={plays}
          fromMs={fromMs}
          name={item.role === 'user' || response === undefined ? `turn ${number}` : `R${response.number}`}
        />
        <time className={styles.time}>{clockTime(item.startMs)}</time>
        <Who item={item} response={response} />
        {mcp !== undefined ? (
          <Mcp mcp={mcp} />
        ) : call === undefined ? (
          <p
            className={cx(styles.text, !running && !open && styles.clamped)}
            onClick={() => setOpen(!open)}
            title={running || item.text.length < 120 ? undefined : open ? 'Press to fold' : 'Press to open'}
          >
            <Words item={item} running={running} />
          </p>
        ) : (
          <Call call={call} />
        )}
        <p className={cx(styles.meta, signed && styles.priced)} title={latencyWords(latency)}>
          {meta.map((line, index) => (
            // A line that runs is written anew in its place.
            <span key={index} className={index === 0 ? styles.first : undefined}>
              {signed && index === 0 && <ResponseSign basis={basis} status={response.status} nothing={isNothing} />}
              {line}
            </span>
          ))}
        </p>
        {acting && item.deletedMs === null && <ItemActions item={item} />}
      </div>
      {item.interrupted && (
        <p className={styles.cut}>
          <Scissors />
          {cutWords(item, bargeIn)}
        </p>
      )}
    </div>
  );
});

export interface TurnFootProps extends TurnFootWords {
  /** Of the turn, from 1; 0: before a person had said anything. */
  readonly number: number;
  /** Rows have a sign to play them. */
  readonly plays: boolean;
  readonly isLater: boolean;
}

/** What a turn came to, under the last of its rows. */
export const TurnFoot = memo(function TurnFoot({ number, parts, sum, upTo, plays, isLater }: TurnFootProps) {
  return (
    <div className={cx(styles.foot, plays && styles.heard, isLater && styles.later)}>
      <span className={styles.footName}>{number === 0 ? 'Before turn 1' : `Turn ${number}`}</span>
      <span className={styles.footParts} title={parts}>
        {parts}
      </span>
      <span className={styles.footSum}>
        <strong>{sum}</strong>
        {upTo !== '' && ` ${upTo}`}
      </span>
    </div>
  );
});
