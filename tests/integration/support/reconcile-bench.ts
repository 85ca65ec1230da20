import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterEach, beforeAll } from 'vitest';
import { portPair } from '../../../electron/engine/ports/transports.ts';
import type { Answer, Args, BenchPush, CommandName } from '../../../shared/contract/bench-api.ts';
import type { BenchPort, FromEngine, PortMessage } from '../../../shared/contract/ports.ts';
import type { Result } from '../../../shared/kit/errors.ts';
import { startBench, type TestBench } from './bench.ts';
import { builtFolder } from './bundle.ts';

export type { TestBench } from './bench.ts';

/** Engines with the worker threads as they are shipped. What a test starts is shut down after it. */
export function reconcilingBenches(): (services?: Parameters<typeof startBench>[0]) => Promise<TestBench> {
  let folder = '';
  const started: TestBench[] = [];
  beforeAll(async () => {
    folder = await builtFolder();
  }, 120_000);
  afterEach(async () => {
    for (const bench of started.splice(0)) {
      await bench.engine.shutdown(0);
      await rm(bench.dataFolder, { recursive: true, force: true });
    }
  });
  return async (services = {}) => {
    const bench = await startBench({ workersFolder: folder, ...services });
    started.push(bench);
    return bench;
  };
}

/** A window's end of the engine: commands over a control port, as JSON. */
export interface Window {
  readonly pushes: BenchPush[];
  call<C extends CommandName>(command: C, args: Args<C>): Promise<Answer<C>>;
  close(): void;
}

export function openWindow({ engine }: TestBench): Window {
  const [mine, theirs] = portPair();
  engine.attachPort('control', theirs, 4711);
  const open = new Map<number, (answer: Result) => void>();
  const pushes: BenchPush[] = [];
  let lastId = 0;
  mine.onMessage((message) => {
    const heard = message as unknown as FromEngine;
    if ('push' in heard) pushes.push(heard.push);
    else open.get(heard.id)?.(heard.answer);
  });
  return {
    pushes,
    call<C extends CommandName>(command: C, args: Args<C>) {
      lastId += 1;
      const id = lastId;
      mine.post({ id, command, args } as unknown as PortMessage);
      return new Promise<Answer<C>>((resolve) => open.set(id, resolve));
    },
    close: () => mine.close(),
  };
}

/** Sends one file over a bill port, a piece at a time, each after the one before is told to be on disk. */
export async function upload(
  { engine }: TestBench,
  file: { readonly path: string; readonly bytes: Uint8Array; readonly writtenAt: string },
  uploadId: string = randomUUID(),
): Promise<{ uploadId: string; answer: Result; port: BenchPort }> {
  const [mine, theirs] = portPair();
  engine.attachPort('bill', theirs, 4711);
  const pieceBytes = 64 * 1024;
  let sent = 0;
  const answer = await new Promise<Result>((resolve) => {
    const sendNext = (): void => {
      if (sent >= file.bytes.byteLength) return;
      mine.post(file.bytes.slice(sent, sent + pieceBytes));
      sent += pieceBytes;
    };
    mine.onMessage((message) => {
      if ('received' in message) sendNext();
      else resolve(message as unknown as Result);
    });
    const { path, bytes, writtenAt } = file;
    mine.post({ uploadId, path, sizeBytes: bytes.byteLength, writtenAtMs: Date.parse(writtenAt) });
    sendNext();
  });
  return { uploadId, answer, port: mine };
}
