import CircleCheck from 'lucide-react/icons/circle-check';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Hourglass from 'lucide-react/icons/hourglass';
import type { ReactNode } from 'react';
import type { Freshness } from '../../../../shared/reconcile/scope/settlement.ts';
import { Select } from '../../../ui/fields.tsx';
import { useCase, useCaseStore } from '../case/case-store.ts';
import styles from './evidence.module.css';

const automatic = '';

interface ChoiceProps {
  readonly name: string;
  readonly choices: readonly string[];
  readonly wanted: string | null;
  /** What is compared when nothing is wanted. */
  readonly shown: string;
  readonly onChoose: (value: string | null) => void;
}

/** A fact of the scope; a choice where the bill offers more than one. */
function Choice({ name, choices, wanted, shown, onChoose }: ChoiceProps) {
  if (choices.length < 2 && wanted === null) return shown;
  return (
    <Select
      name={name}
      value={wanted ?? automatic}
      look="text"
      dense
      choices={[
        { value: automatic, label: shown, note: 'as the evidence says' },
        ...choices.map((value) => ({ value, label: value })),
      ]}
      onChoose={(value) => onChoose(value === automatic ? null : value)}
    />
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const unknown = 'none';

/** What is compared: model, scope, resource, UTC day, and whether a session log is there to speak. */
export function ScopeFacts() {
  const store = useCaseStore();
  const view = useCase((state) => state.view);
  if (view === null) return null;
  const { wanted } = view.case;
  const report = view.outcome.kind === 'report' ? view.outcome.report : null;
  const reported = view.reported.kind === 'read' ? view.reported.read : null;
  const offer = view.billed.kind === 'read' && view.billed.read.kind === 'imports' ? view.billed.read : null;
  const want = (change: Partial<typeof wanted>): void => void store.change({ wanted: { ...wanted, ...change } });
  const models = offer?.models ?? [];
  const names = report === null ? [] : Object.values(report.model.names).flat();
  return (
    <dl className={styles.facts}>
      <Fact name="Model">
        <Choice
          name="Model"
          choices={models}
          wanted={wanted.model}
          shown={report?.model.label ?? unknown}
          onChoose={(model) => want({ model })}
        />
      </Fact>
      <Fact name="Read from">{names.length > 0 ? 'the meter names' : unknown}</Fact>
      <Fact name="Scope">
        {report === null
          ? unknown
          : `${report.model.scope ?? 'not named'}, ${report.priceBook === null ? 'no list price' : `list price in ${report.money?.currency ?? report.priceBook}`}`}
      </Fact>
      {offer !== null && (
        <Fact name="Resource">
          <Choice
            name="Resource"
            choices={offer.resources}
            wanted={wanted.resource}
            shown={report?.compared?.resource ?? unknown}
            onChoose={(resource) => want({ resource })}
          />
        </Fact>
      )}
      <Fact name="UTC day">
        {offer === null ? (
          reported !== null && reported.days.length > 0 ? (
            reported.days.join(', ')
          ) : (
            unknown
          )
        ) : (
          <Choice
            name="UTC day"
            choices={offer.days}
            wanted={wanted.days[0] ?? null}
            shown={report?.compared?.days.join(', ') ?? unknown}
            onChoose={(day) => want({ days: day === null ? [] : [day] })}
          />
        )}
      </Fact>
      <Fact name="Session log">
        {reported === null || reported.responsesCreated === null
          ? unknown
          : `${reported.responsesCreated} response.created, ${reported.responses} with usage`}
      </Fact>
    </dl>
  );
}

const clocks: Readonly<Record<Freshness, { readonly title: string; readonly text: string; readonly icon: ReactNode }>> =
  {
    'not yet due': {
      title: 'Not yet due',
      text: 'The export was written less than 24 hours after the day. Rows may still be missing. Export it again later.',
      icon: <Hourglass />,
    },
    provisional: {
      title: 'Provisional',
      text: 'Amounts of an open month are rated again. Import the day once more a day later, or 72 hours after the month has ended, to settle it.',
      icon: <Hourglass />,
    },
    settled: {
      title: 'Settled',
      text: 'Two imports a day apart agree, or the month has been closed for 72 hours. These amounts stay.',
      icon: <CircleCheck />,
    },
  };

function Note({
  icon,
  title,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: string;
}) {
  return (
    <div className={styles.clock}>
      {icon}
      <div>
        <h3 className={styles.clockTitle}>{title}</h3>
        <p className={styles.clockText}>{children}</p>
      </div>
    </div>
  );
}

/** How much the bill can still change, and what a session log would add. */
export function SettlementClock() {
  const view = useCase((state) => state.view);
  if (view === null || view.outcome.kind !== 'report') return null;
  const { compared, sessions } = view.outcome.report;
  const clock = compared === null ? null : clocks[compared.freshness];
  return (
    <div className={styles.clocks}>
      {clock === null ? (
        <Note icon={<Hourglass />} title="Not settled">
          A pasted table has no clock. Rows of a day are due 24 hours after it ends and can change until 72 hours after
          the month; import an export and this line goes.
        </Note>
      ) : (
        <Note icon={clock.icon} title={clock.title}>
          {clock.text}
        </Note>
      )}
      {sessions.length === 0 && (
        <Note icon={<CircleHelp />} title="What a log would add">
          A second response.created, there or not there, would name what began it. Record a session with this bench and
          add it.
        </Note>
      )}
    </div>
  );
}
