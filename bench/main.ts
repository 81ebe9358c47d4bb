import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumStep } from '../tools/chromium.js';
import { postgresStep } from '../tools/postgres.js';
import { root } from '../tools/repository.js';
import { installStep, runSteps } from '../tools/steps.js';
import { describeMachine, renderPage } from './page.js';
import { type Measured, type PartName, partNames, runPart } from './run.js';

const usage = `npm run bench -- [--quick] [--rounds N] [--only ${partNames.join('|')}]… [--json]`;

/** `npm run bench`: builds, measures, prints, and writes docs/bench.md when all of it was measured in full. */
async function main(): Promise<void> {
  const { only, json, ...how } = readArguments();
  const folders = ['bench', 'conformance/browser', 'conformance/stores'];
  const installs = [...folders.map(installStep), chromiumStep(), postgresStep()];
  const steps = [...installs, { name: 'build', commands: [['npm', 'run', 'build']] }];
  if (!runSteps(steps, process.stderr)) throw new Error('The bench needs what failed above');
  const measured: Measured[] = [];
  for (const name of only.length > 0 ? only : partNames)
    measured.push(await runPart(name, { ...how, progress: (line) => void process.stderr.write(`${line}\n`) }));
  const machine = describeMachine();
  const page = renderPage(machine, measured);
  process.stdout.write(json ? `${JSON.stringify({ machine, parts: measured }, undefined, 2)}\n` : page);
  if (how.quick || how.rounds !== undefined || only.length > 0)
    process.stderr.write('docs/bench.md is left as it is: only a full run writes it\n');
  else writeFileSync(join(root, 'docs/bench.md'), page);
}

interface Arguments {
  readonly quick: boolean;
  readonly rounds: number | undefined;
  readonly only: readonly PartName[];
  readonly json: boolean;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const only = values.only.map((given) => {
    const name = partNames.find((each) => each === given);
    if (!name) throw new Error(`There is no part ${given}: ${usage}`);
    return name;
  });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(rounds >= 1)) throw new Error(`--rounds takes a number: ${usage}`);
  return { quick: values.quick, rounds, json: values.json, only };
}

await main();
