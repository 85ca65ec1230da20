import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { startDeployment } from '../../integration/support/deployment.ts';
import { beginReply, endReply } from '../../integration/support/reply.ts';
import { startSession } from '../support/audio-page.ts';
import { homeFor } from '../support/prepare.ts';
import { sessionFolders } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

test('a session that is cut goes on in another with its conversation, and a safe close waits for what is open', async ({
  open,
}) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await startSession(page);
  const first = await deployment.session();
  const content = [{ type: 'input_text', text: 'Where is my order?' }];
  first.send({ type: 'conversation.item.added', item: { id: 'u1', type: 'message', role: 'user', content } });
  beginReply(first, 'resp_1', 200);
  endReply(first, 'resp_1');
  await expect(page.getByText('Hello.', { exact: true })).toBeVisible();
  first.drop();

  await expect(page.getByText(/puts 2 items of the conversation back as text/)).toBeVisible();
  await expect(page.getByText(/The voice of 1 answer cannot be put back/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Reconnect', exact: true }).click();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  const second = await deployment.session(1);
  await expect.poll(() => second.events('conversation.item.create').length).toBe(2);
  const folders = await sessionFolders(home);
  expect(folders).toHaveLength(2);
  const [header] = (await readFile(join(folders[1] ?? '', 'events.jsonl'), 'utf8')).split('\n');
  expect(JSON.parse(header ?? '')).toMatchObject({ continues: basename(folders[0] ?? '') });

  beginReply(second, 'resp_2', 400);
  await expect(page.getByRole('button', { name: 'Stop safely' })).toContainText('1 open');
  await page.getByRole('button', { name: /^Stop safely/ }).click();
  await expect(page.getByText('Waiting for 1 open response')).toBeVisible();
  await expect(page.getByText(/R1 was still running and 0.4 s of it had come/)).toBeVisible();
  expect(second.closed).toBeNull();
  endReply(second, 'resp_2');
  await page.getByRole('button', { name: /^Start again/ }).waitFor();
  expect(second.closed?.code).toBe(1000);
  await deployment.close();
});
