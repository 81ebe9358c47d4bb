import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { openPage } from './page.js';
import { exitCodeOf, type Outcome, playSections } from './play.js';
import { playbill } from './playbill.js';
import { openScene, type Scene } from './scene.js';

const { env, stderr, stdin, stdout } = process;

// Whoever reads the first lines only, such as head, closes the pipe; there is nobody to tell.
stdout.on('error', () => {});

const page = openPage((line) => void stdout.write(`${line}\n`), { colour: stdout.isTTY && !env['NO_COLOR'] });
const flags = readFlags();
process.exitCode = flags ? await run(flags) : 2;

function readFlags(): { once: boolean } | undefined {
  try {
    return parseArgs({ options: { once: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : 'What is that?'}\nUsage: npm run demo [-- --once]\n`);
    return undefined;
  }
}

async function run({ once: ends }: { once: boolean }): Promise<0 | 1> {
  await using scene = await openScene();
  const exitCode = await perform(scene);
  if (stdin.isTTY && stdout.isTTY && !ends) await stayUp(scene);
  else page.prose('The stand-in has ended with the demo. In a terminal, without --once, it stays up.');
  return exitCode;
}

async function perform(on: Scene): Promise<0 | 1> {
  page.prose('Ticketstub for Plex', 'bold');
  page.prose(
    'The SDK asks and a stand-in for Plex answers, over sockets of this machine: no account, no network, everybody ' +
      'invented. Every line is printed with the verdict of its check. Ports, tokens and codes differ at each run.',
  );
  page.prose('Not affiliated with or endorsed by Plex.', 'dim');
  const began = performance.now();
  const outcome = await playSections(playbill, on, page);
  sumUp(outcome, performance.now() - began);
  return exitCodeOf(outcome);
}

function sumUp({ checks, failures }: Outcome, ms: number): void {
  page.prose('');
  if (failures.length === 0) {
    page.prose(`All ${checks} lines are as expected, in ${(ms / 1000).toFixed(1)} s.`, ['bold', 'green']);
    return;
  }
  const where = [...new Set(failures)].map((title) => `"${title}"`).join(', ');
  page.prose(`${failures.length} of ${checks} lines are not as expected: see ${where}.`, ['bold', 'red']);
}

/** Until Ctrl-C, or until the process is asked to end. */
async function stayUp({ plex }: Scene): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  plex.control.reset();
  page.prose('Still up, and as it was at the start. Stop it with Ctrl-C.');
  const places = [{ name: 'plex.tv', url: plex.url }, ...plex.servers, { name: 'console', url: `${plex.url}/console` }];
  for (const { name, url } of places) page.prose(`    ${name.padEnd(8)} ${url}`);
  await once(stop.signal, 'abort');
  stdout.write('\nClosed.\n');
}
