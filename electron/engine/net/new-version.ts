import { z } from 'zod';
import gt from 'semver/functions/gt.js';
import valid from 'semver/functions/valid.js';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { readJson } from '../../../shared/kit/json.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { cleanAddress } from '../../../shared/kit/untrusted/secrets-in-addresses.ts';
import { isLoopback } from '../../../shared/protocol/endpoints/address.ts';
import { type Http, textOf } from './http.ts';

/** What is published where a person said it would be: a small file of one's own, or the newest release as GitHub's API tells of it. */
const publishedSchema = z.union([
  z.object({ version: z.string().max(100), page: z.string().max(500).optional() }),
  z.object({ tag_name: z.string().max(100), html_url: z.string().max(500).optional() }),
]);

export interface Published {
  /** As `semver` reads it, without a leading `v`. */
  readonly version: string;
  /** Newer than the one that runs. */
  readonly newer: boolean;
  /** Where it can be had, to be read and not opened; null: the answer does not say. */
  readonly page: string | null;
}

const silenceMs = 15_000;
const form =
  'It has to answer with JSON such as {"version": "1.2.3", "page": "https://…"}, or as GitHub tells of a release.';

/** An address that may be asked, or why not. */
export function versionAddress(text: string): Result<{ address: URL }> {
  const address = URL.canParse(text) ? new URL(text) : null;
  const open = address?.protocol === 'http:' && isLoopback(address.hostname);
  if (address === null || !(address.protocol === 'https:' || open)) {
    return refuse(
      benchError('invalid-address', `${repeated(text)} is no address that new versions could be asked for at.`, {
        nextStep: 'Give one that begins with https://, or leave it empty: then nobody is asked.',
      }),
    );
  }
  const clean = cleanAddress(text);
  if (clean.address !== text || clean.secretInPath) {
    return refuse(
      benchError('invalid-address', 'That address may hold a secret, and it would stand in the preferences.', {
        nextStep: 'Give one that needs no login, key or token.',
      }),
    );
  }
  return ok({ address });
}

/** Asks once what the newest version is. Nothing is sent but the question, and nothing is downloaded. */
export async function askForNewVersion(http: Http, at: string, running: string): Promise<Result<Published>> {
  const checked = versionAddress(at);
  if (!checked.ok) return checked;
  const { address } = checked;
  // GitHub answers nobody without a name.
  const headers = { accept: 'application/json', 'user-agent': 'Voxtally' };
  const asked = await http(address, { headers, silenceMs });
  if (!asked.ok) return asked;
  const unfit = (why: string): ReturnType<typeof refuse> =>
    refuse(
      benchError('unreachable', `${address.host} does not say what the newest version is: ${why}.`, { nextStep: form }),
    );
  if (asked.answer.status !== 200) return unfit(`it answered with HTTP ${asked.answer.status}`);
  const read = await textOf(asked.answer);
  if (!read.ok) return read;
  const json = readJson(read.text);
  if (!json.ok) return unfit(`its answer ${json.problem}`);
  const published = publishedSchema.safeParse(json.value);
  if (!published.success) return unfit('its answer has neither "version" nor "tag_name"');
  const [name, page] =
    'version' in published.data
      ? [published.data.version, published.data.page]
      : [published.data.tag_name, published.data.html_url];
  const version = valid(name);
  if (version === null) return unfit(`${repeated(name)} is no version such as 1.2.3`);
  return ok({ version, newer: gt(version, running), page: page === undefined ? null : visibleLine(page) });
}

/** The sentence for a person whom a newer version may interest. */
export const newVersionSentence = ({ version, page }: Published, running: string): string =>
  `Voxtally ${version} is out; this is ${running}.${page === null ? '' : ` It is at ${page}.`}`;
