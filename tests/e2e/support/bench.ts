import type { Browser, ElectronApplication, Page } from '@playwright/test';

export type HostName = 'chromium' | 'electron';

export interface BenchWish {
  readonly host: HostName;
  /** WAV file the fake microphone plays from its opening on; null: the fake device's own beeps. */
  readonly microphone?: string | null;
  /** A running browser whose microphone that is; it outlives the bench, which has a context of its own in it. */
  readonly browser?: Browser;
  /** Whether the page may have the microphone; the browser is asked, Electron decides by the bench's own rules. */
  readonly allowed?: boolean;
  /** The data folder; a fresh one unless a test opens the same twice. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Put before all other arguments of Electron. */
  readonly electronArguments?: readonly string[];
  readonly size?: { readonly width: number; readonly height: number };
}

/** A bench in a real window, over a data folder of its own. */
export interface OpenBench {
  readonly host: HostName;
  readonly page: Page;
  readonly home: string;
  /** What must stay empty: uncaught errors of the page, errors on its console, policy violations. */
  readonly problems: string[];
  /** The process that a signal goes to: Electron's main process, or the browser host. */
  readonly pid: number;
  /** What that process printed. */
  readonly printed: () => string;
  /** Resolves with the exit code once that process has ended. */
  readonly ended: Promise<number | null>;
  readonly electron: ElectronApplication | null;
  /** A further window on the same engine, listened to like the first. */
  anotherWindow(): Promise<Page>;
  close(): Promise<void>;
}

export type Opened = Omit<OpenBench, 'host' | 'home' | 'problems'>;

/** Notes everything a healthy page never says. */
export function listenForProblems(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) {
      problems.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
}
