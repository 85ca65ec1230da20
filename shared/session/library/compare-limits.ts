/** How many sessions are held against one another. */
export const fewestCompared = 2;
export const mostCompared = 4;
