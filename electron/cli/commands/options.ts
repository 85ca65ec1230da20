import { ok } from '../../../shared/kit/errors.ts';
import { offLabelOf, type OptionSpec, optionSpecs, optionText } from '../../../shared/protocol/options/options.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import { type Command, form } from '../input/command.ts';
import { textTable } from '../output/terminal-text.ts';

/** What may be given for an option, in the words that `--option` takes. */
function takes({ kind }: OptionSpec): string {
  const off = offLabelOf(kind);
  const or = off === undefined ? '' : `, ${off}`;
  switch (kind.type) {
    case 'choice': {
      const named = kind.named === undefined ? '' : `, ${kind.named.prefix}:…`;
      return `${kind.values.join(', ')}${named}${kind.free === true ? ', any other' : ''}${or}`;
    }
    case 'number':
      return `${kind.min} to ${kind.max}${kind.unit === undefined ? '' : ` ${kind.unit}`}${kind.inf === true ? ', inf' : ''}${or}`;
    case 'boolean':
      return 'on, off';
    case 'text':
      return 'text';
    case 'list':
      return `words with commas between them${or}`;
    case 'json':
      return `a JSON ${kind.shape === 'array' ? 'list' : 'object'}${or}`;
  }
}

const row = (spec: OptionSpec): string[] => [
  spec.id,
  takes(spec),
  optionText(spec, spec.default),
  spec.changeable.replaceAll('-', ' '),
  spec.path === '' ? 'session' : `session.${spec.path}`,
];

/** `voxtally options`: every session option, what it takes, its default, and when it may change. */
export const options: Command = {
  forms: [
    form({
      flags: { json: { type: 'boolean', says: 'Print one JSON object instead of tables.' } },
      run({ values }) {
        if (values.json) return ok({ out: jsonText({ voxtally: 1, options: optionSpecs }) });
        const groups = [...new Set(optionSpecs.map(({ group }) => group))];
        const align = ['left', 'left', 'left', 'left', 'left'] as const;
        const head = ['', 'takes', 'default', 'changes', 'in the session object'];
        const blocks = groups.map((group) => {
          const rows = optionSpecs.filter((spec) => spec.group === group).map(row);
          return `${group}\n${textTable([head, ...rows], align)}`;
        });
        return ok({ out: `${blocks.join('\n\n')}\n` });
      },
    }),
  ],
};
