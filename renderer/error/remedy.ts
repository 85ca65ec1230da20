/** What a person can do from the error page besides trying again. */
export type Remedy = 'key' | 'deployment' | 'input' | 'entra' | 'network';
