// Makes the simulator's spoken replies and the sample questions from lines.json.
// Needs flite and sox (Debian: flite, sox) and the project's own node_modules. Run: node assets/speech/make.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

const here = fileURLToPath(new URL('.', import.meta.url));
const lines = JSON.parse(readFileSync(join(here, 'lines.json'), 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'speech-'));

const replyRateHz = 24_000;
const questionRateHz = 44_100;
const edgeMs = { reply: 80, question: 250 };
const wavHeaderBytes = 44;

const run = (program, args) => execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const durationMs = (file) => Math.round(Number(run('soxi', ['-s', file])) / Number(run('soxi', ['-r', file])) * 1000);

/** Speaks `text`; silence at both ends is cut off so that the edges are the script's own. */
function speak(voice, text, stretch, file) {
  const raw = join(scratch, 'raw.wav');
  run('flite', ['-voice', voice, '--setf', `duration_stretch=${stretch}`, '-t', text, '-o', raw]);
  const cut = ['silence', '1', '0.01', '0.3%', 'reverse'];
  run('sox', ['-R', '-D', raw, file, ...cut, ...cut]);
}

/** The sentences one after another, `pauseMs` apart. Returns where each begins and ends, in ms. */
function speakAll(voice, texts, pauseMs, stretch, file) {
  const spans = [];
  const parts = texts.map((text, index) => {
    const part = join(scratch, `part-${index}.wav`);
    const padded = join(scratch, `padded-${index}.wav`);
    speak(voice, text, stretch, part);
    run('sox', ['-R', '-D', part, padded, 'pad', '0', index === texts.length - 1 ? '0' : String(pauseMs / 1000)]);
    const fromMs = index === 0 ? 0 : spans[index - 1].toMs + pauseMs;
    spans.push({ text, fromMs, toMs: fromMs + durationMs(part) });
    return padded;
  });
  run('sox', ['-R', '-D', ...parts, file]);
  return spans;
}

/** Writes one WAV of `rateHz`, mono PCM16. Returns its samples and where each sentence lies. */
function make(kind, voice, texts, { pauseMs = 0, exactMs }, rateHz, file) {
  const spoken = join(scratch, 'spoken.wav');
  let spans = speakAll(voice, texts, pauseMs, 1, spoken);
  const edges = 2 * edgeMs[kind];
  const rounds = exactMs === undefined ? 0 : 4;
  for (let round = 0, stretch = 1; round < rounds; round += 1) {
    const now = durationMs(spoken);
    if (Math.abs(now - (exactMs - edges)) < 40) break;
    stretch *= (exactMs - edges - pauseMs) / (now - pauseMs);
    spans = speakAll(voice, texts, pauseMs, stretch.toFixed(4), spoken);
  }
  const pad = ['pad', String(edgeMs[kind] / 1000), String(edgeMs[kind] / 1000)];
  const exact = exactMs === undefined ? [] : ['pad', '0', '1', 'trim', '0', `${(exactMs * rateHz) / 1000}s`];
  run('sox', ['-R', '-D', spoken, '-b', '16', '-c', '1', '-r', String(rateHz), file, 'rate', '-v', 'norm', '-3', ...pad, ...exact]);
  const edge = edgeMs[kind];
  const parts = spans.map(({ text, fromMs, toMs }) => ({ text, fromMs: fromMs + edge, toMs: toMs + edge }));
  return { samples: (statSync(file).size - wavHeaderBytes) / 2, parts };
}

mkdirSync(join(here, 'replies'), { recursive: true });
mkdirSync(join(here, 'questions'), { recursive: true });

const replies = lines.replies.map(({ id, text, answers = null, exactMs }) => {
  const file = `replies/${id}.wav`;
  const { samples } = make('reply', 'slt', [text], { exactMs }, replyRateHz, join(here, file));
  const ms = Math.round((samples / replyRateHz) * 1000);
  return { id, file, answers, transcript: text, textTokens: countTokens(text), audioTokens: Math.ceil(ms / 50), durationMs: ms };
});
const questions = lines.questions.map(({ id, voice, text, pauseMs, exactMs }) => {
  const file = `questions/${id}.wav`;
  const { samples, parts } = make('question', voice, text, { pauseMs, exactMs }, questionRateHz, join(here, file));
  const transcript = text.join(' ');
  const ms = Math.round((samples / questionRateHz) * 1000);
  return { id, file, transcript, textTokens: countTokens(transcript), audioTokens: Math.ceil(ms / 100), durationMs: ms, parts };
});
writeFileSync(join(here, 'replies.json'), `${JSON.stringify({ replyRateHz, questionRateHz, replies, questions }, null, 2)}\n`);
rmSync(scratch, { recursive: true });
for (const { id, durationMs, textTokens, audioTokens } of [...replies, ...questions]) {
  console.log(`${id.padEnd(20)} ${String(durationMs).padStart(6)} ms ${String(textTokens).padStart(4)} text ${String(audioTokens).padStart(4)} audio`);
}
