/** What a metric of Azure Monitor counts that speaks of a bill. */
export type MetricKind = 'requests' | 'prompt' | 'generated';

/** Names of each by every spelling, without spaces and case: REST names and what the portal shows. A new name is one word here. */
const spellings: readonly (readonly [MetricKind, string])[] = [
  ['requests', 'azureopenairequests modelrequests'],
  ['prompt', 'processedprompttokens inputtokens processedprompttokenstransaction'],
  ['generated', 'generatedtokens outputtokens generatedcompletiontokens'],
];

const kinds = new Map(spellings.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)));

/** The kind a metric's name stands for, aggregation and unit taken off: `Azure OpenAI Requests (Sum)`; null: another metric. */
export function metricKindOf(name: string): MetricKind | null {
  const bare = name
    .replace(/\([^)]*\)/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return kinds.get(bare) ?? null;
}
