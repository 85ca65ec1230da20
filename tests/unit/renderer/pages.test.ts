import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pageList } from '../../../renderer/store/screen-table.ts';

it('every screen of the table has the file that draws it, and no file is without its entry', () => {
  const folder = new URL('../../../renderer/pages/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.screen.tsx'),
  );
  const wanted = pageList.map(([id]) => `${id}/${id}.screen.tsx`);
  expect(files.map((name) => name.replaceAll('\\', '/')).toSorted()).toEqual(wanted.toSorted());
});
