import Play from 'lucide-react/icons/play';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { type RefObject, Suspense, use, useRef } from 'react';
import { useAction } from '../../actions/use-action.ts';
import { usePreferences, useStart, useFirst } from '../../store/context.ts';
import type { Starting } from '../../store/start.ts';
import { Button } from '../../ui/button.tsx';
import { AcceptWay, Axis, deploymentForm } from './late-parts.ts';
import { DeploymentChoice } from './deployment-choice.tsx';
import { InputPicker } from './input-picker.tsx';
import { Profiles } from './profiles.tsx';
import { CameForABill, RecentSessions } from './recent.tsx';
import { type AskedWay, askedWords } from './start-state.ts';
import { optionWords } from './option-words.ts';
import { useStartPage } from './use-start-page.ts';
import styles from './start.module.css';

/** What is asked of the session, in a line, and the way to all of it. */
function OptionWords() {
  const options = useAction('options');
  const asked = usePreferences((state) => state.options);
  return (
    <div className={styles.options}>
      <p>{optionWords(asked)} Most options can be changed while you talk.</p>
      <Button size="dense" look="quiet" className={styles.optionsButton} icon={<SlidersHorizontal />} {...options}>
        Options
      </Button>
    </div>
  );
}

interface GoProps {
  readonly button: RefObject<HTMLButtonElement | null>;
  /** Why what was tried last was not done, where no form says it; null: nothing. */
  readonly refused: string | null;
  /** What waits for a person to accept it; null: nothing. */
  readonly asked: AskedWay | null;
}

const waitingFor: Readonly<Record<Starting, string>> = {
  file: 'Reading the file.',
  microphone: 'Waiting for the microphone. Answer the question of the browser.',
  deployment: 'Connecting to the deployment.',
};

/** The one filled button, and beside it what it will ask for, what it waits for, or why nothing came of it. */
function Go({ button, refused, asked }: GoProps) {
  const starting = useStart((state) => state.starting);
  const question = asked === null ? null : `${askedWords(asked)}. Answer that first.`;
  const waits = starting === null ? question : waitingFor[starting];
  return (
    <div className={styles.go}>
      <Button
        ref={button}
        look="primary"
        size="large"
        icon={<Play />}
        shortcut="Enter"
        disabled={starting !== null}
        data-start=""
        submits
      >
        Start
      </Button>
      {refused !== null && (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      )}
      {refused === null && waits === null && <OptionWords />}
      {refused === null && waits !== null && (
        <p className={styles.options} role="status">
          {waits}
        </p>
      )}
    </div>
  );
}

/** The start page: what to speak to, with what voice, and one filled button. */
export function StartPage() {
  const { start } = useFirst();
  const formElement = useRef<HTMLFormElement>(null);
  const startButton = useRef<HTMLButtonElement>(null);
  // A page that opens with the form is not shown without it.
  const opensWithForm = usePreferences(({ endpoint }) => endpoint.kind !== 'simulator');
  if (opensWithForm) use(deploymentForm.come());
  const page = useStartPage(formElement, startButton);
  const { asked, form, other, refused } = page.state;
  const begin = (): void => {
    if (start.getState().starting === null) void page.begin();
  };
  const toStart = (): void => startButton.current?.focus();
  return (
    <main className={styles.page}>
      <div className={styles.columns}>
        <form
          ref={formElement}
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            begin();
          }}
        >
          <h1 className={styles.head}>Speak to a deployment.</h1>
          <p className={styles.lead}>
            See every token it reports, and what that costs while it happens. The session is kept on this disk, so that
            you can hold it against the bill later.
          </p>
          <DeploymentChoice page={page} />
          <InputPicker onChosen={toStart} />
          <Go button={startButton} refused={other ? null : refused} asked={asked} />
        </form>
        <aside className={styles.aside}>
          <Profiles
            chosenId={asked?.profile?.id ?? (other ? form.profileId : null)}
            asked={
              asked === null ? null : (
                <Suspense>
                  <AcceptWay
                    asked={asked}
                    onUse={() => {
                      toStart();
                      void page.accept();
                    }}
                    onLeave={() => {
                      toStart();
                      page.leaveAsked();
                    }}
                  />
                </Suspense>
              )
            }
            onChoose={(profile) => page.chooseProfile(profile)}
            onStart={begin}
            onNew={() => start.ask('new')}
          />
          <CameForABill />
          <RecentSessions onOpen={() => start.leave()} />
        </aside>
      </div>
      {/* The form needs the room that the empty axis would take. */}
      {!other && (
        <div className={styles.axis}>
          <Suspense>
            <Axis bare />
          </Suspense>
        </div>
      )}
    </main>
  );
}
