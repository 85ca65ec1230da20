import { minus } from '../../shared/kit/numbers.ts';

/** A whole percentage. */
export const percent = (ratio: number): string => `${Math.round(ratio * 100)}%`;

/** What a meter shows below: nothing a person could tell from silence. */
export const floorDbfs = -60;

/** A level in dBFS with one decimal and a true minus; digital silence is a word. */
export function level(dbfs: number | null): string {
  if (dbfs === null || dbfs < -99.9) return 'silent';
  const text = Math.abs(dbfs).toFixed(1);
  return dbfs < 0 && text !== '0.0' ? `${minus}${text}` : text;
}

/** Where a level stands on a meter, 0 (floor) to 1 (full scale). */
export function meterPosition(dbfs: number | null): number {
  if (dbfs === null || !Number.isFinite(dbfs)) return 0;
  return Math.min(1, Math.max(0, (dbfs - floorDbfs) / -floorDbfs));
}

/** A rate as people say it: `48 kHz`, `44.1 kHz`. */
export const rate = (hz: number): string => `${Number((hz / 1000).toFixed(2))} kHz`;

const two = (value: number): string => String(value).padStart(2, '0');

function clock(ms: number, decimals: 0 | 1 | 2): string {
  const unit = 1000 / 10 ** decimals;
  const ticks = Math.floor(Math.abs(ms) / unit + 1e-6);
  const perSecond = 10 ** decimals;
  const seconds = Math.floor(ticks / perSecond);
  const fraction = decimals === 0 ? '' : `.${String(ticks % perSecond).padStart(decimals, '0')}`;
  const minutes = Math.floor(seconds / 60);
  const head = minutes < 60 ? `${minutes}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  return `${ms < 0 && ticks > 0 ? minus : ''}${head}:${two(seconds % 60)}${fraction}`;
}

/** A running clock and the axis: `1:06.4`, from an hour `1:02:03.4`. Cut, not rounded: a clock never runs ahead. */
export const clockTime = (ms: number): string => clock(ms, 1);

/** A tick of the ruler, or what is left of a limit: `0:40`. */
export const rulerTime = (ms: number): string => clock(ms, 0);

/** An entry's time in the event list: `1:05.52`. */
export const entryTime = (ms: number): string => clock(ms, 2);

/** A latency or a length in prose: `0.94 s`, from ten seconds `11.0 s`. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9995 ? 2 : 1)} s`;

/** A date and time of the calendar: `2026-11-23 14:02`, in UTC. The caller says that it is UTC. */
export const utcMinute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;

/** As `utcMinute`, to the second and saying so: `2026-11-23 14:02:11 UTC`. */
export const utcSecond = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

/** A name as a label: its first letter large, the rest as it is. */
export const sentenceCase = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** A key as it is printed beside a button: `M`, `Shift C`, `Ctrl .`. */
export const keyLabel = (key: string, isMac: boolean): string =>
  key
    .split(/\+(?=.)/)
    .map((part) => (part === 'Mod' ? (isMac ? 'Cmd' : 'Ctrl') : part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
