import AudioLines from 'lucide-react/icons/audio-lines';
import { useRef } from 'react';
import { useSoundFiles, useStores } from '../store/context.ts';
import { Button } from '../ui/button.tsx';

export interface FileButtonProps {
  readonly name: string;
  readonly size?: 'normal' | 'small' | 'dense';
  /** The files can speak. */
  readonly onTaken?: () => void;
}

/** Chooses files of sound that speak, whatever they are called: their content says what they are. */
export function FileButton({ name, size = 'normal', onTaken }: FileButtonProps) {
  const { soundFiles } = useStores();
  const input = useRef<HTMLInputElement>(null);
  const reading = useSoundFiles((state) => state.reading);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="audio/*,.wav,.aif,.aiff,.aifc,.au,.caf,.w64,.flac,.mp3,.ogg,.oga,.opus,.m4a,.aac,.webm,.mp4"
        multiple
        hidden
        aria-label="WAV file"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void soundFiles.take(files).then((taken) => {
            if (taken) onTaken?.();
          });
        }}
      />
      <Button size={size} icon={<AudioLines />} disabled={reading !== null} onClick={() => input.current?.click()}>
        {reading === null ? name : 'Reading the file'}
      </Button>
    </>
  );
}
