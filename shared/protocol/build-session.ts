/** What code outside `options/` does with the table: look up, check, build a session object and read one. */
export { optionSpec, governorOf } from './options.ts';
export { checkOption, checkOptions } from './options/check.ts';
export { applies, offLabelOf, sameValue, valueOf } from './options/values.ts';
export { optionsFromSession, sessionFromOptions } from './options/wire.ts';
