import type { LedgerEntry, LedgerOperation } from './ledger-read.js';

const grades = ['official', 'observed', 'inferred'] as const;

/** The text of `SUPPORTED.md`: what the stand-in emulates, what differs, and what nobody outside Plex knows. */
export function renderSupported(entries: readonly LedgerEntry[], operations: readonly LedgerOperation[]): string {
  const shared = entries.filter((entry) => entry.operations.length > 1);
  return [
    '# What the stand-in supports',
    '',
    'Written by `npx tsx tools/ledger.ts` from `spec/ledger.yaml`; a test fails when it is out of date.',
    'Every rule has a source and a grade: **official** (Plex says so in a text of its own), **observed** (somebody published a',
    'recording, a log or a client that runs against the real service) or **inferred** (our conclusion; the reasons are below).',
    '',
    '## What is there',
    '',
    ...summary(entries, operations),
    '',
    ...operations.flatMap((operation) => section(operation, entries)),
    ...(shared.length === 0
      ? []
      : ['### Rules of several endpoints', '', ...shared.map((entry) => item(entry, whose(entry, operations))), '']),
    '## What differs from Plex, knowingly',
    '',
    ...orNone(entries.flatMap(({ id, differs }) => (differs === undefined ? [] : [`- \`${id}\`: ${differs}`]))),
    '',
    '## What nobody outside Plex knows',
    '',
    'These rules are inferred. A test that depends on one of them tests our guess, not Plex.',
    '',
    ...orNone(
      entries.flatMap(({ id, rule, why }) => (why === undefined ? [] : [`- \`${id}\`: ${rule} *Why:* ${why}`])),
    ),
    '',
  ].join('\n');
}

function summary(entries: readonly LedgerEntry[], operations: readonly LedgerOperation[]): string[] {
  const count = (about: readonly LedgerEntry[]): string =>
    [about.length, ...grades.map((grade) => about.filter((entry) => entry.grade === grade).length)].join(' | ');
  return [
    `| endpoint | host | name | rules | ${grades.join(' | ')} |`,
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...operations.map((operation) => {
      const about = entries.filter((entry) => entry.operations.includes(operation.name));
      return `| ${address(operation)} | ${hostOf(operation)} | \`${operation.name}\` | ${count(about)} |`;
    }),
    `| all, each rule counted once | | | ${count(entries)} |`,
  ];
}

function section(operation: LedgerOperation, entries: readonly LedgerEntry[]): string[] {
  const own = entries.filter((entry) => entry.operations.length === 1 && entry.operations[0] === operation.name);
  if (own.length === 0) return [];
  return [`### ${operation.title}: ${address(operation)}`, '', ...own.map((entry) => item(entry)), ''];
}

function item({ id, rule, grade, source, switch: option }: LedgerEntry, whom = ''): string {
  const parts = [
    `- \`${id}\` (${source?.startsWith('https://') ? `[${grade}](${source})` : [grade, source].filter(Boolean).join(', ')}): ${rule}`,
    option === undefined ? '' : `Changed by \`${option}\`.`,
    whom,
  ];
  return parts.filter(Boolean).join(' ');
}

/** Which endpoints a rule is about, in as few words as that takes. */
function whose(entry: LedgerEntry, operations: readonly LedgerOperation[]): string {
  const missing = operations.filter(({ name }) => !entry.operations.includes(name));
  if (missing.length === 0) return '*Everywhere.*';
  const hosts = new Set(operations.filter((operation) => !missing.includes(operation)).map(({ host }) => host));
  const [host] = hosts;
  const isWhole = hosts.size === 1 && missing.every((operation) => operation.host !== host);
  if (isWhole && host !== 'app') return host === 'account' ? '*All of plex.tv.*' : '*All of a media server.*';
  return `*${entry.operations.join(', ')}.*`;
}

function address({ methods, path }: LedgerOperation): string {
  const verbs = methods.map((method) => (method === '*' ? 'any other verb' : `\`${method}\``));
  return `${verbs.join(', ')} \`${path}\``;
}

const HOSTS: Readonly<Record<LedgerOperation['host'], string>> = {
  account: 'plex.tv, clients.plex.tv',
  app: 'app.plex.tv',
  server: 'each media server',
};

function hostOf({ host }: LedgerOperation): string {
  return HOSTS[host];
}

function orNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['Nothing.'] : lines;
}
