import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionsFromWords } from '../../../electron/cli/input/session-start.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { optionSpecs } from '../../../shared/protocol/options/options.ts';
import { commandLines } from '../support/cli.ts';
import { assetsFolder } from '../support/bench.ts';

/** A word for every option as a person types it, and the value it stands for. */
const typed: Readonly<Record<string, readonly [string, unknown]>> = {
  'vad.type': ['none', null],
  'vad.threshold': ['0.7', 0.7],
  'vad.prefix': ['200', 200],
  'vad.silence': ['700', 700],
  'vad.create': ['off', false],
  'vad.interrupt': ['yes', true],
  'vad.eagerness': ['low', 'low'],
  'vad.idle': ['off', null],
  'input.format': ['mu-law', 'audio/pcmu'],
  'noise.type': ['far_field', 'far_field'],
  'noise.strength': ['1.5', 1.5],
  'transcription.model': ['my-deployment', 'my-deployment'],
  'transcription.language': ['de', 'de'],
  'transcription.languages': ['de, en', ['de', 'en']],
  'transcription.prompt': ['Order numbers = digits.', 'Order numbers = digits.'],
  'transcription.keywords': ['Voxtally,Contoso', ['Voxtally', 'Contoso']],
  'transcription.delay': ['low', 'low'],
  'transcription.logprobs': ['on', true],
  modality: ['text', 'text'],
  voice: ['id:voice_7', { id: 'voice_7' }],
  speed: ['1.1', 1.1],
  'output.format': ['audio/pcma', 'audio/pcma'],
  max_output_tokens: ['inf', 'inf'],
  'reasoning.effort': ['high', 'high'],
  tools: ['[{"type": "function", "name": "f"}]', [{ type: 'function', name: 'f' }]],
  tool_choice: ['function:f', { type: 'function', name: 'f' }],
  parallel_tool_calls: ['no', false],
  instructions: ['Be brief.', 'Be brief.'],
  truncation: ['retention_ratio', 'retention_ratio'],
  'truncation.ratio': ['0.5', 0.5],
  'truncation.limit': ['4000', 4000],
  'prompt.id': ['pmpt_1', 'pmpt_1'],
  'prompt.version': ['3', '3'],
  'prompt.variables': ['{"a": "b"}', { a: 'b' }],
  type: ['transcription', 'transcription'],
  tracing: ['auto', 'auto'],
  'tracing.workflow': ['tests', 'tests'],
  'tracing.group': ['g1', 'g1'],
  'tracing.metadata': ['{"run": 1}', { run: 1 }],
  json: ['{"future": true}', { future: true }],
};

describe('--option', () => {
  it('is tried with every option of the table', () => {
    expect(Object.keys(typed).sort()).toEqual(optionSpecs.map(({ id }) => id).sort());
  });

  it.each(Object.entries(typed))('%s is read from what a person types', (id, [word, value]) => {
    expect(optionsFromWords([`${id}=${word}`])).toEqual({ ok: true, options: { [id]: value } });
  });

  it.each([
    ['vad.silence=long', '--option vad.silence=long: Silence is a number from 0 to 10000, not long.'],
    ['speed=9', '--option speed=9: Speed is 0.25 to 1.5; 9 is outside.'],
    [
      'tools={',
      '--option tools={: Tools is not JSON (line 1, column 2: expected a name in double quotes, found the end of the text).',
    ],
    ['json=[1]', '--option json=[1]: Further JSON is a JSON object, not [1].'],
    ['input.format=opus', '--option input.format=opus: Format in is one of PCM, mu-law, A-law, not opus.'],
    ['voice=', '--option voice=: Voice is a word, not "".'],
    ['voice', '--option voice needs a value: --option voice=VALUE.'],
  ])('%s is refused with a sentence', (word, sentence) => {
    const read = optionsFromWords([word]);
    expect(read.ok ? '' : read.error.message).toBe(sentence);
  });
});

describe('voxtally', () => {
  const { here: cli } = commandLines();
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ assetsFolder, seed: 1 });
  });
  afterAll(() => simulator.close());

  it('options says what every option takes', async () => {
    const { code, out } = await cli(['options']);
    expect(code).toBe(0);
    for (const { id } of optionSpecs) expect(out).toContain(`  ${id} `);
    expect(out).toMatch(
      /vad\.silence +0 to 10000 ms +500 +always +session\.audio\.input\.turn_detection\.silence_duration_ms/,
    );
  });

  it('run prints what was asked beside what the service made of it', async () => {
    const url = `${simulator.url}?model=gpt-realtime-mini&speed=50&ignore_option=audio.input.turn_detection.silence_duration_ms`;
    const wav = join(assetsFolder, 'speech/questions/thank-you.wav');
    const options = ['vad.silence=700', 'voice=marin', 'output.format=mu-law'].flatMap((word) => ['--option', word]);
    const { code, out } = await cli(['run', '--wav', wav, '--url', url, '--json', ...options]);
    expect(code).toBe(0);
    const report = JSON.parse(out) as { folder: string; options: { id: string }[]; optionUpdates: unknown[] };
    const option = (id: string): unknown => report.options.find((one) => one.id === id);
    expect(option('vad.silence')).toMatchObject({ requested: 700, effective: 500, default: 500, state: 'ignored' });
    expect(option('voice')).toMatchObject({
      requested: 'marin',
      effective: 'marin',
      default: 'alloy',
      state: 'accepted',
    });
    expect(option('speed')).toMatchObject({ asked: false, effective: 1, state: 'default' });
    expect(report.optionUpdates).toMatchObject([{ state: 'altered', kept: { 'vad.silence': 500 } }]);
    const replayed = await cli(['replay', report.folder]);
    expect(replayed.out).toMatch(/vad\.silence +700 +500 +500 +ignored/);
    expect(replayed.out).toMatch(/output\.format +mu-law +mu-law +PCM +accepted/);
  }, 120_000);
});
