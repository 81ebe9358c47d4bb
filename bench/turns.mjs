// Does the same thing in every way that is compared, by turns in one process: all of them share its luck.

/** Answers the bench from now on. Each way is given the number of what to do, and so many numbers come round again. */
export function answerByTurns(ways, numbers) {
  const names = Object.keys(ways);

  /** Some at a time in each way, then the next way: to and fro, so that neighbours are compared. */
  async function round(lanes, passes) {
    const sums = Object.fromEntries(names.map((name) => [name, { ms: 0, cpu: 0 }]));
    for (let pass = 0; pass < passes; pass += 1)
      for (const name of pass % 2 ? names.toReversed() : names) {
        const work = ways[name];
        const before = process.cpuUsage();
        const start = performance.now();
        await Promise.all(Array.from({ length: lanes }, (_, lane) => work((pass * lanes + lane) % numbers)));
        sums[name].ms += performance.now() - start;
        const { user, system } = process.cpuUsage(before);
        sums[name].cpu += user + system;
      }
    return { done: lanes * passes, sums };
  }

  async function answer({ lanes, passes }) {
    try {
      process.send(await round(lanes, passes));
    } catch (error) {
      process.send({ failure: String(error?.stack ?? error) });
    }
  }

  process.on('message', (message) => void answer(message));
}
