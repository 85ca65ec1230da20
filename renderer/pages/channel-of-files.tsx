import {
  type ChannelChoice,
  channelInForce,
  channelsToChoose,
  channelWords,
  readChosenChannel,
} from '../../shared/audio/channels.ts';
import type { WavInfo } from '../../shared/contract/bench-api.ts';
import { Select } from '../ui/fields.tsx';

export interface ChannelOfFilesProps {
  readonly files: readonly WavInfo[];
  readonly channel: ChannelChoice;
  readonly onChoose: (channel: ChannelChoice) => void;
}

/** What is heard of files, as far as they have several channels; one with fewer than the chosen one is averaged. */
export function ChannelOfFiles({ files, channel, onChoose }: ChannelOfFilesProps) {
  const most = Math.max(1, ...files.map(({ channels }) => channels));
  if (most === 1) return null;
  return (
    <Select
      look="text"
      name={files.length === 1 ? 'Channel of the file' : 'Channel of the files'}
      value={String(channelInForce(channel, most))}
      choices={channelsToChoose(most).map((choice) => ({ value: String(choice), label: channelWords(choice, most) }))}
      onChoose={(chosen) => onChoose(readChosenChannel(chosen))}
    />
  );
}
