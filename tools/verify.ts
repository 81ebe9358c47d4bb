import { checkSteps } from './check.js';
import { chromiumStep } from './chromium.js';
import { keyringStep } from './keyring.js';
import { postgresStep } from './postgres.js';
import { shellSteps } from './shells.js';
import { installStep, runSteps } from './steps.js';
import { tmuxStep } from './tmux.js';

/** `npm run verify`: what `check` does, then the longer proofs, each a `*.verify.ts` in `conformance/`. */
const steps = [
  ...checkSteps,
  installStep('conformance/runtimes'),
  installStep('conformance/witnesses'),
  installStep('conformance/browser'),
  installStep('conformance/stores'),
  installStep('bench'),
  chromiumStep(),
  postgresStep(),
  keyringStep(),
  tmuxStep(),
  ...shellSteps(),
  { name: 'long tests', commands: [['vitest', 'run', '--config', 'vitest.verify.config.ts']] },
];

if (import.meta.filename === process.argv[1] && !runSteps(steps)) process.exitCode = 1;
