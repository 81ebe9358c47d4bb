import { table } from '../markdown.js';
import {
  atLeast,
  atMost,
  count,
  hundredths,
  milliseconds,
  noiseSentence,
  range,
  type Section,
  tenths,
  times,
} from '../section.js';
import type { ServeResult } from './serve.js';
import type { StartsResult } from './starts.js';

/** What the page says of the stand-in. */
export function reportStandIn(serving: ServeResult, { processes, noise, inMemory, onFile }: StartsResult): Section {
  const { rounds, sliceMs, lanes, bytes, ratio, generatorCpu } = serving;
  return {
    title: 'The stand-in',
    targets: [
      atLeast('stand-in, `/api/v2/user` over a bare hono route', ratio.rate.median, { limit: 0.4, show: times }),
      atMost('stand-in ready after its import, in memory', inMemory.ready.median, { limit: 150, show: milliseconds }),
      atMost('stand-in reset', inMemory.reset.median, { limit: 5, show: milliseconds }),
    ],
    blocks: [
      `\`GET /api/v2/user\` with a token, ${lanes} kept connections, ${rounds} rounds of ${sliceMs} ms for each server by turns, load from a process that only counts bytes (${range(generatorCpu, count)} µs of its own CPU a request). The bare route runs on the same \`hono\` and \`@hono/node-server\`, and answers the same body of ${count(bytes)} bytes with its content type and nothing else; it looks at nothing of the request. ${noiseSentence(serving.noise)}`,
      table(
        ['', 'requests/s', 'CPU a request, µs'],
        [
          ['bare hono route', range(serving.hono.rate, count), range(serving.hono.cpu, count)],
          ['**stand-in**', range(serving.standIn.rate, count), range(serving.standIn.cpu, count)],
          ['over the bare route, in the same round', range(ratio.rate, hundredths), range(ratio.cpu, hundredths)],
        ],
      ),
      `Starts, each in a fresh process, ${processes} for each kind of database: until it is imported, from there until it answers on its ports, and a reset after a sign-in and a look at the account (20 for each process). ${noiseSentence(noise)}`,
      table(
        ['database', 'import, ms', 'ready after import, ms', 'reset, ms'],
        [
          ['in memory', range(inMemory.load, tenths), range(inMemory.ready, tenths), range(inMemory.reset, tenths)],
          ['a new file', range(onFile.load, tenths), range(onFile.ready, tenths), range(onFile.reset, tenths)],
        ],
      ),
    ],
  };
}
