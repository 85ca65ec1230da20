/** Takes answers that are still about what is shown: one that comes late is about something nobody asks about any more. */
export function newestAnswer<T>(take: (answer: T) => void): {
  /** What is shown from here on, by value. */
  about(subject: string): void;
  /** Takes the answer to the newest question alone. */
  ask(question: () => Promise<T>): Promise<void>;
  /** Does what may take long, and says what came of it only where its subject is the one that is shown by then. */
  tell<A>(subject: string, deed: () => Promise<A>, say: (outcome: A) => void): Promise<void>;
  /** What is still under way is not wanted any more. */
  forget(): void;
} {
  let newest = 0;
  let shown: string | null = null;
  return {
    about(subject) {
      shown = subject;
    },
    async ask(question) {
      newest += 1;
      const mine = newest;
      const answer = await question();
      if (mine === newest) take(answer);
    },
    async tell(subject, deed, say) {
      const outcome = await deed();
      if (subject === shown) say(outcome);
    },
    forget() {
      newest += 1;
      shown = null;
    },
  };
}
