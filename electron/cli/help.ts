import type { Command, Form } from './input/command.ts';
import type { CommandEntry } from './all-commands.ts';
import type { Flag, Word } from './input/flags.ts';

/** Columns of a line of the help, and where its words begin behind a flag. */
const lineWidth = 110;
const indentWidth = 26;

/** A text in lines of at most so many columns; a word that is longer has a line to itself. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const paragraph = (text: string): string => `${wrapped(text, lineWidth).join('\n')}\n`;

/** A head and its words beside it, or below it where the head is long. */
function item(head: string, says: string, indent = indentWidth): string {
  const [first = '', ...rest] = wrapped(says, lineWidth - indent);
  const space = ' '.repeat(indent);
  const begin = head.length + 4 > indent ? `  ${head}\n${space}` : `  ${head}`.padEnd(indent);
  return [`${begin}${first}`, ...rest.map((line) => `${space}${line}`)].map((line) => `${line}\n`).join('');
}

/** A flag with the name of its value: `--region REGION`. */
function flagHead(name: string, flag: Flag): string {
  if (flag.type === 'boolean') return `--${name}`;
  const value = flag.value ?? flag.choices?.join('|') ?? (flag.whole === undefined ? 'TEXT' : 'N');
  return `--${name} ${value}${flag.many === 'words' ? '…' : ''}`;
}

/** What the help says of a flag: its words, then what follows from how it is read. */
function flagWords(flag: Flag): string {
  if (flag.type === 'boolean') return flag.says;
  const { says, whole, many, otherwise = flag.default } = flag;
  return [
    says,
    ...(whole === undefined ? [] : [`A whole number from ${whole[0]} to ${whole[1]}.`]),
    ...(many === 'again' ? ['Repeat for more.'] : many === 'words' ? ['Takes every word up to the next flag.'] : []),
    ...(otherwise === undefined || otherwise === '' ? [] : [`Default: ${otherwise}.`]),
  ].join(' ');
}

const isNeeded = (flag: Flag): boolean => flag.type === 'string' && flag.needed !== undefined;

/** How a form is called: what it needs, and a word for the rest. */
function callOf(name: string, { name: form, words, flags }: Form): string {
  const all = Object.entries(flags);
  const needed = all.filter(([, flag]) => isNeeded(flag)).map(([flagName, flag]) => flagHead(flagName, flag));
  const given = words.map((word: Word) => (word.name.endsWith('…') ? `[${word.name}]` : word.name));
  const rest = needed.length < all.length ? ['[FLAGS]'] : [];
  return ['voxtally', name, ...(form === '' ? [] : [form]), ...given, ...needed, ...rest].join(' ');
}

function formHelp(name: string, form: Form): string {
  const { says, words, flags, notes, examples } = form;
  return [
    `${callOf(name, form)}\n`,
    says === null ? '' : paragraph(says),
    ...words.map((word) => item(word.name, word.says)),
    ...Object.entries(flags).map(([flag, spec]) => item(flagHead(flag, spec), flagWords(spec))),
    ...notes.map((note) => `\n${paragraph(note)}`),
    ...(examples.length === 0 ? [] : ['\nFor example:\n', ...examples.map((line) => `  ${line}\n`)]),
  ].join('');
}

/**
 * What `voxtally COMMAND --help` prints, made of how its command lines are read.
 * @param only the name of the one form that was asked for; absent: all
 */
export function commandHelp({ name, summary }: CommandEntry, { forms }: Command, only?: string): string {
  const asked = forms.filter((form) => form.name === only);
  const shown = asked.length > 0 ? asked : forms;
  const [first] = forms;
  const usual = shown.length > 1 ? paragraph(`voxtally ${name} by itself is voxtally ${name} ${first.name}.`) : '';
  return [paragraph(summary) + usual, ...shown.map((form) => formHelp(name, form))].join('\n');
}

/** What `voxtally --help` prints. */
export const helpText = (version: string, commands: readonly CommandEntry[]): string =>
  [
    `Voxtally ${version}: a voice test bench for Realtime deployments.\n`,
    'Usage: voxtally COMMAND [ARGUMENTS]\n       voxtally COMMAND --help lists what a command takes.\n',
    commands.map(({ name, summary }) => item(name, summary, 14)).join('') + '  --help, --version\n',
    [
      'The key is read from VOXTALLY_API_KEY, else AZURE_OPENAI_API_KEY (Azure hosts) or OPENAI_API_KEY (OpenAI hosts).',
      'The password of a proxy is read from VOXTALLY_PROXY_PASSWORD.',
      "Data is kept in VOXTALLY_HOME, else in the platform's place for application data.",
    ]
      .map(paragraph)
      .join(''),
    paragraph(
      'Exit codes: 0 done, 1 the session, the conversion or the reading of a bill failed or was interrupted (Ctrl-C closes ' +
        'the session and its record in order, and prints the report), 2 the command was not understood. voxtally run has ' +
        'further ones for how its session failed: voxtally run --help lists them.',
    ),
    paragraph(
      'With --json a command prints one JSON object instead of tables, and where it fails {voxtally, error {reason, ' +
        'message, nextStep, facts}}. Fields are added in later versions, never changed.',
    ),
    [
      'For example:',
      '  voxtally run --wav question.wav',
      '  voxtally run --wav question.wav --azure contoso-voice.openai.azure.com --deployment voice-mini --json',
      '  voxtally usage SESSION --markdown',
      '  voxtally reconcile --usage usage.json --meters meters.txt',
      '',
    ].join('\n'),
  ].join('\n');
