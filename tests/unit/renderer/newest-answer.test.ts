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

it('says what came of something long only under what it is about', async () => {
  const said: string[] = [];
  const newest = newestAnswer<string>(() => undefined);
  const say = (words: string): void => void said.push(words);
  const [one, two, three] = [later<string>(), later<string>(), later<string>()];
  newest.about('one');
  const ofOne = newest.tell('one', () => one.promise, say);
  const again = newest.tell('one', () => three.promise, say);
  newest.forget();
  newest.about('two');
  const ofTwo = newest.tell('two', () => two.promise, say);
  one.resolve('one refused');
  two.resolve('two refused');
  await Promise.all([ofOne, ofTwo]);
  expect(said).toEqual(['two refused']);
  newest.forget();
  newest.about('one');
  three.resolve('one refused again');
  await again;
  expect(said).toEqual(['two refused', 'one refused again']);
});

it('is not kept from saying what came of it by a question about the same', async () => {
  const said: string[] = [];
  const newest = newestAnswer<string>(() => undefined);
  const signedIn = later<string>();
  newest.about('one');
  const deed = newest.tell(
    'one',
    () => signedIn.promise,
    (words) => void said.push(words),
  );
  await newest.ask(() => Promise.resolve('a status'));
  signedIn.resolve('refused');
  await deed;
  expect(said).toEqual(['refused']);
});

it('says nothing once nobody looks', async () => {
  const said: string[] = [];
  const newest = newestAnswer<string>(() => undefined);
  const signedIn = later<string>();
  newest.about('one');
  const deed = newest.tell(
    'one',
    () => signedIn.promise,
    (words) => void said.push(words),
  );
  newest.forget();
  signedIn.resolve('refused');
  await deed;
  expect(said).toEqual([]);
});
