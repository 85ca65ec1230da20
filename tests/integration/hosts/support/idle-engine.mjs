// @ts-check
// An engine as its host sees it: says that it runs, closes when it is asked to, and takes no socket.
process.on('message', (/** @type {{ kind?: unknown }} */ { kind }) => {
  if (kind === 'start') process.send?.({ kind: 'ready' });
  if (kind === 'stop') process.send?.({ kind: 'stopped' });
});
