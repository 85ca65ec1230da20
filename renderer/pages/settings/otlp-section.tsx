import Send from 'lucide-react/icons/send';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { HandOnAnswers } from '../../../shared/contract/handing-on.ts';
import { type BenchError, errorText } from '../../../shared/kit/errors.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import type { OtlpReceiver } from '../../../shared/protocol/endpoints/credential-id.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Switch } from '../../ui/fields.tsx';
import form from '../../ui/form.module.css';
import { SecretField } from '../secret-field.tsx';
import styles from './hand-on.module.css';

type Standing =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent'; readonly answer: HandOnAnswers['handOn.send'] }
  | { readonly kind: 'refused'; readonly error: BenchError };

/** What a receiver took, in a sentence. */
export function sentWords({ to, sessions, spans, rejected }: HandOnAnswers['handOn.send']): string {
  const sent = `${plural(spans, 'span')} of ${plural(sessions, 'session')}`;
  if (rejected === 0) return `${to} took ${sent}.`;
  return `${to} took a part of ${sent}: it refused ${count(rejected)}.`;
}

/** What came of it, or what goes on. */
function Came({ standing }: { readonly standing: Standing }): ReactNode {
  switch (standing.kind) {
    case 'none':
      return null;
    case 'sending':
      return (
        <p role="status" className={styles.says}>
          Sending.
        </p>
      );
    case 'refused':
      return (
        <p role="alert" className={styles.problem}>
          {errorText(standing.error)}
        </p>
      );
    case 'sent':
      return (
        <div role="status" className={standing.answer.rejected > 0 ? styles.problem : undefined}>
          <p>{sentWords(standing.answer)}</p>
          {standing.answer.notes.map((note) => (
            <p key={note} className={styles.says}>
              {note}
            </p>
          ))}
        </div>
      );
  }
}

/** Where a secret belongs that was typed for this address; null while the address is none. */
const receiverAt = (to: string): OtlpReceiver | null =>
  URL.canParse(to) && /^https?:/i.test(to) ? { kind: 'otlp', url: to } : null;

export interface OtlpSectionProps {
  readonly sessionIds: readonly string[];
  /** Nothing with words in it may go. */
  readonly redacted: boolean;
}

/** Sends sessions to a telemetry system: closed until it is asked for, counts alone unless words are. */
export function OtlpSection({ sessionIds, redacted }: OtlpSectionProps) {
  const { bench, host } = useStores();
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState('');
  const [headers, setHeaders] = useState('');
  const [stored, setStored] = useState(0);
  const [content, setContent] = useState(false);
  const [standing, setStanding] = useState<Standing>({ kind: 'none' });
  const sending = standing.kind === 'sending';
  const address = to.trim();
  const owner = receiverAt(address);
  // What goes on when the dialog is closed has nobody left to tell of it.
  const sends = useRef(false);
  useEffect(
    () => () => {
      if (sends.current) void bench.call('handOn.stopSending', {});
    },
    [bench],
  );
  /** What was typed and not stored goes the way of what was: into the host's keys, and out of the form. */
  const keepHeaders = async (): Promise<BenchError | null> => {
    if (owner === null || headers.trim() === '') return null;
    setHeaders('');
    const kept = await host.storeSecret(owner, headers);
    setStored(stored + 1);
    return kept.ok ? null : kept.error;
  };
  const send = async (): Promise<void> => {
    setStanding({ kind: 'sending' });
    sends.current = true;
    const unkept = await keepHeaders();
    const answer =
      unkept === null
        ? await bench.call('handOn.send', { sessionIds: [...sessionIds], to: address, content: content && !redacted })
        : null;
    sends.current = false;
    if (answer?.ok === true) setStanding({ kind: 'sent', answer });
    else if (answer?.ok === false) setStanding({ kind: 'refused', error: answer.error });
    else if (unkept !== null) setStanding({ kind: 'refused', error: unkept });
  };
  return (
    <section aria-label="Telemetry" className={styles.otlp}>
      <div className={styles.row}>
        <div className={styles.words}>
          <p className={styles.label}>Spans, OTLP</p>
          <p className={styles.says}>
            A span for the session, its turns and its answers, with counts and cost, to a telemetry system. No words
            unless you say so.
          </p>
        </div>
        <Switch name="Send to a telemetry system" on={open} onChange={setOpen} />
      </div>
      {open && (
        <form
          noValidate
          className={styles.otlpForm}
          onSubmit={(event) => {
            event.preventDefault();
            if (!sending && address !== '' && sessionIds.length > 0) void send();
          }}
        >
          <label className={form.label} htmlFor="otlp-to">
            Address
          </label>
          <Field
            id="otlp-to"
            placeholder="https://collector.example.com:4318"
            value={to}
            disabled={sending}
            onChange={(event) => {
              setTo(event.target.value);
              setStanding({ kind: 'none' });
            }}
          />
          <p className={form.note}>https, or this machine. Without a path the spans go to /v1/traces.</p>
          <SecretField
            // Another one asks what is at hand now.
            key={stored}
            id="otlp-headers"
            label="Headers"
            noun="set of headers"
            owner={owner}
            value={headers}
            onChange={setHeaders}
          />
          <p className={form.note}>Written name=value, with commas between, as in OTEL_EXPORTER_OTLP_HEADERS.</p>
          <span className={form.label}>Words</span>
          <div className={styles.content}>
            <Switch
              name="Send what was said"
              on={content && !redacted}
              disabled={redacted || sending}
              onChange={setContent}
            />
            <p className={styles.says}>
              {redacted
                ? 'Redacted: no words go.'
                : 'What both sides said goes along. Off: counts, times and cost alone.'}
            </p>
          </div>
          <div className={styles.otlpEnd}>
            <Came standing={standing} />
            <div className={styles.otlpButtons}>
              {sending && (
                <Button size="small" onClick={() => void bench.call('handOn.stopSending', {})}>
                  Cancel
                </Button>
              )}
              <Button
                size="small"
                submits
                icon={<Send />}
                disabled={sending || address === '' || sessionIds.length === 0}
              >
                {sending ? 'Sending' : 'Send'}
              </Button>
            </div>
          </div>
        </form>
      )}
    </section>
  );
}
