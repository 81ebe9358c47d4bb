import { table } from '../markdown.js';
import {
  atLeast,
  atMost,
  count,
  hundredths,
  noiseSentence,
  range,
  type Section,
  type Target,
  times,
} from '../section.js';
import { type Call, contenders } from './contenders.js';
import { type CallFigures, type CallsResult, lanesList, PASSES } from './measure.js';

const titles = { account: '`getTokenDetails`', signIn: 'sign-in' } as const;

/** What the page says of the calls. */
export function reportCalls(result: CallsResult): Section {
  const { sizes, effort } = result;
  return {
    title: 'Calls',
    targets: targetsOf(result),
    blocks: [
      `One answering server, one process for each client, one client active at a time: ${effort.rounds} rounds of slices of ${effort.sliceMs} ms, after every ${effort.roundsEach} of which all processes are new. For each call and number of lanes (calls under way at a time) all clients have their turns one after another in random order; the SDK shares its floor's, and the two call in it ${PASSES} times by turns, for half a slice each; ratios are taken inside a round, and the median over the rounds is given, with the least and the greatest in brackets. CPU is that of the client's process. Every answer is checked for the account it must be. ${noiseSentence(result.noise)} ${steadiness(result)}`,
      `Plain HTTP over the loopback interface; answers are not compressed. The account is ${count(sizes['/api/v2/user'] ?? 0)} bytes, the sign-in ${count(sizes['/api/v2/users/signin'] ?? 0)}: the stand-in's own answers, with further services of the same shape. Each service names a token and a secret, or \`@lukehagar/plexjs\` would reject the account; the content type names no charset, or \`plex-api\` would not parse it.`,
      `“Signal and timer” is what the SDK's own deadline needs: an \`AbortController\`, a timer of 30 seconds that is cleared, and on \`node:http\` a listener that destroys the request and the \`Accept-Encoding\` of the node transport. A sign-in must not be sent twice, so the node transport gives it a connection of its own, and so does its floor; all others keep theirs. A floor has its requests ready beforehand, but for the form of a sign-in, which it makes for each, of login and password, as every client here does. \`@ctrl/plex\` and \`plex-api-credentials\` sign in at older endpoints: no form, and for the latter an XML answer of ${count(sizes['/users/sign_in.xml'] ?? 0)} bytes. \`plex-api\` and \`login-with-plex\` are given kept connections, which the former lacks by default; clients that have plex.tv written into them are pointed at the server by changing that address.`,
      ...(['account', 'signIn'] as const).flatMap((call) =>
        lanesList.map(
          (lanes) =>
            `${capital(titles[call])}, ${lanes} ${lanes === 1 ? 'lane' : 'lanes'}:\n\n${callTable(result, call, lanes)}`,
        ),
      ),
      `Resident memory of the client's process while it calls, all slices:\n\n${table(
        ['client', 'MB'],
        contenders.map(({ name, title }) => [title, rangeOf(result.rss[name])]),
      )}`,
    ],
  };
}

/** How much the floors moved by themselves. */
function steadiness({ figures }: CallsResult): string {
  const moved = ['fetch', 'node-http'].map((floor) => {
    const own = figures.filter(({ contender }) => contender === floor);
    return Math.max(...own.map(({ callsPerSecond: { min, max } }) => max / min));
  });
  return `Between its slowest and its fastest slice of one kind, \`fetch\` with signal and timer varied by ${times(moved[0] ?? Number.NaN)} at most, \`node:http\` by ${times(moved[1] ?? Number.NaN)}.`;
}

function rangeOf(values: CallsResult['rss'][string] | undefined): string {
  return values ? range(values, (value) => value.toFixed(0)) : '';
}

function callTable({ figures }: CallsResult, call: Call, lanes: number): string {
  const head = ['client', 'answer', 'calls/s', 'CPU µs', '÷ `fetch`', 'CPU ÷', '÷ `node:http`', 'CPU ÷'];
  const rows = contenders.flatMap(({ name, title, checks }) => {
    const own = figures.find((row) => row.contender === name && row.call === call && row.lanes === lanes);
    return own
      ? [
          [
            title,
            checks,
            range(own.callsPerSecond, count),
            range(own.cpuPerCall, count),
            ...over(own, 'fetch'),
            ...over(own, 'node-http'),
          ],
        ]
      : [];
  });
  return table(head, rows);
}

function over({ over: all }: CallFigures, floor: string): string[] {
  const against = all[floor];
  return against ? [range(against.rate, hundredths), range(against.cpu, hundredths)] : ['', ''];
}

function targetsOf({ figures }: CallsResult): Target[] {
  return (['account', 'signIn'] as const).flatMap((call) =>
    lanesList.flatMap((lanes) => {
      const of = (contender: string, floor: string): { rate: number; cpu: number } => {
        const row = figures.find((each) => each.contender === contender && each.call === call && each.lanes === lanes);
        return { rate: row?.over[floor]?.rate.median ?? Number.NaN, cpu: row?.over[floor]?.cpu.median ?? Number.NaN };
      };
      const at = `${titles[call]}, ${lanes} ${lanes === 1 ? 'lane' : 'lanes'}`;
      const onFetch = of('sdk-fetch', 'fetch');
      const onNode = of('sdk-node', 'node-http');
      const peer = of('sdk-node', 'plexjs');
      return [
        atLeast(`${at}: SDK on \`fetch\` over \`fetch\` with signal and timer`, onFetch.rate, {
          limit: 0.95,
          show: times,
        }),
        atMost(`${at}: the same, CPU`, onFetch.cpu, { limit: 1.05, show: times }),
        atLeast(`${at}: SDK on the node transport over its floor`, onNode.rate, { limit: 0.9, show: times }),
        atMost(`${at}: the same, CPU`, onNode.cpu, { limit: 1.15, show: times }),
        atLeast(`${at}: SDK on the node transport over the only peer that checks and types`, peer.rate, {
          limit: 1,
          show: times,
        }),
      ];
    }),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
