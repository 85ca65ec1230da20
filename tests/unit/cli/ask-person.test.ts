import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { personAt } from '../../../electron/cli/input/ask-person.ts';

/** What somebody answers who types this and then does that. */
async function answered(typing: (typed: PassThrough, leave: () => void) => void) {
  let said = '';
  const typed = Object.assign(new PassThrough(), { isTTY: true });
  let leave = (): void => undefined;
  const leaving = new Promise<void>((left) => {
    leave = left;
  });
  const ask = personAt({ out: () => undefined, err: (text) => void (said += text) }, leaving, typed);
  const answer = ask?.(['It speaks to contoso.']);
  typing(typed, leave);
  return { answer: await answer, said, isRead: !typed.isPaused() };
}

describe('a question at the terminal', () => {
  it.each([
    ['y\n', true],
    [' YES \n', true],
    ['\n', false],
    ['yesterday\n', false],
  ])('answered with %j is %s', async (words, answer) => {
    expect(await answered((typed) => typed.write(words))).toEqual({
      answer,
      said: 'It speaks to contoso.\nUse it? [y/N] ',
      isRead: false,
    });
  });

  it.each([
    ['nothing more is typed', (typed: PassThrough): unknown => typed.end()],
    ['somebody ends the command', (_typed: PassThrough, leave: () => void): unknown => leave()],
  ])('is answered with no where %s, and holds the process no longer', async (_how, act) => {
    expect(await answered(act)).toEqual({
      answer: false,
      said: 'It speaks to contoso.\nUse it? [y/N] \n',
      isRead: false,
    });
  });

  it('is not put where nobody types', () => {
    const terminal = { out: () => undefined, err: () => undefined };
    expect(personAt(terminal, new Promise(() => undefined), new PassThrough())).toBeNull();
  });
});
