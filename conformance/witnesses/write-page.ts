import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/repository.js';
import { hear, renderPage } from './page.js';
import { witnesses } from './witnesses.js';

writeFileSync(join(root, 'docs/witnesses.md'), renderPage(await hear(witnesses)));
