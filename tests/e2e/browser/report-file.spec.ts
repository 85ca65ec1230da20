import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { visible } from '../../../shared/kit/untrusted/safe-text.ts';
import { reportHtml } from '../../../shared/reconcile/report/html-page.ts';
import { hostileTexts, withTexts } from '../../unit/support/hostile.ts';
import { papers, words } from '../../unit/support/papers.ts';
import { chromiumArguments, chromiumPath } from '../support/open-in-browser.ts';
import { temporaryFolder } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

/** Words that would run, load, style or leave their place, and one of each thing that means something to HTML. */
const hostile: readonly string[] = [
  `</style></title><script>document.body.innerHTML = 'OWNED'</script>`,
  `<img src=x onerror="document.title='OWNED'">`,
  `"><svg/onload=alert(1)> ' onmouseover='alert(1)' \`onload=\``,
  `--><!-- </body><base href=//evil.example><meta http-equiv=refresh content="0;url=//evil.example">`,
  `<a href="javascript:alert(1)">x</a><iframe srcdoc="<script>alert(1)</script>"></iframe>`,
  `<table><td><math><mtext></p><style>*{display:none}</style>`,
  `<plaintext>`,
  ...hostileTexts,
];

test('a browser finds in the file of a report the same elements whatever its evidence holds, and all of its words', async () => {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
  const tab = await browser.newPage();
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  const asked: string[] = [];
  tab.on('request', (request) => asked.push(request.url()));
  const file = join(await temporaryFolder(), 'report.html');
  const url = pathToFileURL(file).href;
  const read = async (html: string): Promise<{ elements: string[]; text: string; title: string }> => {
    await writeFile(file, html);
    await tab.goto(url);
    return await tab.evaluate(() => ({
      elements: [...document.querySelectorAll('*')].map((element) =>
        [
          element.parentElement?.tagName ?? '',
          element.tagName,
          ...[...element.attributes].map(({ name, value }) => `${name}=${value}`),
        ].join(' '),
      ),
      text: (document.body.textContent ?? '').replaceAll(/\s+/g, ' '),
      title: document.title,
    }));
  };
  // Each word of others is another text of the list, so that every text stands in every kind of place in the end.
  const step = 37;
  for (const paper of papers) {
    for (let from = 0; from < hostile.length; from += step) {
      const used: string[] = [];
      const next = (): string => {
        const text = hostile[(from + used.length) % hostile.length] ?? '';
        used.push(text);
        return text;
      };
      const bad = await read(reportHtml(withTexts(paper, words, next)));
      let at = 0;
      const good = await read(reportHtml(withTexts(paper, words, () => 'x'.repeat(used[at++]?.length ?? 0))));
      expect(bad.elements).toEqual(good.elements);
      expect(bad.elements.length).toBeGreaterThan(150);
      const name = visible(used[0] ?? '')
        .replaceAll(/\s+/g, ' ')
        .trim();
      expect(bad.title).toContain(name);
      expect(bad.text).toContain(name);
    }
  }
  expect(complaints).toEqual([]);
  expect(new Set(asked)).toEqual(new Set([url]));
  await browser.close();
});
