import ImagePlus from 'lucide-react/icons/image-plus';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import X from 'lucide-react/icons/x';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { errorText, type Result } from '../../../../shared/kit/errors.ts';
import { checkImage, checkWish } from '../../../../shared/protocol/client-event-limits.ts';
import { keyOf } from '../../../actions/actions.ts';
import { useLive, useStores } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Field, Select } from '../../../ui/fields.tsx';
import { useFocusReturn } from '../../../ui/focus-return.ts';
import { noWish, type WishDraft, wishOf } from './wish-draft.ts';
import styles from './conversation.module.css';

const modalities = [
  { value: '', label: 'as in the session' },
  { value: 'audio', label: 'audio' },
  { value: 'text', label: 'text' },
];
const places = [
  { value: 'in', label: 'the conversation' },
  { value: 'out', label: 'out of band', note: 'Nothing of it joins the conversation. It is charged like any other.' },
];

function Labelled({ name, wide, children }: { name: string; wide?: boolean; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <label htmlFor={id} className={cx(styles.label, wide === true && styles.wide)}>
      {name}
      {children(id)}
    </label>
  );
}

/** What may differ for one response. Empty fields hold as in the session. */
function WishForm({ wish, onChange }: { wish: WishDraft; onChange: (wish: WishDraft) => void }) {
  const field = (name: string, key: keyof WishDraft, placeholder: string, wide = false, hint?: string): ReactNode => (
    <Labelled name={name} wide={wide}>
      {(id) => (
        <Field
          id={id}
          dense
          placeholder={placeholder}
          title={hint}
          value={String(wish[key])}
          onChange={(event) => onChange({ ...wish, [key]: event.target.value })}
        />
      )}
    </Labelled>
  );
  return (
    <div role="group" aria-label="This response alone" className={styles.wish}>
      <span className={styles.label}>
        Belongs to
        <Select
          name="Belongs to"
          dense
          value={wish.outOfBand ? 'out' : 'in'}
          choices={places}
          onChoose={(value) => onChange({ ...wish, outOfBand: value === 'out' })}
        />
      </span>
      <span className={styles.label}>
        Modality
        <Select
          name="Modality of this response"
          dense
          value={wish.modality}
          choices={modalities}
          onChoose={(value) => onChange({ ...wish, modality: value === 'audio' || value === 'text' ? value : '' })}
        />
      </span>
      {field('Voice', 'voice', 'as in the session')}
      {field('Max output, tokens', 'maxOutput', '1 to 4096, or inf')}
      {field(
        'Tool choice',
        'toolChoice',
        'as in the session',
        false,
        'auto, none, required, or the name of a function',
      )}
      {field('Metadata', 'metadata', 'name=value', false, 'name=value; name=value')}
      {field('Instructions', 'instructions', 'in place of those of the session', true)}
      {field('Reads these items instead', 'items', 'item ids', true)}
      {field('Reads this message instead', 'prompt', 'a message nobody sees', true)}
    </div>
  );
}

const roles = [
  { value: 'user', label: 'You' },
  { value: 'system', label: 'System' },
];

const sentence = (answer: Result): string | null => {
  if (answer.ok || answer.error.message === 'It was not sent.') return null;
  return errorText(answer.error);
};

/** A message that is typed: Enter sends it and asks for an answer, Escape puts the line away. What was typed stays when it was not sent. */
export function Composer() {
  const { conversation, live } = useStores();
  const wishing = useLive((state) => state.wishing);
  const [text, setText] = useState('');
  const [role, setRole] = useState<'user' | 'system'>('user');
  const [image, setImage] = useState<File | null>(null);
  const [wish, setWish] = useState<WishDraft>(noWish);
  const [refusal, setRefusal] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  useFocusReturn();
  useEffect(() => input.current?.focus(), []);

  const attach = (chosen: File | undefined): void => {
    if (chosen === undefined) return;
    const fit = checkImage(chosen);
    setRefusal(sentence(fit));
    if (fit.ok) setImage(chosen);
  };
  const empty = text.trim() === '' && image === null;
  const send = async (answers: boolean): Promise<void> => {
    const asked = wishing ? wishOf(wish) : {};
    const complaints = answers ? checkWish(asked) : [];
    if (complaints.length > 0) return setRefusal(complaints.join(' '));
    if (empty && !(wishing && answers)) return undefined;
    const draft = { text, role, image, answer: answers ? asked : null };
    const answer = empty ? await conversation.respond(asked) : await conversation.send(draft);
    setRefusal(sentence(answer));
    if (!answer.ok) return undefined;
    setText('');
    return setImage(null);
  };
  return (
    <div
      role="group"
      aria-label="Typed message"
      className={styles.form}
      onKeyDown={(event) => {
        if (event.key === 'Escape') live.closeComposer();
        const typing = event.target instanceof HTMLInputElement && event.target.type === 'text';
        if (event.key !== 'Enter' || !typing || event.nativeEvent.isComposing) return;
        event.preventDefault();
        void send(true);
      }}
    >
      {wishing && <WishForm wish={wish} onChange={setWish} />}
      <div className={styles.line}>
        <Select
          name="Who says it"
          dense
          value={role}
          choices={roles}
          onChoose={(value) => setRole(value === 'system' ? 'system' : 'user')}
        />
        <Field
          inputRef={input}
          className={styles.message}
          aria-label="Message"
          placeholder={
            wishing ? 'A message before it, or nothing. Enter asks.' : 'Enter sends it and asks for an answer.'
          }
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={(event) => attach([...event.clipboardData.files][0])}
          after={
            image !== null && (
              <span className={styles.image}>
                {image.name}
                <Button
                  look="quiet"
                  size="dense"
                  icon={<X />}
                  aria-label={`Take ${image.name} off`}
                  onClick={() => setImage(null)}
                />
              </span>
            )
          }
        />
        <input
          ref={file}
          type="file"
          accept="image/png,image/jpeg"
          hidden
          aria-label="Image file"
          onChange={(event) => {
            attach(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button
          look="quiet"
          icon={<ImagePlus />}
          aria-label="Add an image"
          title="Add an image, PNG or JPEG; pasting one works too"
          onClick={() => file.current?.click()}
        />
        <Button
          look="quiet"
          icon={<SlidersHorizontal />}
          aria-label="Settings of this response"
          aria-keyshortcuts={keyOf('respond-with')}
          title="What differs for this response alone"
          pressed={wishing}
          onClick={() => live.toggleWish()}
        />
        <Button onClick={() => void send(true)} disabled={empty && !wishing}>
          {empty && wishing ? 'Ask' : 'Send'}
        </Button>
        <Button
          look="quiet"
          onClick={() => void send(false)}
          disabled={empty}
          title="Puts the message into the conversation and asks for nothing"
        >
          Only add
        </Button>
      </div>
      {refusal !== null && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
    </div>
  );
}
