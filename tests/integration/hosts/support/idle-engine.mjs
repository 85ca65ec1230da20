// @ts-check
// An engine as its host sees it: says that it runs, closes when it is asked to, and answers no socket; it tells what it was told of one.
process.on('message', (/** @type {{ kind?: unknown }} */ message) => {
  const { kind } = message;
  if (kind === 'socket') process.send?.({ kind: 'log', line: JSON.stringify(message) });
  if (kind === 'start') process.send?.({ kind: 'ready' });
  if (kind === 'stop') process.send?.({ kind: 'stopped' });
});
