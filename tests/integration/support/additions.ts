/** A change of one file of a copy: a new file, or a text put behind another that stands there once. */
export type Edit =
  | { readonly file: string; readonly create: string }
  | { readonly file: string; readonly behind: string; readonly put: string };

/** One thing that somebody adds, as `docs/architecture.md` says where it goes, and what shows that it works. */
export interface Addition {
  /** As the table of the document names it. */
  readonly thing: string;
  readonly edits: readonly Edit[];
  /** Body of a test in `tests/unit/new-things.test.ts` of the copy. */
  readonly tried: string;
}

const at = '../..';

export const additions: readonly Addition[] = [
  {
    thing: 'a session option',
    edits: [
      {
        file: 'shared/protocol/options/groups/context.ts',
        behind: 'export const contextOptions = [\n',
        put: `  {
    id: 'probe',
    group,
    label: 'Probe',
    path: 'probe',
    changeable: 'always',
    default: null,
    kind: { type: 'text', placeholder: 'Nothing.' },
    description: 'A probe.',
  },
`,
      },
    ],
    tried: `
      const { sessionFromOptions, checkOptions, optionSpecs } = await import('${at}/shared/protocol/options/options.ts');
      expect(checkOptions({ probe: 'word' })).toEqual([]);
      expect(sessionFromOptions({ probe: 'word' })).toMatchObject({ probe: 'word' });
      expect(optionSpecs.map(({ id }) => id)).toContain('probe');`,
  },
  {
    thing: 'a server event that changes the view',
    edits: [
      {
        file: 'shared/session/fold/handlers.ts',
        behind: '  server: {\n',
        put: "    'probe.happened': [(view) => mark(view, 'commit', 'probed')],\n",
      },
    ],
    tried: `
      const view = fold(new LogWriter().server('session.created').server('probe.happened'));
      expect(toArray(view.marks).map(({ text }) => text)).toContain('probed');`,
  },
  {
    thing: 'an alarm',
    edits: [
      {
        file: 'shared/session/fold/alarms.ts',
        behind: 'const table = {\n  server: {\n',
        put: `    'session.created': [
      { id: 'probe', level: 'notice', say: () => ({ title: 'Probed', text: 'A probe was here.' }) },
    ],
`,
      },
    ],
    tried: `
      const view = fold(new LogWriter().server('session.created'));
      expect(toArray(view.alarms).map(({ title, text }) => [title, text])).toContainEqual(['Probed', 'A probe was here.']);`,
  },
  {
    thing: 'a kind of sound file',
    edits: [
      { file: 'shared/audio/files/kinds.ts', behind: 'export type SoundKindId =\n', put: "  | 'probe'\n" },
      {
        file: 'shared/audio/files/kinds.ts',
        behind: 'export const soundKinds: readonly SoundKind[] = [\n',
        put: "  { id: 'probe', called: 'a probe', by: 'samples', endings: ['probe'], is: begins('PROBE') },\n",
      },
      {
        file: 'shared/audio/files/readers.ts',
        behind: 'const readers: Readonly<Partial<Record<SoundKindId, Reader>>> = {\n',
        put: '  probe: (bytes, name) => readWav(bytes.subarray(5), name),\n',
      },
    ],
    tried: `
      const { readSound } = await import('${at}/shared/audio/files/readers.ts');
      const { acceptedEndings, readKindNames } = await import('${at}/shared/audio/files/kinds.ts');
      expect(acceptedEndings).toContain('.probe');
      expect(readKindNames()).toContain('probe');
      const { readFileSync } = await import('node:fs');
      const wav = readFileSync(new URL('${at}/assets/speech/questions/thank-you.wav', import.meta.url));
      const { sound } = readSound(new Uint8Array(wav), 'a file').read;
      expect(sound.samples).toBeGreaterThan(0);
      const read = readSound(new Uint8Array(Buffer.concat([Buffer.from('PROBE'), wav])), 'a probe');
      expect(read).toMatchObject({ ok: true, read: { what: 'sound', sound: { rateHz: sound.rateHz, samples: sound.samples } } });`,
  },
  {
    thing: 'a usage field',
    edits: [
      {
        file: 'shared/usage/fields.ts',
        behind:
          "    textOut: entry(`${outputDetails}.text_tokens`, 'Text out', 'output_tokens', { price: 'text_out' }),\n",
        put: `    probe: entry(\`\${outputDetails}.probe_tokens\`, 'Probe', 'output_tokens', { price: 'text_out' }),
    bare: entry(\`\${outputDetails}.bare_tokens\`, 'Bare', 'output_tokens'),
`,
      },
    ],
    tried: `
      const { fieldLabel, knownField, responseCount } = await import('${at}/shared/usage/fields.ts');
      const { readUsage } = await import('${at}/shared/usage/read-usage.ts');
      const { addReport, emptyLedger } = await import('${at}/shared/usage/ledger.ts');
      const { billedQuantities, leftoverLabel } = await import('${at}/shared/pricing/quantities.ts');
      const { sessionCosts } = await import('${at}/shared/session/costs/session-costs.ts');
      const { fieldRows } = await import('${at}/shared/session/costs/field-rows.ts');
      const { readPriceBook } = await import('${at}/shared/pricing/price-book.ts');
      const { readFileSync } = await import('node:fs');
      const { book } = readPriceBook(readFileSync(new URL('${at}/assets/prices/2026-10-09.json', import.meta.url), 'utf8'), 'book');
      const usageWith = (kind) => ({
        total_tokens: 200, input_tokens: 0, output_tokens: 200,
        output_token_details: { text_tokens: 60, audio_tokens: 100, [kind]: 40 },
      });
      const billed = (usage) =>
        billedQuantities(addReport(emptyLedger, { source: 'response', id: 'r', usage, model: null })).map(
          ({ field, quantity, path }) => [field, quantity, ...(path === undefined ? [] : [path])],
        );
      const rowsOf = (usage) => {
        const log = new LogWriter().server('session.created').server('response.created', { response: { id: 'r' } });
        log.server('response.done', { response: { id: 'r', status: 'completed', usage } });
        return fieldRows(sessionCosts(fold(log), null, book)).map(({ field, reported, expected }) => [field, reported, expected]);
      };
      expect(billed(usageWith('probe_tokens'))).toEqual([['audio_out', 100], ['text_out', 100]]);
      expect(rowsOf(usageWith('probe_tokens'))).toEqual([['audio_out', 100, 100], ['text_out', 100, 100]]);
      expect(readUsage(usageWith('probe_tokens'), 'response').problems).toEqual([]);
      const bare = 'output_token_details.bare_tokens';
      expect(readUsage(usageWith('bare_tokens'), 'response').problems).toEqual([]);
      expect(billed(usageWith('bare_tokens'))).toEqual([['audio_out', 100], ['text_out', 60], ['not_understood', 40, bare]]);
      expect(rowsOf(usageWith('bare_tokens'))).toEqual([['audio_out', 100, 100], ['text_out', 60, 60], ['not_understood', 40, 40]]);
      expect(leftoverLabel('response', bare)).toBe('Bare, without a price');
      const path = 'output_token_details.probe_tokens';
      expect([fieldLabel('response', path), knownField('response', path)?.price]).toEqual(['Probe', 'text_out']);
      expect(responseCount({ output_token_details: { probe_tokens: 7 } }, 'probe')).toBe(7);`,
  },
  {
    thing: 'a price, or a model with its prices',
    edits: [
      {
        file: 'assets/prices/2026-10-09.json',
        behind: '  "models": [\n',
        put: '    {"model": "gpt-realtime-probe", "matches": ["gpt-realtime-probe"], "scope": "global", "prices": [{"field": "text_in", "unit": "1M tokens", "price": "3.00", "source": "a probe"}]},\n',
      },
    ],
    tried: `
      const { readPriceBook } = await import('${at}/shared/pricing/price-book.ts');
      const { readFileSync } = await import('node:fs');
      const read = readPriceBook(readFileSync(new URL('${at}/assets/prices/2026-10-09.json', import.meta.url), 'utf8'), 'book');
      expect(read.ok && read.book.models[0]).toMatchObject({ model: 'gpt-realtime-probe', prices: [{ price: '3.00' }] });`,
  },
  {
    thing: 'a word of meter names, a generation or version with its block',
    edits: [{ file: 'shared/billing/meter-name.ts', behind: "  ['2.1', million],\n", put: "  ['9.9', million],\n" }],
    tried: `
      const { parseMeterName, usualBlock, newMeterNote } = await import('${at}/shared/billing/meter-name.ts');
      const meter = parseMeterName('gpt rt 9.9 aud inp Gl');
      expect(meter).toMatchObject({ kind: 'classified', model: 'gpt-realtime-9.9' });
      expect([usualBlock(meter), newMeterNote(meter)]).toEqual([1_000_000, null]);`,
  },
  {
    thing: 'a form of endpoints',
    edits: [
      {
        file: 'shared/protocol/endpoints/forms/probe.ts',
        create: `import { ok } from '../../../kit/errors.ts';
import { authField, endpointForm } from '../form-parts/endpoint-form.ts';

/** \`wss://HOST/probe\`. */
export const probe = endpointForm({
  kind: 'probe',
  label: 'Probe',
  vendor: null,
  fields: {
    host: {
      type: 'text',
      least: 1,
      noun: 'the host',
      label: 'Host',
      placeholder: 'probe.example.com',
      initial: 'probe.example.com',
      missing: 'Give the host.',
      flag: { name: 'probe', value: 'HOST' },
    },
    auth: authField('none', 'bearer'),
  },
  names: null,
  usualAuth: 'none',
  chosenBy: 'probe',
  address: ({ host, auth }) =>
    ok({ url: \`wss://\${host}/probe\`, label: 'probe', deployment: host, auth, dialect: 'ga', intent: 'conversation', headers: {} }),
});
`,
      },
      {
        file: 'shared/protocol/endpoints/all-forms.ts',
        behind: "import { openai } from './forms/openai.ts';\n",
        put: "import { probe } from './forms/probe.ts';\n",
      },
      { file: 'shared/protocol/endpoints/all-forms.ts', behind: '  custom,\n', put: '  probe,\n' },
    ],
    tried: `
      const { endpointFromFlags, endpointFlags } = await import('${at}/electron/cli/input/endpoint-flags.ts');
      const { endpointSchema } = await import('${at}/shared/protocol/endpoints/schema.ts');
      const { endpointUrl } = await import('${at}/shared/protocol/endpoints/address.ts');
      const { choosing, draftForms, draftOf, emptyDraft, readDraft } = await import('${at}/shared/protocol/endpoints/draft.ts');
      const read = endpointFromFlags({ probe: 'probe.example.com' });
      expect(read).toMatchObject({ ok: true, endpoint: { kind: 'probe', host: 'probe.example.com' } });
      expect(endpointSchema.parse(read.endpoint)).toEqual(read.endpoint);
      expect(endpointUrl(read.endpoint)).toMatchObject({ ok: true, url: 'wss://probe.example.com/probe' });
      expect(Object.keys(endpointFlags)).toContain('probe');
      expect(draftForms.map(({ label }) => label)).toContain('Probe');
      expect(emptyDraft).toEqual({
        kind: 'azure', host: '', deployment: '', url: '', apiVersion: '2025-04-01-preview', organization: '', project: '',
        auth: 'api-key', entra: { method: 'azure-cli' }, allowParameters: [], intent: 'conversation', dialect: 'address', keyVariable: '',
      });
      expect(draftOf(read.endpoint)).toEqual({ ...emptyDraft, ...choosing('probe'), host: 'probe.example.com' });
      expect(readDraft(draftOf(read.endpoint))).toMatchObject({ ok: true, endpoint: { auth: 'none' } });`,
  },
  {
    thing: 'a story that explains a bill',
    edits: [
      {
        file: 'shared/reconcile/stories/probe.ts',
        create: `import type { StoryKind } from './story-kind.ts';

/** A probe, which no number excludes. */
export const probe: StoryKind = {
  id: 'probe',
  rival: { of: () => ({ id: 'probe', title: 'A probe', text: 'which nobody can tell from the rest' }) },
};
`,
      },
      {
        file: 'shared/reconcile/stories/all-stories.ts',
        behind: "import { otherDay } from './other-day.ts';\n",
        put: "import { probe } from './probe.ts';\n",
      },
      { file: 'shared/reconcile/stories/all-stories.ts', behind: '  overhead,\n', put: '  probe,\n' },
    ],
    tried: `
      const { reconcile } = await import('${at}/shared/reconcile/reconcile.ts');
      const turn = { audioIn: 110, textIn: 119, audioOut: 420, textOut: 117, audioCached: 0, textCached: 0, userTranscript: null, answerTranscript: null };
      const found = reconcile([turn], { audio_in: 640, audio_out: 631, text_in: 357, text_out: 181 }, null);
      expect(JSON.stringify(found)).toContain('which nobody can tell from the rest');`,
  },
  {
    thing: 'a column of the usage report',
    edits: [
      {
        file: 'shared/session/costs/usage-export.ts',
        behind: "    { title: 'response', of: (row) => `R${row.number}` },\n",
        put: "    { title: 'probe', of: () => 'probed' },\n",
      },
    ],
    tried: `
      const { usageReport } = await import('${at}/shared/session/costs/usage-report.ts');
      const { reportCsv, reportMarkdown } = await import('${at}/shared/session/costs/usage-export.ts');
      const { readPriceBook } = await import('${at}/shared/pricing/price-book.ts');
      const { readFileSync } = await import('node:fs');
      const read = readPriceBook(readFileSync(new URL('${at}/assets/prices/2026-10-09.json', import.meta.url), 'utf8'), 'book');
      const usage = { total_tokens: 2, input_tokens: 1, output_tokens: 1 };
      const log = new LogWriter().server('session.created', { session: { model: 'gpt-realtime-mini' } });
      log.server('response.created', { response: { id: 'r' } }).server('response.done', { response: { id: 'r', status: 'completed', usage } });
      const report = usageReport(fold(log), { book: read.book, how: 'by date' }, null);
      expect(reportCsv(report)).toMatch(/table,response,probe,status/);
      expect(reportMarkdown(report)).toContain('probed');`,
  },
  {
    thing: 'a command of the command line',
    edits: [
      {
        file: 'electron/cli/commands/probe.ts',
        create: `import { ok } from '../../../shared/kit/errors.ts';
import { type Command, form } from '../input/command.ts';

/** \`voxtally probe\`: says a word. */
export const probe: Command = {
  forms: [
    form({
      words: [],
      flags: { word: { type: 'string', value: 'WORD', says: 'The word that is said.', default: 'probed' } },
      run: ({ values }) => Promise.resolve(ok({ out: values.word })),
    }),
  ],
};
`,
      },
      {
        file: 'electron/cli/all-commands.ts',
        behind: 'export const commands: readonly CommandEntry[] = [\n',
        put: "  { name: 'probe', summary: 'Say a word.', load: async () => (await import('./commands/probe.ts')).probe },\n",
      },
    ],
    tried: `
      const { commands } = await import('${at}/electron/cli/all-commands.ts');
      const { runCommand } = await import('${at}/electron/cli/input/command.ts');
      const { commandHelp, helpText } = await import('${at}/electron/cli/help.ts');
      const { forkChild } = await import('${at}/electron/hosts/child-process.ts');
      const { findInstallation } = await import('${at}/electron/hosts/installation.ts');
      const entry = commands[0];
      const command = await entry.load();
      let out = '';
      const terminal = { out: (text) => void (out += text), err: (text) => void (out += text) };
      expect(await runCommand('probe', command, ['--word', 'here'], { installation: findInstallation(), terminal, launch: forkChild })).toBe(0);
      expect(out).toContain('here');
      expect(commandHelp(entry, command, '')).toContain('The word that is said.');
      expect(helpText('1.0.0', commands)).toContain('Say a word.');`,
  },
  {
    thing: 'a screen',
    edits: [
      {
        file: 'renderer/pages/probe/probe.screen.tsx',
        create: `/** A probe. */
export default function ProbePage() {
  return <h1>Probed</h1>;
}
`,
      },
      {
        file: 'renderer/store/screen-table.ts',
        behind: "  sessions: { title: 'Sessions', key: '2', opening: 'Opening the saved sessions.' },\n",
        put: "  probe: { title: 'Probe', key: '9', opening: 'Opening the probe.' },\n",
      },
    ],
    tried: `
      const { screens } = await import('${at}/renderer/app/read-behind.tsx');
      const { actionOfPress } = await import('${at}/renderer/actions/keys.ts');
      const { createElement, Suspense } = await import('react');
      const { prerender } = await import('react-dom/static');
      const { prelude } = await prerender(createElement(Suspense, {}, createElement(screens.probe, { error: null })));
      expect(await new Response(prelude).text()).toContain('Probed');
      expect(actionOfPress({ ...press, key: '9' })).toBe('page-probe');`,
  },
  {
    thing: 'an action with its key and its entry of the command menu',
    edits: [
      {
        file: 'renderer/actions/actions.ts',
        behind: 'export const actions = table({\n',
        put: "  probe: { label: 'Probe', keys: ['F9'], note: ({ phase }) => phase, run: ({ appWindow }) => appWindow.openDialog('keys') },\n",
      },
    ],
    tried: `
      const { actionOfPress } = await import('${at}/renderer/actions/keys.ts');
      const { act } = await import('${at}/renderer/actions/actions.ts');
      const opened = [];
      const stores = { session: { getState: () => ({ view: null }) }, appWindow: { openDialog: (name) => opened.push(name) } };
      const id = actionOfPress({ ...press, key: 'F9' });
      expect(id).toBe('probe');
      act(stores, id);
      expect(opened).toEqual(['keys']);
      const { commandsWith } = await import('${at}/renderer/actions/commands.ts');
      const entries = commandsWith('probe').filter((entry) => entry.id === 'probe');
      // The new screen is found by its name, too.
      expect(commandsWith('probe').map((entry) => entry.id)).toContain('page-probe');
      expect(entries).toMatchObject([{ id: 'probe', label: 'Probe', shortcut: 'F9' }]);
      expect(entries[0].note({ phase: 'open' })).toBe('open');`,
  },
  {
    thing: 'an action without a key',
    edits: [
      {
        file: 'renderer/actions/menu-actions.ts',
        behind: 'export const menuActions = {\n',
        put: "  sounding: { label: 'Sounding', note: ({ phase }) => phase, run: ({ appWindow }) => appWindow.openDialog('keys') },\n",
      },
    ],
    tried: `
      const { actMenu } = await import('${at}/renderer/actions/menu-actions.ts');
      const { commandsWith: soundingWith } = await import('${at}/renderer/actions/commands.ts');
      const openedBy = [];
      const menuStores = { session: { getState: () => ({ view: null }) }, appWindow: { openDialog: (name) => openedBy.push(name) } };
      actMenu(menuStores, 'sounding');
      expect(openedBy).toEqual(['keys']);
      expect(soundingWith('sounding').map((entry) => entry.id)).toEqual(['sounding']);`,
  },
];
