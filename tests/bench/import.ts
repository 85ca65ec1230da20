import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { parseJson } from '../../shared/kit/json.ts';
import { measuredRun } from './support/peak-memory.ts';
import { atLeast, atMost, figure, type BenchRow, type BenchTable, unmeasured } from './table.ts';

const megabyte = 1024 * 1024;

/** Another size to import, for a run at full length: `VOXTALLY_BENCH_IMPORT_MB=1024`. */
const largeMb = Number(process.env['VOXTALLY_BENCH_IMPORT_MB'] ?? 96);
const smallMb = 12;
const mostMemoryMb = 200;

const header =
  'BillingAccountId,BillingPeriodStartDate,SubscriptionId,SubscriptionName,Date,ProductName,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,EffectivePrice,CostInBillingCurrency,BillingCurrencyCode,ResourceGroup,ResourceId,ResourceLocation,ChargeType,Tags,AdditionalInfo';

const ours = ['aud mn in', 'aud mn cd in', 'aud mn out', 'txt mn in', 'txt mn cd in', 'txt mn Out'];
const rowsPerBatch = 500;

/** Rows of a month: one in twenty is a Realtime meter of 640 tokens, the rest is what else an account is billed for. */
function batch(from: number): string {
  return Array.from({ length: rowsPerBatch }, (_, index) => {
    const at = from + index;
    const day = String((at % 28) + 1).padStart(2, '0');
    const realtime = at % 20 === 0;
    const meter = realtime ? `gpt rt ${ours[(at / 20) % 6] ?? ''} gl 1215 1M Tokens` : `D${(at % 96) + 1}s v5`;
    const cost = realtime ? ['0.00064', '10', '0.0064'] : ['24', '0.192', '4.608'];
    const resource = `/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-${at % 40}/providers/Microsoft.CognitiveServices/accounts/voice-${at % 8}`;
    return `1234567,03/01/2026,00000000-0000-4000-8000-000000000001,Production,03/${day}/2026,${realtime ? 'Azure OpenAI Media' : 'Virtual Machines Dsv5 Series'},${realtime ? 'Foundry Models' : 'Virtual Machines'},Series ${at % 7},${String(at % 500).padStart(8, '0')}-aaaa-4bbb-8ccc-dddddddddddd,${meter},EU West,${realtime ? '1M' : '1 Hour'},${cost.join(',')},USD,rg-${at % 40},${resource},swedencentral,Usage,"""env"": ""prod"",""owner"": ""team ${at % 30}""","{""UsageType"":""ComputeHR"",""VCPUs"":""${at % 64}""}"\r\n`;
  }).join('');
}

async function generate(path: string, mb: number): Promise<number> {
  let rows = 0;
  let bytes = 0;
  const text = function* (): Generator<string> {
    yield `\uFEFF${header}\r\n`;
    while (bytes < mb * megabyte) {
      const chunk = batch(rows);
      rows += rowsPerBatch;
      bytes += chunk.length;
      yield chunk;
    }
  };
  await pipeline(Readable.from(text()), createWriteStream(path));
  return rows;
}

/** Starts the built worker and says what it made of the file. */
const script = `
import { Worker } from 'node:worker_threads';
const [script, order] = process.argv.slice(1);
const start = performance.now();
const worker = new Worker(script, { workerData: JSON.parse(order), execArgv: [] });
worker.on('message', (news) => {
  if (news.type !== 'ended') return;
  const { ok, answer } = news.result;
  const tally = ok && answer.kind === 'imported' ? answer.bill.tally : null;
  console.log(JSON.stringify({ rows: tally?.rows ?? 0, kept: tally?.kept ?? 0, ms: performance.now() - start }));
});`;

const saidSchema = z.object({ rows: z.number(), kept: z.number(), ms: z.number() });

interface Import extends z.infer<typeof saidSchema> {
  readonly peakMb: number | null;
}

async function imported(root: string, file: string): Promise<Import> {
  const book = JSON.parse(await readFile(join(root, 'assets', 'prices', '2026-10-09.json'), 'utf8')) as unknown;
  const source = { files: [file], promisedRows: null, exportPath: null, period: null, runId: null };
  const order = JSON.stringify({ source, book, answers: {} });
  const { printed, peakKb } = await measuredRun(script, [join(root, 'out', 'node', 'import-worker.js'), order]);
  const said = saidSchema.parse(parseJson(printed));
  return { ...said, peakMb: peakKb === null ? null : peakKb / 1024 };
}

/** @param furtherMb how much larger the large file is */
function memoryRows(small: number | null, large: number | null, furtherMb: number): BenchRow[] {
  const name = 'memory of the process at most';
  if (small === null || large === null) {
    return [unmeasured(name, 'the system does not tell what a process held', `<= ${mostMemoryMb}`)];
  }
  return [
    atMost(name, large, 'MB', mostMemoryMb),
    figure(`the same at ${smallMb} MB`, small, 'MB'),
    figure('growth for each further GB, from the two', ((large - small) / furtherMb) * 1024, 'MB'),
  ];
}

/** A large export through the built worker: how fast, and how much memory the whole process takes. */
export async function benchImport(root: string): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-bench-import-'));
  try {
    const file = join(folder, 'export.csv');
    await generate(file, smallMb);
    const small = await imported(root, file);
    const rows = await generate(file, largeMb);
    const sizeMb = (await stat(file)).size / megabyte;
    const large = await imported(root, file);
    return {
      title: 'Importing an export of costs',
      note: `A generated Enterprise export of ${Math.round(sizeMb).toLocaleString('en')} MB and ${rows.toLocaleString('en')} rows, one in twenty a Realtime meter, read once (fingerprint, conventions and rows together) by the built worker in a process of its own. VOXTALLY_BENCH_IMPORT_MB=1024 runs it at full length; on 2026-11-24 that was 1,024 MB and 2,341,000 rows at 20.3 MB/s in 141.3 MB of memory, 0.2 MB more than at 12 MB.`,
      rows: [
        atLeast('rows accounted for', (large.rows / rows) * 100, '%', 100),
        figure('throughput', sizeMb / (large.ms / 1000), 'MB/s'),
        ...memoryRows(small.peakMb, large.peakMb, sizeMb - smallMb),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
