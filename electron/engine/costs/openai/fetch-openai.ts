import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FetchedWitness } from '../../../../shared/contract/bench-api.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { mostPastedCharacters } from '../../../../shared/reconcile/case/pasted-texts.ts';
import { diskError } from '../../data/disk-errors.ts';
import { cancelled, type FetchedCosts } from '../net/cost-service.ts';
import {
  type OrganizationRequest,
  organizationLists,
  type OrganizationServices,
  readOrganizationList,
} from './organization-api.ts';

/** Costs that were brought onto disk, and what the service itself counted in the same days. */
interface FetchedOpenAi extends FetchedCosts {
  readonly witness: FetchedWitness | null;
}

/** The file that a witness is kept in, beside the answers that it is made of. */
const witnessFile = 'openai-usage.json';

async function keep(folder: string, files: ReadonlyMap<string, string>): Promise<Result> {
  for (const [name, text] of files) {
    try {
      await writeFile(join(folder, name), text, { mode: 0o600 });
    } catch (error) {
      return refuse(diskError(error, 'what was fetched', join(folder, name)));
    }
  }
  return ok({});
}

/** Names of the files of a list's pages, each with its page. */
const filesOf = (list: string, pages: readonly string[]): [name: string, text: string][] =>
  pages.map((text, index) => [`openai-${list}-${String(index + 1).padStart(4, '0')}.json`, text]);

const noCosts = ({ from, to, project }: OrganizationRequest): BenchError =>
  benchError('not-found', `OpenAI has no costs from ${from} to ${to}${project === '' ? '' : ` of ${project}`}.`, {
    nextStep: 'Costs appear within a day, under their UTC day. Check the days, the project and whose key it is.',
  });

/** Why usage that was read is no witness. @param characters of all its pages */
const tooLargeNote = (characters: number): string =>
  `OpenAI\u2019s usage of these days comes to ${count(characters)} characters, more than the ${count(mostPastedCharacters)} that ` +
  'a comparison takes: it does not stand beside the bill, and its pages are kept as they were answered. Fetch fewer days for it.';

/**
 * Fetches costs of an organization by line item and project, and its usage of the same days as a witness. Every answer is kept
 * byte for byte. Usage that cannot be read costs no bill: a note says why it is missing.
 */
export async function fetchOpenAiCosts(
  request: OrganizationRequest,
  folder: string,
  services: OrganizationServices,
): Promise<Result<FetchedOpenAi>> {
  const costs = await readOrganizationList(organizationLists.costs, request, services);
  if (!costs.ok) return costs;
  if (costs.rows === 0) return refuse(noCosts(request));
  const costFiles = filesOf('costs', costs.pages);
  const kept = new Map(costFiles);
  const notes: string[] = [];
  const counted: string[] = [];
  for (const list of ['usage', 'transcriptions'] as const) {
    const read = await readOrganizationList(organizationLists[list], request, services);
    if (services.signal?.aborted === true) return cancelled();
    if (!read.ok) {
      notes.push(
        `${organizationLists[list].what.replace('the', 'The')} of these days could not be read: ${read.error.message}`,
      );
      continue;
    }
    for (const [name, text] of filesOf(list, read.pages)) kept.set(name, text);
    if (read.rows > 0) counted.push(...read.pages);
  }
  const text = `[\n${counted.join(',\n')}\n]\n`;
  const isCounted = counted.length > 0;
  const fits = isCounted && text.length <= mostPastedCharacters;
  if (isCounted && !fits) notes.push(tooLargeNote(text.length));
  if (fits) kept.set(witnessFile, text);
  const written = await keep(folder, kept);
  if (!written.ok) return written;
  const { from, to, project } = request;
  return ok({
    source: {
      files: costFiles.map(([name]) => join(folder, name)),
      promisedRows: costs.rows,
      exportPath: `OpenAI costs ${project}`.trim(),
      period: `${from} to ${to}`,
      runId: null,
      notes,
    },
    witness: fits ? { fileName: witnessFile, text } : null,
  });
}
