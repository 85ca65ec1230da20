/** A name as a label: its first letter large, the rest as it is. */
export const sentenceCase = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
