import { expect, it } from 'vitest';
import { LevelTeller } from '../../../renderer/drawing/told/level-teller.ts';
import type { LevelNews, LevelsTogether } from '../../../renderer/drawing/told/messages.ts';

const newsAt = (t: number): LevelNews => ({
  kind: 'level',
  stream: 'input',
  level: null,
  channels: [],
  t,
  clipped: false,
});

function teller() {
  const page = { hidden: false };
  const told: (LevelNews | LevelsTogether)[] = [];
  const levels = new LevelTeller(
    () => page.hidden,
    (news) => told.push(news),
  );
  return { page, told, levels };
}

it('tells each level as it comes while the page is to be seen', () => {
  const { told, levels } = teller();
  levels.hear(newsAt(0));
  levels.hear({ kind: 'levels-forgotten' });
  expect(told).toEqual([newsAt(0), { kind: 'levels-forgotten' }]);
});

it('tells twenty together while it is hidden, and the rest in order when it is seen again', () => {
  const { page, told, levels } = teller();
  page.hidden = true;
  for (let t = 0; t < 19; t += 1) levels.hear(newsAt(t));
  expect(told).toEqual([]);
  for (let t = 19; t < 22; t += 1) levels.hear(newsAt(t));
  expect(told).toEqual([{ kind: 'together', news: Array.from({ length: 20 }, (_, t) => newsAt(t)) }]);
  page.hidden = false;
  levels.hear(newsAt(22));
  expect(told[1]).toEqual({ kind: 'together', news: [newsAt(20), newsAt(21), newsAt(22)] });
  levels.tellAll();
  expect(told).toHaveLength(2);
});
