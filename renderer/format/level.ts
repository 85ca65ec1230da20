import { minus } from '../../shared/money/format.ts';

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
