/** The browser that end-to-end tests run in, without installing anything. @returns {string | null} */
export declare function findChromium(): string | null;
/** As `findChromium`; as root on Debian it installs one when there is none. @returns {Promise<string | null>} */
export declare function needChromium(): Promise<string | null>;
