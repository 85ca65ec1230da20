import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { aboutName } from '../../../shared/session/about.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { writeSession } from '../../integration/support/session.ts';
import { enterpriseFile, type SyntheticMeter, threadMeters } from '../../integration/support/synthetic.ts';
import { temporaryFolder } from './places.ts';

/** What a response of a session reported, nothing of it cached. */
const usageOf = (audioIn: number, audioOut: number, textIn: number, textOut: number): JsonObject => ({
  total_tokens: audioIn + audioOut + textIn + textOut,
  input_tokens: audioIn + textIn,
  output_tokens: audioOut + textOut,
  input_token_details: { audio_tokens: audioIn, text_tokens: textIn, cached_tokens: 0 },
  output_token_details: { audio_tokens: audioOut, text_tokens: textOut },
});

/** A day's rows: audio in, audio out, text in and text out of the model of the public case. */
const billed = (...tokens: readonly [number, number, number, number]): SyntheticMeter[] => {
  const [audioIn, audioOut, textIn, textOut] = tokens;
  const six = [audioIn, 0, audioOut, textIn, 0, textOut];
  return threadMeters.map((meter, at) => ({ ...meter, tokens: six[at] ?? 0 })).filter((meter) => meter.tokens > 0);
};

interface RecordedDay {
  readonly day: string;
  readonly sessions: readonly { readonly usage: JsonObject; readonly tags: readonly string[] }[];
  readonly meters: readonly SyntheticMeter[];
}

/** The first day is billed as it was reported, the second is the public case, the third is billed for less than was reported. */
const recordedDays: readonly RecordedDay[] = [
  {
    day: '2026-03-29',
    sessions: [
      { usage: usageOf(83, 257, 371, 74), tags: ['pilot', 'customer=Contoso'] },
      { usage: usageOf(17, 43, 129, 26), tags: ['pilot'] },
    ],
    meters: billed(100, 300, 500, 100),
  },
  { day: '2026-03-30', sessions: [{ usage: threadUsage, tags: ['load'] }], meters: threadMeters },
  {
    day: '2026-03-31',
    sessions: [{ usage: usageOf(61, 188, 902, 33), tags: [] }],
    meters: [
      ...billed(61, 100, 902, 33),
      { name: 'gpt rt aud 0828 Inp glbl Tokens', tokens: 9000, usdPerMillion: '32' },
    ],
  },
];

/** Writes the sessions of three days under a data folder, and gives the file that bills them. */
export async function monthOf(home: string): Promise<{ readonly file: string; readonly csv: string }> {
  for (const { day, sessions } of recordedDays) {
    for (const [at, { usage, tags }] of sessions.entries()) {
      const folder = await writeSession(join(home, 'sessions'), [{ id: `resp_${at}`, usage }], {
        sessionId: `${day}T1${at}-00-00Z-contoso-voice-00000${at}`,
        startedAt: `${day}T1${at}:00:00.000Z`,
      });
      if (tags.length > 0) await writeFile(join(folder, aboutName), JSON.stringify({ name: null, tags }));
    }
  }
  const [header = ''] = enterpriseFile().split('\r\n');
  const rows = recordedDays.flatMap(({ day, meters }) => {
    const [year = '', month = '', date = ''] = day.split('-');
    return enterpriseFile(`${month}/${date}/${year}`, meters).trimEnd().split('\r\n').slice(1);
  });
  const csv = `${[header, ...rows].join('\r\n')}\r\n`;
  const file = join(await temporaryFolder(), 'march.csv');
  await writeFile(file, csv);
  return { file, csv };
}
