#!/usr/bin/env node
import { forkChild } from '../hosts/child-process.ts';
import { runCommandLine } from './command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), forkChild);
