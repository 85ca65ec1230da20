/** What stands in place of a secret wherever a person may read it. */
export const hiddenKey = '••••••••';
