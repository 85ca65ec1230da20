import { asString, atPath, parseJson } from '../../shared/json.ts';

/** The version that the text of the application's package.json names. Throws without one: the installation is damaged. */
export function versionIn(manifest: string): string {
  const version = asString(atPath(parseJson(manifest), 'version'));
  if (version === undefined) throw new Error('The files of Voxtally are damaged: its package.json names no version.');
  return version;
}
