import { ok, type Result } from '../../../shared/kit/errors.ts';
import { type ReportSound, sessionHtml } from '../../../shared/session/handing-on/report-html.ts';
import { type SessionGaps, type SessionOrder, takeSessions } from '../costs/export/take-sessions.ts';
import type { FileSink } from '../data/table-file.ts';
import { readAbout } from '../record/about-file.ts';
import { heardOf, writeWav } from './write-wav.ts';

export interface HtmlTally extends SessionGaps {
  /** Its sound is in the page, in the file beside it, or in neither. */
  readonly sound: 'inside' | 'beside' | 'none';
}

/** So much sound stands in the page itself: some 77 MB of it. */
export const mostInlineMinutes = 10;
const samplesPerMinute = 60 * 24_000;

/** Stands in the page where its sound goes, and nowhere else in it. */
const soundPlace = 'data:audio/wav;base64,VOXTALLY-SOUND';
/** Three bytes are four letters. */
const base64Bytes = 3 * 64 * 1024;

/** Passes bytes on as base64, in pieces that go on where the one before ended. */
function asBase64(sink: FileSink): { readonly push: FileSink; readonly end: () => Promise<void> } {
  let held: Buffer = Buffer.alloc(0);
  const push: FileSink = async (bytes) => {
    held = Buffer.concat([held, bytes]);
    const whole = held.length - (held.length % 3);
    if (whole < base64Bytes) return;
    await sink(Buffer.from(held.subarray(0, whole).toString('base64')));
    held = held.subarray(whole);
  };
  return { push, end: () => sink(Buffer.from(held.toString('base64'))) };
}

interface Sound {
  readonly sound: ReportSound | null;
  readonly note: string | null;
}

/** What of a session's sound goes where. @param beside name of the file of sound beside the page; null: there is none */
async function soundOf(folder: string, beside: string | null): Promise<Sound> {
  const heard = await heardOf(folder);
  if (!heard.ok) return { sound: null, note: heard.error.message };
  if (heard.samples <= mostInlineMinutes * samplesPerMinute)
    return { sound: { kind: 'inside', source: soundPlace }, note: null };
  const long = `The session is longer than ${mostInlineMinutes} minutes, so its sound is not in this page.`;
  return beside === null
    ? { sound: null, note: `${long} Hand it on as WAV beside it.` }
    : {
        sound: { kind: 'beside', source: encodeURIComponent(beside) },
        note: `${long} It is in the file beside it, ${beside}.`,
      };
}

/**
 * Writes what people read of a session as one HTML page, with up to ten minutes of its sound in it.
 * Rejects with what the sink rejects with.
 * @param at when it is written, ISO 8601
 */
export async function writeHtml(
  order: SessionOrder,
  { beside, at }: { readonly beside: string | null; readonly at: string },
  sink: FileSink,
): Promise<Result<{ tally: HtmlTally }>> {
  let where: HtmlTally['sound'] = 'none';
  const taken = await takeSessions({ ...order, leavesOut: false }, async ({ folder, view, prices, choice }) => {
    const { sound, note } = await soundOf(folder, beside);
    const { about } = await readAbout(folder);
    const page = sessionHtml({ view, prices, choice, name: about.name, at, sound, soundNote: note });
    where = sound?.kind ?? 'none';
    const place = sound?.kind === 'inside' ? page.indexOf(`${soundPlace}"`) : -1;
    if (place < 0) {
      await sink(Buffer.from(page));
      return ok({});
    }
    const before = soundPlace.slice(0, soundPlace.indexOf(',') + 1);
    await sink(Buffer.from(page.slice(0, place) + before));
    const base64 = asBase64(sink);
    const written = await writeWav(folder, base64.push);
    if (!written.ok) return written;
    await base64.end();
    await sink(Buffer.from(page.slice(place + soundPlace.length)));
    return ok({});
  });
  return taken.ok ? ok({ tally: { sound: where, ...taken.gaps } }) : taken;
}
