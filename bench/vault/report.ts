import { table } from '../markdown.js';
import { count, hundredths, noiseSentence, range, type Section } from '../section.js';
import { renewers, type VaultResult } from './measure.js';

/** What the page says of many processes that renew what one database holds. */
export function reportVault({ rounds, credentials, noise, figures }: VaultResult): Section {
  return {
    title: 'Renewing from PostgreSQL',
    targets: [],
    blocks: [
      `${count(credentials)} credentials, all due at once, in a PostgreSQL that flushes every commit; ${rounds} rounds, in each of which as many processes renew all of them by turns, four at a time each, at no set rate. Each is renewed once, or the bench fails. Processes, database and stand-in share this machine. The floor sends the same requests and statements by hand: it leaves out every check and every case that did not come, and each process is told which are its own. CPU is that of the renewing processes. ${noiseSentence(noise)}`,
      table(
        ['', 'processes', 'renewals/s', 'CPU a renewal, µs', '÷ one process', '÷ floor'],
        figures.map(({ renewer, processes, perSecond, cpu, overOne, overFloor }) => [
          renewers[renewer],
          `${processes}`,
          range(perSecond, count),
          range(cpu, count),
          range(overOne, hundredths),
          range(overFloor, hundredths),
        ]),
      ),
    ],
  };
}
