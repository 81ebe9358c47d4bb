import { table } from '../markdown.js';
import { atMost, count, hundredths, range, type Section } from '../section.js';
import { type PollingResult, waiting } from './measure.js';

const seconds = (value: number): string => `${hundredths(value)} s`;

/** What the page says of waiting for a PIN. */
export function reportPolling({ rounds, pacedSeconds, crowded, noise, figures }: PollingResult): Section {
  const sdks = figures.filter(({ client }) => client === 'sdkFetch' || client === 'sdkNode');
  return {
    title: 'Waiting for a PIN',
    targets: sdks.map(({ client, paced }) =>
      atMost(`an hour of ${waiting[client].replaceAll('*', '')}, CPU`, paced.median, { limit: 5, show: seconds }),
    ),
    blocks: [
      `CPU of the client's process for an hour of questions about a PIN that nobody claims, 3,600 of them. A second apart: ${rounds} rounds of ${pacedSeconds} s in which all clients wait side by side, taken as often as an hour has them. Each has asked ${count(crowded)} times before, so that its code is compiled; after a second's rest even so most of the price is the machine's, for caches gone cold and a system call that wakes the other side, as the floors show. Without a pause: ${rounds} rounds of ${count(crowded)} questions, by turns, the SDK's clock moved a second at each. \`login-with-plex\` leaves the waiting to its caller, so it is asked in the same loop as the floors; \`@ctrl/plex\` asks every three seconds and gives up after a minute. Load average when it began ${hundredths(noise.load)}.`,
      table(
        ['', 'a second apart, s of CPU', 'without a pause, s of CPU'],
        figures.map(({ client, paced, crowded: close }) => [
          waiting[client],
          range(paced, hundredths),
          range(close, hundredths),
        ]),
      ),
    ],
  };
}
