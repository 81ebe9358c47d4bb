import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText, root } from '../../tools/repository.js';
import { withCaptures } from './captures.js';

/** `npx tsx conformance/cli/write-captures.ts`: writes the captures of the guide anew. Build first. */
const guide = 'docs/guides/cli.md';

writeFileSync(join(root, guide), await withCaptures(readText(guide)));
