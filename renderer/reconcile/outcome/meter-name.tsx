import AudioLines from 'lucide-react/icons/audio-lines';
import Type from 'lucide-react/icons/type';
import type { MeterKind } from '../../../shared/billing/meter-kind.ts';
import { meterTitles } from '../../../shared/reconcile/report/words.ts';
import tones from '../../styles/tone.module.css';

/** A meter by its sign and name: audio or text, towards the service or from it. */
export function MeterName({
  meter,
  title = meterTitles[meter],
}: {
  readonly meter: MeterKind;
  readonly title?: string;
}) {
  const tone = meter.endsWith('out') ? tones.out : tones.in;
  return (
    <>
      {meter.startsWith('audio') ? <AudioLines className={tone} /> : <Type className={tone} />}
      {title}
    </>
  );
}
