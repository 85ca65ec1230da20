import { expect, it } from 'vitest';
import { shownSession } from '../../../renderer/store/session.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';
import { header } from '../session/log.ts';
import { noSession } from './session-state.ts';

it('a window that nobody sees is not drawn, and shows what came the moment it is seen', () => {
  const session = noSession();
  const page = { hidden: false, tell: (): void => undefined };
  const shown = shownSession(session, {
    get hidden() {
      return page.hidden;
    },
    onChange: (listener) => (page.tell = listener),
  });
  const seen: (number | undefined)[] = [];
  shown.subscribe(({ view }) => seen.push(view?.seq));
  const hear = (seq: number): void => session.setState({ view: { ...emptySession(header), seq } });
  hear(1);
  page.hidden = true;
  page.tell();
  hear(2);
  hear(3);
  expect(seen).toEqual([1]);
  page.hidden = false;
  page.tell();
  expect(seen).toEqual([1, 3]);
  hear(4);
  expect(seen).toEqual([1, 3, 4]);
});
