import { expect, it } from 'vitest';
import { newestAnswer } from '../../../renderer/store/newest-answer.ts';

function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

it('takes the answer to the newest question, whichever comes last', async () => {
  const taken: string[] = [];
  const newest = newestAnswer<string>((answer) => taken.push(answer));
  const [one, two] = [later<string>(), later<string>()];
  const asked = [newest.ask(() => one.promise), newest.ask(() => two.promise)];
  two.resolve('of the host in the form');
  one.resolve('of the host before');
  await Promise.all(asked);
  expect(taken).toEqual(['of the host in the form']);
});

it('takes nothing once nobody wants it', async () => {
  const taken: string[] = [];
  const newest = newestAnswer<string>((answer) => taken.push(answer));
  const one = later<string>();
  const asked = newest.ask(() => one.promise);
  newest.forget();
  one.resolve('late');
  await asked;
  expect(taken).toEqual([]);
  await newest.ask(() => Promise.resolve('again'));
  expect(taken).toEqual(['again']);
});
