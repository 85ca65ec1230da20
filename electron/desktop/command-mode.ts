import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { app } from 'electron';
import type { Launch } from '../hosts/child-process.ts';
import { drained } from '../hosts/terminal.ts';
import { utilityChild } from './utility-process.ts';

/**
 * Runs a command in place of a window and ends the process with its exit code. Nothing of the window's is touched: Chromium keeps
 * what it wants to keep in a folder that goes with the process, and as many may run at a time as people like.
 */
export async function runInsteadOfWindow(run: (launch: Launch) => Promise<number>): Promise<void> {
  const chromium = mkdtempSync(join(tmpdir(), 'voxtally-command-'));
  const tidy = (): void => rmSync(chromium, { recursive: true, force: true });
  // For a command that ends the process itself; Electron's own end, below, sends no such event.
  process.once('exit', tidy);
  app.setPath('userData', chromium);
  // A command asks the network by Node alone. As a process of its own Chromium's would come up behind a short command, and make
  // the folder anew that has just gone.
  app.commandLine.appendSwitch('enable-features', 'NetworkServiceInProcess2');
  app.dock?.hide();
  // A signal is the command's to answer: Chromium, left alone, would end the process before the command has closed what is open.
  // One that comes before the command listens is Chromium's, and is handed on; with nobody to hear it, it does what signals do.
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (process.emit('SIGTERM')) return;
    tidy();
    app.exit(128 + constants.signals.SIGTERM);
  });
  await app.whenReady();
  const children: ReturnType<Launch>[] = [];
  const code = await run((spec) => {
    const child = utilityChild<never, unknown>(spec);
    children.push(child);
    return child;
  });
  await drained();
  // One that is still coming up makes the folder anew as well. What cannot be killed for so long must not keep the command.
  for (let tries = 0; tries < 300 && children.some((child) => child.running()); tries += 1) {
    for (const child of children) if (child.running()) child.kill();
    await setTimeout(10);
  }
  tidy();
  app.exit(code);
}
