import type { ReactNode } from 'react';
import { Select } from '../../parts/select.tsx';
import styles from './evidence.module.css';
import { useCase, useCaseStore } from '../use-case.ts';

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
