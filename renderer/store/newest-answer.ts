/** Takes the answer to the newest question alone: one that comes late is about something nobody asks any more. */
export function newestAnswer<T>(take: (answer: T) => void): {
  ask(question: () => Promise<T>): Promise<void>;
  /** What is still under way is not wanted any more. */
  forget(): void;
} {
  let newest = 0;
  return {
    async ask(question) {
      newest += 1;
      const mine = newest;
      const answer = await question();
      if (mine === newest) take(answer);
    },
    forget() {
      newest += 1;
    },
  };
}
