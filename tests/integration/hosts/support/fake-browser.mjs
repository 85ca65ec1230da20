#!/usr/bin/env node
// @ts-check
// A browser as its caller sees it: a process that runs until it is ended.
setInterval(() => undefined, 60_000);
