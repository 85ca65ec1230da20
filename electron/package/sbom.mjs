// @ts-check
// A list of what the application is made of (CycloneDX), from the one that npm makes of everything installed.

/**
 * @typedef {{ name: string, version: string, 'bom-ref': string, purl?: string, type?: string, scope?: string, properties?: unknown[], hashes?: unknown[] }} Component
 * @typedef {{ metadata: { component: Component }, components: Component[], dependencies: { ref: string, dependsOn?: string[] }[] }} Sbom
 */

/**
 * npm leaves out what a tool of the developers needs as well, and keeps what is installed and not bundled; so everything is asked
 * for and what is bundled is kept.
 * @param {Sbom} all what `npm sbom` says
 * @param {readonly { name: string, version: string }[]} bundled
 * @param {string} electronVersion of the runtime that really goes in
 * @returns {Sbom}
 * @throws {Error} when npm does not know something that is bundled
 */
export function sbomOf(all, bundled, electronVersion) {
  const wanted = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  const components = all.components.filter(({ name, version }) => wanted.delete(`${name}@${version}`));
  if (wanted.size > 0) throw new Error(`npm knows nothing of ${[...wanted].join(', ')}: run npm ci.`);
  const known = all.components.find(({ name }) => name === 'electron');
  if (known === undefined) throw new Error('npm knows nothing of electron: run npm ci.');
  const { properties: _development, hashes: ofItsInstaller, ...electron } = known;
  const same = known.version === electronVersion;
  components.push({
    ...electron,
    type: 'framework',
    version: electronVersion,
    'bom-ref': `electron@${electronVersion}`,
    purl: `pkg:npm/electron@${electronVersion}`,
    ...(same && ofItsInstaller !== undefined ? { hashes: ofItsInstaller } : {}),
  });
  const refs = new Set(components.map((component) => component['bom-ref']));
  const { component } = all.metadata;
  const own = component['bom-ref'];
  return {
    ...all,
    metadata: { ...all.metadata, component: { ...component, name: 'voxtally', type: 'application' } },
    components,
    dependencies: all.dependencies
      .filter(({ ref }) => ref === own || refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: [
          ...dependsOn.filter((one) => refs.has(one)),
          ...(ref === own ? [`electron@${electronVersion}`] : []),
        ],
      })),
  };
}
