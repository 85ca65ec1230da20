import AudioLines from 'lucide-react/icons/audio-lines';
import { type RefObject, useRef } from 'react';
import { sampleQuestions } from '../../shared/audio/sample-questions.ts';
import { useSoundFiles, useFirst } from '../store/context.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/fields.tsx';
import { late, useLate } from '../ui/late.ts';

export interface FileButtonProps {
  readonly name: string;
  readonly size?: 'normal' | 'small' | 'dense';
  /** The button itself, for whoever hands it the focus. */
  readonly button?: RefObject<HTMLButtonElement | null>;
  /** The files can speak. */
  readonly onTaken?: () => void;
}

/** How names of sound files end, as the dialog that chooses one is told. It is read behind the page. */
export const soundEndings = late(async () => (await import('../../shared/audio/files/kinds.ts')).acceptedEndings);

/** Chooses files of sound that speak, whatever they are called, since their content says what they are; or a sample question. */
export function FileButton({ name, size = 'normal', button, onTaken }: FileButtonProps) {
  const { soundFiles } = useFirst();
  const endings = useLate(soundEndings);
  const input = useRef<HTMLInputElement>(null);
  const reading = useSoundFiles((state) => state.reading);
  const tell = (taken: boolean): void => {
    if (taken) onTaken?.();
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={['audio/*', ...(endings ?? [])].join(',')}
        multiple
        hidden
        aria-label="Sound file"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void soundFiles.take(files).then(tell);
        }}
      />
      <Button
        ref={button}
        size={size}
        icon={<AudioLines />}
        disabled={reading !== null}
        onClick={() => input.current?.click()}
      >
        {reading === null ? name : 'Reading the file'}
      </Button>
      <Select
        look="text"
        name="A sample question"
        shows="A sample question"
        value=""
        choices={sampleQuestions.map(({ id, says }) => ({ value: id, label: says }))}
        onChoose={(chosen) => {
          const question = sampleQuestions.find(({ id }) => id === chosen);
          if (question !== undefined) void soundFiles.sample(question.id).then(tell);
        }}
      />
    </>
  );
}
