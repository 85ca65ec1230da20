import { it } from 'vitest';
import { seeded } from '../findings/random.ts';
import { makeLog } from '../fuzz/log.ts';
import { foldFaults } from '../fuzz/fold.ts';
import { fewer } from '../fuzz/shrink.ts';
import { header } from './session/log.ts';
import { bookOnDay } from '../../shared/pricing/choose-book.ts';
import { shipped } from './pricing/books.ts';
it('t', async () => {
  const book = bookOnDay(shipped('2026-10-09'), '2026-11-23');
  const from = Number(process.env.FROM ?? 1), to = Number(process.env.TO ?? 400);
  const seen = new Set<string>();
  for (let s = from; s < to; s++) {
    const random = seeded(s);
    const dialect = s % 4 === 0 ? 'preview' : 'ga';
    const entries = makeLog(random, dialect, 80);
    const h = { ...header, endpoint: { ...header.endpoint, dialect } } as typeof header;
    const cut = Math.floor(random() * entries.length);
    const faults = foldFaults({ header: h, entries, cut, book });
    for (const f of faults) {
      const key = f.what + (f.what.includes('checkpoint') ? f.detail.slice(100,130) : '');
      if (seen.has(key)) continue; seen.add(key);
      const at = entries[cut]?.seq ?? 0;
      const least = await fewer(entries, (list) => foldFaults({ header: h, entries: list, cut: list.filter((e) => e.seq < at).length, book }).some((x) => x.what === f.what), { left: 400 });
      const after = foldFaults({ header: h, entries: least, cut: least.filter((e) => e.seq < at).length, book }).find((x) => x.what === f.what);
      console.log(s, f.what, '\n', (after ?? f).detail.slice(0, 900), '\n', 'cut at seq', at, '\n', least.map((e) => e.seq + ' ' + e.from + ' ' + JSON.stringify(e.event).slice(0, 500)).join('\n'));
    }
  }
}, 400000);
