/** The report's one style sheet: light, for paper and for a mail's attachment alike. No font and no picture is fetched. */
export const style = `
:root { color-scheme: light; --ink: #14181d; --soft: #4c5662; --line: #d5dbe2; --strong: #1c2229; --good: #0b6b50; --bad: #b3203a;
  --in: #0f5fb5; --in-soft: #e1edf9; --out: #a65a00; --out-soft: #fbeedb; }
* { box-sizing: border-box; }
html { background: #fff; }
body { margin: 0 auto; padding: 32px 40px 48px; max-width: 1040px; color: var(--ink); background: #fff;
  font: 14px/1.5 "Inter Variable", Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
header { display: flex; justify-content: space-between; gap: 24px; border-bottom: 2px solid var(--ink); padding-bottom: 10px; }
header p { margin: 0; color: var(--soft); font-size: 12px; text-align: right; white-space: nowrap; }
header .who { text-align: left; white-space: normal; overflow-wrap: anywhere; }
header strong { color: var(--ink); font-size: 15px; }
h1 { font-size: 24px; line-height: 1.3; letter-spacing: -0.015em; margin: 2px 0 8px; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 15px; margin: 28px 0 6px; padding-bottom: 4px; border-bottom: 1px solid var(--line); break-after: avoid; }
h2 small { font-weight: 400; color: var(--soft); font-size: 12px; margin-left: 8px; }
h3 { font-size: 14px; margin: 8px 0 4px; break-after: avoid; display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; }
h3 > span { min-width: 0; overflow-wrap: anywhere; } h3 .letter { flex: none; }
h3 .rank { color: var(--soft); font-weight: 400; font-size: 12px; margin-left: auto; }
.letter { display: inline-block; min-width: 22px; padding: 0 6px; text-align: center; border: 1px solid var(--ink); border-radius: 4px; font-size: 13px; font-weight: 600; line-height: 20px; }
.first .letter { background: var(--strong); border-color: var(--strong); color: #fff; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
p { margin: 0 0 6px; overflow-wrap: anywhere; }
.kicker { margin: 18px 0 0; color: var(--soft); font-size: 12px; }
.lead { color: var(--soft); font-size: 15px; max-width: 76ch; }
.top { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 32px; align-items: start; }
.sum { text-align: right; white-space: nowrap; margin-top: 18px; }
.sum b { display: block; font-size: 30px; line-height: 1.15; letter-spacing: -0.02em; }
.sum span { display: block; color: var(--soft); font-size: 12px; }
table { border-collapse: collapse; width: 100%; margin: 2px 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
th { font-weight: 500; font-size: 12px; color: var(--soft); white-space: nowrap; overflow-wrap: normal; }
td.n, th.n { text-align: right; white-space: nowrap; overflow-wrap: normal; } th.wrap { white-space: normal; } th.third { width: 27%; }
td.k { font-weight: 500; min-width: 92px; overflow-wrap: normal; } .strong { font-weight: 500; }
.meters td { overflow-wrap: normal; } td.f { font-weight: 600; } td.letters { width: 40px; }
.name { display: block; color: var(--soft); font: 11px/1.35 ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.item { display: inline-block; margin-right: 12px; }
tr { break-inside: avoid; }
tfoot { display: table-row-group; } tfoot td { font-weight: 600; border-bottom: 0; }
.soft { color: var(--soft); font-weight: 400; }
.mono { font: 12px/1.5 ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.good { color: var(--good); } .bad { color: var(--bad); }
ul { margin: 2px 0 6px; padding-left: 18px; } li { margin: 2px 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 20px; margin: 4px 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.bars { gap: 5px 16px; grid-template-columns: max-content minmax(0, 1fr) max-content; } .bars dd.n { text-align: right; white-space: nowrap; } .bars dt { color: inherit; display: flex; justify-content: space-between; gap: 16px; min-width: 124px; } .bars dd p { margin: 0; }
.bars .drawn:not(.told) p { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.bar { display: block; width: 100%; overflow: visible; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.bar text { font-size: 12px; font-weight: 600; } .bar .caption text { font-size: 11px; font-weight: 400; fill: var(--soft); } .bar .tick { fill: var(--line); }
.bar rect.in { fill: var(--in-soft); stroke: var(--in); stroke-width: 1.5; } .bar rect.out { fill: var(--out-soft); stroke: var(--out); stroke-width: 1.5; }
.bar rect.in.reported { fill: var(--in); } .bar rect.out.reported { fill: var(--out); } .bar rect.read { stroke-dasharray: 3 2; } .bar rect.left { fill: none; stroke: var(--soft); stroke-dasharray: 3 2; } .bar text.ink { fill: var(--ink); } .of-traffic { fill: #c9cfd7; stroke: #5b6672; } .of-alarm { fill: #b3203a; stroke: #b3203a; } .of-open { fill: #fff; stroke: #4c5662; stroke-dasharray: 2 1.5; }
.bar text.on { fill: #fff; } .bar text.in { fill: var(--in); } .bar text.out { fill: var(--out); }
.of-reported { fill: #5b6672; stroke: #5b6672; } .of-further { fill: #14181d; stroke: #14181d; } .of-discount { fill: #fff; stroke: #14181d; } .money td { padding-right: 8px; } .money td:last-child { padding-right: 0; }
.money td:first-child { padding-left: 18px; text-indent: -18px; } .money tfoot td:first-child { padding-left: 0; text-indent: 0; } .swatch { width: 10px; height: 10px; margin-right: 8px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.sign { width: 13px; height: 13px; flex: none; align-self: start; margin-top: 0.28em; fill: none; stroke: var(--soft); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.sign .dot { fill: var(--soft); stroke: none; } .sign.measured { stroke: var(--good); } .sign.cross { stroke: var(--bad); width: 11px; height: 11px; margin: 0 6px 0 0; vertical-align: -1px; }
.marks, .asked { list-style: none; padding: 0; }
.marks { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 3px 28px; }
.marks li { display: grid; grid-template-columns: 13px minmax(66px, max-content) minmax(0, 1fr); gap: 8px; align-items: baseline; margin: 0; }
.marks .how { color: var(--soft); }
.asked li { display: flex; gap: 8px; align-items: baseline; } 
.no { font-weight: 500; position: relative; } .excluded td.no { padding-left: 18px; } .no .sign { position: absolute; left: 0; top: 9px; } .excluded td:first-child { width: 30%; } .excluded td:nth-child(2) { width: 30%; }
section.story { border-left: 3px solid var(--line); padding-left: 14px; margin: 10px 0; }
section.story.first { border-left-color: var(--ink); }
.sum-of { display: block; } td.sums { width: 37%; } .runs tr.told td { border-bottom: 0; padding-bottom: 0; } .runs tr.told { break-after: avoid; } .runs tr.told + tr td { padding-top: 0; } .runs th.n, .runs td.n { min-width: 64px; padding-left: 8px; }
.pair, .two { display: grid; grid-template-columns: 1fr 1fr; gap: 0 32px; } .pair > section, .two > section { min-width: 0; }
.one .next { border: 1px solid var(--line); border-radius: 4px; padding: 0 14px 6px; margin-top: 28px; } .one .next h2 { margin-top: 10px; border-bottom: 0; } .file { display: block; } .one h3 { flex-wrap: nowrap; } .asked .how { flex: none; min-width: 66px; color: var(--soft); }
.full { border-top: 2px solid var(--ink); margin-top: 40px; padding-top: 24px; }
.lower { columns: 3 260px; column-gap: 32px; margin-top: 28px; } .lower h2 { margin-top: 0; } .lower > section { margin-bottom: 20px; break-inside: avoid; } .lower > section.long { break-inside: auto; }
footer { margin-top: 28px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--soft); font-size: 12px; }
@media screen and (max-width: 960px) { .pair, .two { display: block; } .bars .drawn:not(.told) p { position: static; width: auto; height: auto; clip-path: none; } .bar .caption { display: none; } }
@media screen and (max-width: 720px) { body { padding: 20px 16px; } .top, header { display: block; } .sum, header p { text-align: left; } table { display: block; overflow-x: auto; }
  .marks { grid-template-columns: 1fr; } .bars { display: block; } .bars dd.n { text-align: left; } }
@page { margin: 11mm 13mm 12mm; @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #4c5662; } }
@page wide { size: A4 landscape; }
@media print { .period .full { page: wide; } .month { font-size: 0.88em; } .month th { white-space: normal; } body { padding: 0; max-width: none; font-size: 8pt; line-height: 1.35; } .sheet { font-size: 7.3pt; line-height: 1.29; }
  header { padding-bottom: 0.4em; border-bottom-width: 1.5px; } header p { font-size: 0.93em; } header strong { font-size: 1.2em; }
  h1 { font-size: 1.85em; line-height: 1.2; margin: 0 0 0.2em; } h2 { font-size: 1.2em; margin: 0.85em 0 0.15em; padding-bottom: 0.1em; } h2 small { font-size: 0.78em; margin-left: 0.7em; } h3 { font-size: 1.12em; margin: 0.2em 0 0.15em; }
  .kicker { margin-top: 0.8em; font-size: 0.93em; } .lead { font-size: 1.15em; margin-bottom: 0; } .top { gap: 2.6em; } .sum { margin-top: 0.8em; } .sum b { font-size: 2.1em; } .sum span { font-size: 0.97em; }
  table { margin: 0 0 0.2em; } th, td { padding: 0.16em 1em 0.16em 0; } th, h3 .rank { font-size: 0.93em; } .mono, .name { font-size: 0.88em; } .name { display: inline; margin-left: 0.8em; } th.third { width: 34%; } p { margin-bottom: 0.3em; }
  .letter { font-size: 1em; line-height: 1.4; min-width: 1.7em; padding: 0 0.35em; border-radius: 2pt; } td.letters { width: 3em; }
  .bars { gap: 0.15em 1.4em; margin: 0.3em 0 0; } .bars dt { min-width: 10em; } .bar text { font-size: 1em; } .bar .caption text { font-size: 0.9em; }
  .marks { gap: 0.1em 2.2em; } .marks li { gap: 0.7em; grid-template-columns: 1.1em minmax(5.2em, max-content) minmax(0, 1fr); } .sign { width: 1.1em; height: 1.1em; margin-top: 0.14em; } .excluded td.no { padding-left: 1.6em; } .sign.cross { width: 0.9em; height: 0.9em; } .no .sign { top: 0.35em; }
  .asked li { gap: 0.7em; } ul { margin: 0.1em 0 0.25em; } li { margin: 0.1em 0; } dl { gap: 0.1em 1.4em; margin: 0.15em 0; }
  .pair, .two { gap: 0 2.2em; } .one { font-size: 8.4pt; } .one .asked .how { min-width: 5.4em; } .one h2 { margin-top: 1.1em; } .one .next { padding: 0 1.2em 0.4em; margin-top: 1.1em; } .one .next h2 { margin-top: 0.6em; }
  .full { break-before: page; border: 0; margin: 0; padding: 0; } .lower { columns: 3 18em; column-gap: 2.2em; margin-top: 0.9em; } .lower > section { margin-bottom: 0.8em; } section.story { margin: 0.4em 0; padding-left: 1em; border-left-width: 2pt; }
  thead { display: table-header-group; } li, p { orphans: 2; widows: 2; } h2 + table, h2 + ul, h2 + dl, h2 + p, h3 + table { break-before: avoid; } .top, .keep, .asked li, .marks li, .bars, footer { break-inside: avoid; }
  footer { margin-top: 0.5em; padding-top: 0.4em; font-size: 0.9em; break-before: avoid; } }
`;

/** Fingerprint of the style sheet, by which the page's own policy knows it. A test tells the new one after a change. */
export const styleHash = 'sha256-TKPjrCQIMdMFHneShGXkDN3vQlmKdWMZCMyHp625cLA=';
