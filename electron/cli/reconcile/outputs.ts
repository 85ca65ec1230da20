import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { repeatable } from '../../../shared/foreign/repeated.ts';
import { documentOf } from '../../../shared/reconcile/report/documents.ts';
import type { NamedReport } from '../../../shared/reconcile/reconcile-report.ts';
import type { ExportFormat } from '../../../shared/reconcile/report/formats.ts';
import { lookup } from '../../../shared/lookup.ts';

/** Files that a reconciliation is written to; undefined: not asked for. */
export interface Outputs {
  readonly html: string | undefined;
  readonly csv: string | undefined;
  readonly markdown: string | undefined;
  readonly plan: string | undefined;
}

/** What a plan is written as, by the end of its file's name. */
export const planFormats: ReadonlyMap<string, ExportFormat> = new Map([
  ['.md', 'plan-markdown'],
  ['.json', 'plan-json'],
]);

const whys = lookup<string>({
  ENOENT: 'its folder is not there',
  EACCES: 'it may not be written',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
});

/** Writes what was asked for. Refuses, naming the file, at the first that cannot be written. */
export async function writeOutputs(
  named: NamedReport,
  { html, csv, markdown, plan }: Outputs,
): Promise<Result<{ written: readonly string[] }>> {
  const wanted: readonly (readonly [path: string | undefined, format: ExportFormat])[] = [
    [html, 'html'],
    [csv, 'csv'],
    [markdown, 'markdown'],
    [plan, planFormats.get(extname(plan ?? '').toLowerCase()) ?? 'plan-markdown'],
  ];
  const written: string[] = [];
  for (const [path, format] of wanted) {
    if (path === undefined) continue;
    try {
      await writeFile(path, documentOf(format, named).text);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return refuse(benchError('refused', `${repeatable(path, 300)} was not written: ${whys(code ?? '') ?? message}.`));
    }
    written.push(path);
  }
  return ok({ written });
}
