/** The report's one style sheet: light, for paper and for a mail's attachment alike. No font and no picture is fetched. */
export const style = `
:root { color-scheme: light; --ink: #16202b; --soft: #55636f; --line: #d5dde3; --band: #f4f7f9; --good: #14653f; --warn: #8a4b00; --bad: #a32020; }
* { box-sizing: border-box; }
html { background: #fff; }
body { margin: 0 auto; padding: 32px 40px 48px; max-width: 1040px; color: var(--ink); background: #fff;
  font: 14px/1.5 Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
header { display: flex; justify-content: space-between; gap: 24px; border-bottom: 2px solid var(--ink); padding-bottom: 10px; }
header p { margin: 0; color: var(--soft); font-size: 12px; text-align: right; white-space: nowrap; }
header .who { text-align: left; white-space: normal; }
header strong { color: var(--ink); font-size: 15px; }
h1 { font-size: 24px; line-height: 1.3; letter-spacing: -0.015em; margin: 4px 0 8px; text-wrap: balance; }
h2 { font-size: 15px; margin: 28px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line); break-after: avoid; }
h2 small { font-weight: 400; color: var(--soft); font-size: 12px; margin-left: 8px; }
h3 { font-size: 14px; margin: 16px 0 4px; break-after: avoid; display: flex; gap: 10px; align-items: baseline; }
h3 .rank { color: var(--soft); font-weight: 400; font-size: 12px; white-space: nowrap; }
.letter { display: inline-block; min-width: 22px; padding: 0 6px; text-align: center; border: 1px solid var(--ink); border-radius: 4px; font-size: 13px; font-weight: 600; }
.first .letter { background: var(--ink); color: #fff; }
p { margin: 0 0 8px; }
.kicker { margin: 20px 0 0; color: var(--soft); font-size: 12px; }
.lead { color: var(--soft); max-width: 76ch; }
.top { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 32px; align-items: start; }
.sum { text-align: right; white-space: nowrap; margin-top: 20px; }
.sum b { display: block; font-size: 30px; line-height: 1.15; letter-spacing: -0.02em; }
.sum span { display: block; color: var(--soft); font-size: 12px; }
table { border-collapse: collapse; width: 100%; margin: 4px 0 8px; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); }
th { font-weight: 500; font-size: 12px; color: var(--soft); white-space: nowrap; }
td.n, th.n { text-align: right; white-space: nowrap; } th.wrap { white-space: normal; } th.third { width: 26%; }
td.k { font-weight: 500; min-width: 92px; } .strong { font-weight: 500; overflow-wrap: anywhere; }
.name { display: block; color: var(--soft); font: 11px/1.4 ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.item { display: inline-block; margin-right: 12px; }
.meters-of td.k { white-space: nowrap; } td.sum-of { white-space: nowrap; } .meters-of td:last-child { width: 45%; }
td.f { font-weight: 600; }
tr { break-inside: avoid; }
tfoot { display: table-row-group; } tfoot td { font-weight: 600; border-bottom: 0; }
.soft { color: var(--soft); font-weight: 400; }
.mono { font: 12px/1.5 ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
ul { margin: 4px 0 8px; padding-left: 18px; } li { margin: 2px 0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 20px; margin: 4px 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
section.story { border-left: 3px solid var(--line); padding-left: 14px; margin: 12px 0; }
section.story.first { border-left-color: var(--ink); }
footer { margin-top: 32px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--soft); font-size: 12px; }
@media screen and (max-width: 720px) { body { padding: 20px 16px; } .top, header { display: block; } .sum, header p { text-align: left; } table { display: block; overflow-x: auto; } }
@page { margin: 14mm 14mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #55636f; } }
@media print { body { padding: 0; max-width: none; font-size: 8.5pt; line-height: 1.4; } h1 { font-size: 15pt; } h2 { font-size: 11.5pt; margin-top: 14pt; } h3 { font-size: 9.5pt; break-inside: avoid; }
  .sum b { font-size: 17pt; } th, td { padding: 2.2pt 6pt 2.2pt 0; } th { font-size: 8pt; } .mono, .name { font-size: 7.5pt; } h3 .rank, h2 small { font-size: 8pt; }
  .first .letter { background: none; color: inherit; border-width: 2px; } thead { display: table-header-group; }
  li, p { orphans: 2; widows: 2; } h2 + table, h2 + ul, h2 + dl, h2 + p, h3 + table { break-before: avoid; } .top, .keep, dl, footer { break-inside: avoid; }
  footer { margin-top: 14pt; font-size: 8pt; break-before: avoid; } }
`;

/** Fingerprint of the style sheet, by which the page's own policy knows it. A test tells the new one after a change. */
export const styleHash = 'sha256-CSMfMsyjjc5o8pqjTTdDAf4Y/eYuYEN6NJbKi1Z6yRw=';
