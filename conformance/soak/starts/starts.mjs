import { once } from 'node:events';
import { get } from 'node:http';
import { startStandIn } from '@ticketstub/standin';

const [count, database] = process.argv.slice(2);

/** What is in use once what is garbage is gone, and the kinds of things that keep the process alive. */
async function look() {
  // What was closed is let go in the turns that follow.
  await new Promise((resolve) => setTimeout(resolve, 100));
  globalThis.gc();
  return {
    heap: process.memoryUsage().heapUsed,
    memory: process.memoryUsage().rss,
    resources: process.getActiveResourcesInfo(),
  };
}

/** Whether it is answered over a socket of its own: the global fetch would remember every origin. */
async function isAnswered(url, init) {
  let status;
  const sent = get(url, { ...init, agent: false }, (response) => {
    status = response.statusCode;
    response.resume();
  });
  await once(sent, 'close');
  return status === 200;
}

/** One life, with sockets every other time and a file every third. */
async function live(number) {
  const standIn = await startStandIn({ listen: number % 2 === 0, ...(number % 3 === 0 ? { database } : {}) });
  const url = `${standIn.url}/api/v2/user`;
  const init = { headers: { 'X-Plex-Token': standIn.people.alice.token } };
  const answered = number % 2 === 0 ? await isAnswered(url, init) : (await standIn.fetch(url, init)).ok;
  if (!answered) throw new Error(`Start ${number} was not answered`);
  await standIn.close();
}

const looks = [];
for (let number = 0; number < Number(count); number += 1) {
  await live(number);
  if (number % 20 === 19) looks.push(await look());
}
process.stdout.write(JSON.stringify(looks));
