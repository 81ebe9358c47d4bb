import { listFiles } from './repository.js';
import { installStep, runSteps, type Step } from './steps.js';

const packaging = 'tools/packaging';
const tool = (name: string): string => `${packaging}/node_modules/.bin/${name}`;

/** `npm run check`, without its build: lint, format, types, unused code, the shape of the packages, the house. */
export const checkSteps: readonly Step[] = [
  { name: 'build', commands: [['npm', 'run', 'build']] },
  installStep(packaging),
  { name: 'lint', commands: [['oxlint', '--type-aware', '--report-unused-disable-directives', '--deny-warnings']] },
  { name: 'format', commands: [['oxfmt', '--check']] },
  { name: 'types', commands: projects().map((project) => ['tsc', '--project', project]) },
  { name: 'unused code', commands: [[tool('knip'), '--config', `${packaging}/knip.json`]] },
  {
    name: 'package shape',
    commands: packageFolders().flatMap((folder) => [
      [tool('publint'), folder, '--strict'],
      [tool('attw'), '--pack', folder, '--profile', 'esm-only'],
    ]),
  },
  { name: 'house rules', commands: [['vitest', 'run', '--project', 'conformance', 'house', 'ledger']] },
];

/** Every tsconfig but the one they all extend. */
function projects(): string[] {
  return listFiles().filter((path) => /(?:^|\/)tsconfig(?:\.\w+)?\.json$/.test(path) && path !== 'tsconfig.base.json');
}

function packageFolders(): string[] {
  return listFiles('packages')
    .filter((path) => /^packages\/[^/]+\/package\.json$/.test(path))
    .map((path) => path.replace(/\/package\.json$/, ''));
}

if (import.meta.filename === process.argv[1] && !runSteps(checkSteps)) process.exitCode = 1;
