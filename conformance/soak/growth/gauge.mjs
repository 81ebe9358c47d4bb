// Loaded before the command: whoever started it may ask how much memory is in use, once what is garbage is gone.
process.on('message', () => {
  globalThis.gc();
  process.send({ heap: process.memoryUsage().heapUsed, resources: process.getActiveResourcesInfo().length });
});
// Being asked must not keep it alive.
process.channel.unref();
