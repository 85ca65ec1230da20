/** Whether packages can be installed here without asking anyone: root on a Debian or Ubuntu. */
export declare const canInstall: () => boolean;
/**
 * Installs Debian packages, quietly; what apt said is shown when it fails.
 * @param {readonly string[]} packages
 * @returns {Promise<boolean>} whether they are there now
 */
export declare function install(packages: readonly string[]): Promise<boolean>;
