import type { Amounts } from './golden.ts';

/** What a recorded session comes to, every sum done by hand. */
export interface Golden {
  readonly name: string;
  readonly says: string;
  readonly reported: Partial<Amounts>;
  /** Reported, and the estimate where a report was lost; left out: as reported. */
  readonly best?: Partial<Amounts>;
  /** Left out: as `best`. */
  readonly least?: Partial<Amounts>;
  readonly most?: Partial<Amounts>;
  /** The most that work which ended without usage can come to; left out: there is none. */
  readonly ifBilled?: Partial<Amounts>;
  readonly responses: readonly string[];
  readonly alarms: Readonly<Record<string, number>>;
}

export const nothing: Amounts = { textIn: 0, audioIn: 0, cached: 0, textOut: 0, audioOut: 0, seconds: 0 };

/*
 * Text in is the prompt, 117 tokens of instructions and nothing around them, and what was said:
 *   a spoken turn          8, its audio floor((ms - 25) / 100): 0.2 s 1, 0.4 s 3, 1 s 9, 2 s 19, 5 s 49, 11 s 109
 *   the last spoken answer as it was put out + 2, with its audio
 *   an older one           its words + 4, without its audio
 * Text out is the words + 4 + 2 for each run; audio out is 50 ms a token:
 *   "Of course, your parcel is at the depot …"   13 words' tokens, 60 of audio, 4 runs: 25; read again 27, later 17
 *   "You are welcome."                            4, 20, 1 run: 10; read again 12, later 8
 *   "Are you still there?"                        5, 20, 2 runs: 13; read again 15
 * Cached are whole 64s of 22 + the text that the response before had, and of its audio.
 * Widths: 1 of a prompt that was counted and that no response has reported; 2 of text out and 1 of audio out, 4 of one
 * that was cut; as much of an answer that is read again and was not reported; 64 of what was cached, in whole 64s.
 */

/** The spoken turn that most sessions begin with: 2.0 s asked, 3.0 s answered. 117 + 8. */
const turn: Amounts = { textIn: 125, audioIn: 19, cached: 0, textOut: 25, audioOut: 60, seconds: 2 };
const apart = { 'transcription-apart': 1 };

export const goldens: readonly Golden[] = [
  {
    name: '01-commit-empty',
    says: 'a commit behind the one of the VAD is refused and charges nothing',
    reported: turn,
    responses: ['completed, turn, reported'],
    alarms: { ...apart, input_audio_buffer_commit_empty: 1 },
  },
  {
    name: '01-ghost-turn',
    says: 'a tail that is committed after the turn is a turn of its own, answered and charged',
    // 117 + 8 + 8 and 19 + 1; then the first answer with it: 133 + 27 and 20 + 60, all of which was there before: 128 + 64.
    reported: { textIn: 133 + 160, audioIn: 20 + 80, cached: 192, textOut: 25 + 10, audioOut: 80, seconds: 2 },
    // The tail's transcription reported 0: 0.2 s are one second, give or take one.
    ifBilled: { seconds: 2 },
    responses: ['completed, turn, reported', 'completed, turn, reported'],
    alarms: { ...apart, 'transcription-usage-missing': 1 },
  },
  {
    name: '02-create-while-active',
    says: 'a response.create that was refused made no response: the one that runs answers the turn',
    reported: turn,
    responses: ['completed, turn, reported'],
    alarms: { ...apart, conversation_already_has_active_response: 1 },
  },
  {
    name: '03-double-speech',
    says: 'a response.create beside the automatic one is a second response that reads the first',
    reported: turn,
    // 125 + 27 and 19 + 60; of 128 + 64 cached one block less each; 10 + 2 and 20 + 1 out.
    ifBilled: { textIn: 152, audioIn: 79, cached: 64, textOut: 12, audioOut: 21 },
    responses: ['completed, turn, reported', 'completed, create, if billed'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '04-cancel-spares-out-of-band',
    says: 'a cancel ends the conversation’s response only, and what is said out of band is read by nobody',
    // The split of an out-of-band response is wrong at the service: text for the audio it read. "Parcel" is 1 + 2.
    reported: { textIn: 1809, textOut: 3, seconds: 3 },
    // "Of course," cut off: 3 + 4 + 2 - 2 = 7 and 10 of audio, give or take 2 and 4.
    // R1: 125 + 1. R3: 117 + 8 + 9 + 8 = 142, + 1 + 2; 19 + 10 + 9 = 38, + 4; of 22 + 134 128 cached, less 64.
    ifBilled: { textIn: 126 + 145, audioIn: 19 + 42, cached: 64, textOut: 9 + 12, audioOut: 14 + 21 },
    responses: ['cancelled, turn, if billed', 'completed, create, reported', 'completed, turn, if billed'],
    alarms: { ...apart, 'usage-missing': 2 },
  },
  {
    name: '05-late-audio-after-interruption',
    says: 'audio that arrives after an interruption was produced all the same, and is read again',
    // "Of course, your parcel", cut off: 5 + 4 + 2 × 2 - 2 = 11 and 30. Read: 117 + 8 + 13 + 8 and 19 + 30 + 9.
    reported: { textIn: 146, audioIn: 58, cached: 128, textOut: 10, audioOut: 20, seconds: 3 },
    // What R2 reports says nothing certain of the prompt, for it read an answer that was not reported: 117 counted, + 1.
    ifBilled: { textIn: 126, audioIn: 19, textOut: 13, audioOut: 34 },
    responses: ['cancelled, turn, if billed', 'completed, turn, reported'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '06-truncation',
    says: 'a truncation that is refused changes nothing; one that is done leaves the audio heard, without its text',
    reported: { ...turn, seconds: 4 },
    // R2: 125 + 27 + 8 and 19 + 60 + 9. R3: 117 + 8 + 8 + 8 + 12 + 8 = 161 and 19 + 24 + 9 + 20 + 9 = 81; no such
    // answer was ever recorded of these models, so it may be read whole: + 21 and + 25. R2's: + 2 and + 1.
    ifBilled: { textIn: 160 + 184, audioIn: 88 + 107, cached: 64 + 64, textOut: 12 + 12, audioOut: 21 + 21 },
    responses: ['completed, turn, reported', 'completed, turn, if billed', 'completed, turn, if billed'],
    alarms: { ...apart, 'usage-missing': 2, invalid_value: 1 },
  },
  {
    name: '07-refused-update',
    says: 'instructions of a refused update are not read',
    reported: { ...turn, seconds: 3 },
    ifBilled: { textIn: 160, audioIn: 88, cached: 64, textOut: 12, audioOut: 21 },
    responses: ['completed, turn, reported', 'completed, turn, if billed'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '08-echo-loop',
    says: 'an answer that is cut off again and again is no echo without evidence of one, and every scrap of it may be charged',
    reported: { seconds: 5 },
    // "Hello there", cut off: 2 + 4 + 2 - 2 = 6 and 10; read again 8 and 10, later 6 and nothing.
    // In: 125; 117 + 8 + 8 + 8 = 141; + 6 + 8 = 155; + 6 + 8 = 169; each + 1, and + 2 where one of them is the last.
    // Audio: 19; 19 + 10 + 3; 19 + 3 + 10 + 3; 19 + 3 + 3 + 10 + 3; + 4 where one of them is the last.
    ifBilled: {
      textIn: 126 + 144 + 158 + 172,
      audioIn: 19 + 36 + 39 + 42,
      cached: 3 * 64,
      textOut: 3 * 8 + 12,
      audioOut: 3 * 14 + 21,
    },
    responses: [
      'cancelled, turn, if billed',
      'cancelled, turn, if billed',
      'cancelled, turn, if billed',
      'completed, turn, if billed',
    ],
    alarms: { ...apart, 'usage-missing': 4 },
  },
  {
    name: '09-late-transcripts',
    says: 'a transcript belongs to its item whenever it comes, and one that never comes is counted by its audio',
    // 125; 125 + 27 + 8; 117 + 8 + 17 + 8 + 12 + 8. Audio 19; 19 + 60 + 9; 19 + 9 + 20 + 3. The first answer has become
    // text, so that only what stands before it was read before: 22 + 125.
    reported: {
      textIn: 125 + 160 + 170,
      audioIn: 19 + 88 + 51,
      cached: 192 + 128,
      textOut: 25 + 10 + 10,
      audioOut: 100,
      seconds: 3,
    },
    best: { textIn: 455, audioIn: 158, cached: 320, textOut: 45, audioOut: 100, seconds: 4 },
    least: { textIn: 455, audioIn: 158, cached: 320, textOut: 45, audioOut: 100, seconds: 3 },
    most: { textIn: 455, audioIn: 158, cached: 320, textOut: 45, audioOut: 100, seconds: 5 },
    responses: ['completed, turn, reported', 'completed, turn, reported', 'completed, turn, reported'],
    alarms: { ...apart, 'usage-lost': 1 },
  },
  {
    name: '10-seconds-zero',
    says: 'a transcription of 0 seconds may be billed by the audio that was committed',
    reported: { ...turn, seconds: 0 },
    ifBilled: { seconds: 3 },
    responses: ['completed, turn, reported'],
    alarms: { ...apart, 'transcription-usage-missing': 1 },
  },
  {
    name: '11-transcription-failed',
    says: 'a transcription that failed without a reason is estimated in the unit of its model',
    reported: { ...turn, seconds: 0 },
    responses: ['completed, turn, reported'],
    alarms: { 'transcription-failed': 1 },
  },
  {
    name: '12-null-usage-and-subsets',
    says: 'null usage is no crash and no zero; reasoning is in text out, cached is in input',
    // 10 and 18 of reasoning. What was thought before is not read again, so the cache knows 22 + 125.
    reported: { textIn: 160, audioIn: 88, cached: 128, textOut: 28, audioOut: 20, seconds: 3 },
    // Spoken answers of models that think may be 16 off, and up to 256 are thought where nothing tells how many.
    ifBilled: { textIn: 126, audioIn: 19, textOut: 25 + 16 + 256, audioOut: 61 },
    responses: ['completed, turn, if billed', 'completed, turn, reported'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '13-rate-limited',
    says: 'a rate limit that shows only as a failed response is said, and its input may be billed',
    reported: { seconds: 2 },
    ifBilled: { textIn: 126, audioIn: 19 },
    responses: ['failed, turn, if billed'],
    alarms: { ...apart, 'response-failed': 1 },
  },
  {
    name: '14-never-committed',
    says: 'audio that was cleared or never committed is not counted',
    reported: turn,
    responses: ['completed, create, reported'],
    alarms: apart,
  },
  {
    name: '15-session-expired',
    says: 'the end after 60 minutes leaves a response and a transcription to estimate, with widths',
    reported: turn,
    // 160 and 88 read, 128 + 64 of it cached, which is all that can be. "You are": 2 + 4 + 2 and 10, ± 2 and ± 4.
    best: { textIn: 285, audioIn: 107, cached: 192, textOut: 33, audioOut: 70, seconds: 3 },
    least: { textIn: 285, audioIn: 107, cached: 192, textOut: 31, audioOut: 66, seconds: 2 },
    most: { textIn: 285, audioIn: 107, cached: 64, textOut: 35, audioOut: 74, seconds: 4 },
    responses: ['completed, turn, reported', 'lost, turn, estimated'],
    alarms: { ...apart, session_expired: 1, 'usage-lost': 1 },
  },
  {
    name: '16-gateway',
    says: 'a response that a gateway ends twice is counted once, and totals it reports are split by the evidence',
    reported: {},
    // Of 138 in 19 were heard as audio; of 72 out none came as audio.
    best: { textIn: 119, audioIn: 19, textOut: 72 },
    responses: ['completed, turn, reported'],
    // Two sides without their kinds, and `gateway_units`, which nobody knows.
    alarms: { 'usage-not-understood': 1, 'usage-totals-only': 2, 'sent-again': 1 },
  },
  {
    name: '17-faster-than-real-time',
    says: 'a turn is as long as its audio, however fast it was sent',
    reported: { seconds: 2 },
    ifBilled: { textIn: 126, audioIn: 19, textOut: 27, audioOut: 61 },
    responses: ['completed, turn, if billed'],
    alarms: { ...apart, 'usage-missing': 1 },
  },
  {
    name: '18-two-responses-one-turn',
    says: 'a second response to one turn that reports nothing may be billed for the whole of it',
    // 117 tokens of words in 12 runs: 117 + 4 + 24.
    reported: { textIn: 125, audioIn: 109, cached: 128, textOut: 145, audioOut: 420 },
    // 125 + 145 + 2 and 109 + 420, of which 256 + 512 are cached, less 64 each; nothing came of it.
    ifBilled: { textIn: 272, audioIn: 529, cached: 192 + 448, seconds: 12 },
    responses: ['completed, turn, reported', 'completed, nobody, if billed'],
    alarms: {
      ...apart,
      'answer-without-audio': 1,
      'cached-on-first': 1,
      'nobody-asked': 1,
      'usage-missing': 1,
      'transcription-usage-missing': 1,
    },
  },
  {
    name: '19-idle-timeout',
    says: 'silence that the idle timeout commits is a turn like any other, said once and counted',
    reported: { ...turn, seconds: 12 },
    // R2: 125 + 27 + 8 and 19 + 60 + 49. R3: 117 + 8 + 17 + 8 + 15 + 8 = 173, + 2, and 19 + 49 + 20 + 49 = 137, + 1.
    ifBilled: { textIn: 160 + 175, audioIn: 128 + 138, cached: 64 + 64, textOut: 15 + 15, audioOut: 21 + 21 },
    responses: ['completed, turn, reported', 'completed, idle, if billed', 'completed, idle, if billed'],
    alarms: { ...apart, 'idle-timeout': 2, 'usage-missing': 2 },
  },
  {
    name: '20-line-broken',
    says: 'a reply whose line broke is what had come of it, with widths',
    reported: {},
    // "Of course, your parcel" came in one stretch that hides a run: 5 + 4 + 2 × 2 and 30. Another session may have left
    // 64 of the text in the cache.
    best: { textIn: 125, audioIn: 19, cached: 0, textOut: 13, audioOut: 30, seconds: 2 },
    least: { textIn: 124, audioIn: 19, cached: 64, textOut: 11, audioOut: 26, seconds: 1 },
    most: { textIn: 126, audioIn: 19, cached: 0, textOut: 15, audioOut: 34, seconds: 3 },
    responses: ['lost, turn, estimated'],
    alarms: { 'usage-lost': 1 },
  },
  {
    name: '21-tool-round',
    says: 'a tool is read with every response, its call and its result with each that follows',
    // Prompt 117 + 10 + 30. The call: 5 of arguments, 4 of its name, 7; read again 18. Its result: 13 + 5.
    // The answer: 9 + 4 + 2 × 3. What was read before: 22 + 157 + 8 + 18 = 205.
    reported: { textIn: 165 + 201, audioIn: 19 + 19, cached: 192, textOut: 16 + 19, audioOut: 40, seconds: 2 },
    responses: ['completed, turn, reported', 'completed, create, reported'],
    alarms: apart,
  },
  {
    name: '22-tools-counted-before',
    says: 'a record whose tools and calls were counted as JSON keeps its reports',
    reported: { textIn: 165 + 201, audioIn: 19 + 19, cached: 192, textOut: 16 + 19, audioOut: 40, seconds: 2 },
    responses: ['completed, turn, reported', 'completed, create, reported'],
    alarms: apart,
  },
];
