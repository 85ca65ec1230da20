/** How many sessions, or groups of them, are held against one another. */
export const fewestCompared = 2;
export const mostCompared = 4;

/** How many sessions a group has at most. */
export const mostInGroup = 200;
